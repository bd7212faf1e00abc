// Owns whether this browser may show messages while Kiem is open: asked for at a press and at nothing else, and said plainly.

import { Switch, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { canShow, isWanted, setWanted, tellOutside } from '../live/browser-news.ts'
import { useUser } from '../live/session.ts'
import styles from './settings.module.css'

export function BrowserSettings() {
  const { t } = useTranslation('inbox')
  const me = useUser()
  const [permission, setPermission] = useState(() => (canShow() ? Notification.permission : 'denied'))
  const [wanted, setOn] = useState(() => me !== null && isWanted(me.userId))
  if (!me || me.isGuest) return null
  const { userId } = me

  async function change(on: boolean): Promise<void> {
    const now = on && Notification.permission === 'default' ? await Notification.requestPermission() : permission
    setPermission(now)
    setWanted(userId, on && now === 'granted')
    setOn(on && now === 'granted')
    if (now === 'granted') tellOutside()
  }

  return (
    <div className={styles.browser}>
      <Title order={3} size="h4">
        {t('browser.title')}
      </Title>
      <Text c="dimmed" mb="sm">
        {t('browser.lead')}
      </Text>
      {canShow() ? (
        <Switch
          size="md"
          label={t('browser.on')}
          checked={wanted && permission === 'granted'}
          disabled={permission === 'denied'}
          onChange={(event) => void change(event.currentTarget.checked)}
        />
      ) : (
        <Text c="dimmed">{t('browser.cannot')}</Text>
      )}
      {canShow() && permission === 'denied' ? <Text mt="xs">{t('browser.denied')}</Text> : null}
    </div>
  )
}
