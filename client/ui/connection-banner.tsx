// Owns the honest line at the top when the server cannot be reached: what is so, and what happens to one's work.
// It is told the state; it asks nobody.

import { IconCloudOff, IconPlugConnected } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './connection-banner.module.css'
import { useDelayed } from './delayed.tsx'

/** A hiccup shorter than this is nobody's business. */
const HICCUP_MS = 1_500

interface ConnectionBannerProps {
  connection: 'idle' | 'online' | 'reconnecting' | 'offline'
  /** Commands that could not be sent yet. */
  waiting: number
}

export function ConnectionBanner({ connection, waiting }: ConnectionBannerProps) {
  const { t } = useTranslation()
  const lost = useDelayed(connection === 'reconnecting', HICCUP_MS)
  const offline = connection === 'offline'
  const shown = offline || lost || (waiting > 0 && connection !== 'online')
  const Icon = offline ? IconCloudOff : IconPlugConnected
  return (
    <div role="status">
      {shown ? (
        <div className={classes.banner} data-offline={offline || undefined}>
          <Icon size={20} stroke={1.8} aria-hidden="true" />
          <span>
            {t(offline ? 'connection.offline' : 'connection.reconnecting')}
            {waiting > 0 ? ` ${t('connection.waiting', { count: waiting })}` : ''}
          </span>
        </div>
      ) : null}
    </div>
  )
}
