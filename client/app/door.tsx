// Owns the frame for getting in: the mark, one sheet, and the language, nothing to get lost in.

import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { useLeftUnsent } from '../live/session.ts'
import { Sprout } from '../ui/logo.tsx'
import classes from './door.module.css'
import { LanguageSwitch } from './language-switch.tsx'

export function Door({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const isWaiting = useLeftUnsent()
  return (
    <div className={classes.door}>
      <header className={classes.top}>
        <Group gap={10} className={classes.brand}>
          <Sprout size={40} />
          <span className={classes.name}>{t('appName')}</span>
        </Group>
      </header>
      <main id="main" className={classes.main}>
        {isWaiting ? (
          <p role="status" className={classes.waiting}>
            {t('signOut.waiting')}
          </p>
        ) : null}
        {children}
      </main>
      <footer className={classes.foot}>
        <LanguageSwitch />
      </footer>
    </div>
  )
}
