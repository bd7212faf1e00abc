// Owns choosing the one file: by a button, or by dropping it anywhere on the sheet.

import { Button, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { IMPORT_FILE_MAX_BYTES, IMPORT_ROWS_MAX } from '../../shared/limits.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './exchange.module.css'

const TYPES = '.csv,.tsv,.txt,.json,text/csv,text/plain,text/tab-separated-values,application/json'

export function FileChoice({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation('exchange')
  const format = useFormat()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)

  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }

  return (
    <div
      className={styles.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileUpload size={40} stroke={1.4} aria-hidden="true" />
      <Text className={styles.dropTitle}>{t('choose.title')}</Text>
      <Text className={styles.soft}>{t('choose.kinds')}</Text>
      <Button onClick={() => input.current?.click()}>{t('choose.button')}</Button>
      <Text className={styles.soft}>
        {t('choose.limits', { rows: format.number(IMPORT_ROWS_MAX), size: format.bytes(IMPORT_FILE_MAX_BYTES) })}
      </Text>
      <input
        ref={input}
        type="file"
        accept={TYPES}
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </div>
  )
}
