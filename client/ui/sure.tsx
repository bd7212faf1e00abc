// Owns asking "sure?" on the spot, where a second dialog would lie on top of the first: the button becomes the question.

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import classes from './sure.module.css'

interface SureProps {
  label: string
  icon: ReactNode
  size?: 'sm' | 'md'
  onSure: () => void
}

export function Sure({ label, icon, size = 'md', onSure }: SureProps) {
  const { t } = useTranslation('kept')
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button variant="subtle" color="gray" size={size} leftSection={icon} onClick={() => setAsking(true)}>
        {label}
      </Button>
    )
  }
  return (
    <fieldset className={classes.sure}>
      <legend className={classes.question}>{t('discardSure')}</legend>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just pressed the button this one replaces */}
      <Button variant="default" size={size} autoFocus onClick={() => setAsking(false)}>
        {t('discardKeep')}
      </Button>
      <Button className="kiem-danger-button" size={size} onClick={onSure}>
        {t('discard')}
      </Button>
    </fieldset>
  )
}
