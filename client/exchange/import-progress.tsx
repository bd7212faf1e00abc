// Owns the bar of something under way: how far it is, in a bar and in numbers. What is under way is said above it.

import { Progress, Text } from '@mantine/core'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './exchange.module.css'

interface ImportProgressProps {
  label: string
  /** 0…1 */
  share: number
  count?: { done: number; total: number }
}

export function ImportProgress({ label, share, count }: ImportProgressProps) {
  const { t } = useTranslation('exchange')
  const format = useFormat()
  const said = count
    ? t('progress', { done: format.number(count.done), total: format.number(count.total) })
    : format.percent(share)
  return (
    <div className={styles.progress}>
      <Text fw={600}>{label}</Text>
      <Progress.Root size="lg">
        <Progress.Section value={share * 100} aria-label={label} aria-valuetext={said} />
      </Progress.Root>
      <Text className={styles.count}>{said}</Text>
    </div>
  )
}
