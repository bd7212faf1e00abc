// Owns the honest line at the top when the server cannot be reached or does not take what is written: what is so, and
// what happens to one's work. It is told the state; it asks nobody.

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconHourglass, IconPlugConnected } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import type { DocumentTrouble } from '../live/trouble.ts'
import classes from './connection-banner.module.css'
import { CrowdedWords } from './crowded.tsx'
import { useDelayed } from './delayed.tsx'

/** A hiccup shorter than this is nobody's business. */
const HICCUP_MS = 1_500

interface ConnectionBannerProps {
  connection: 'idle' | 'online' | 'reconnecting' | 'offline'
  /** Commands that could not be sent yet. */
  waiting: number
  /** What is wrong with the live documents on screen. */
  trouble?: DocumentTrouble
  onTryAgain?: () => void
}

type Line = 'offline' | 'reconnecting' | 'gaveUp' | 'crowded' | 'tooFast' | 'cutOff' | 'cutOffPage' | 'copyOff'

const ICONS: Record<Line, ComponentType<{ size: number; stroke: number; 'aria-hidden': 'true' }>> = {
  offline: IconCloudOff,
  reconnecting: IconPlugConnected,
  gaveUp: IconAlertTriangle,
  crowded: IconHourglass,
  tooFast: IconHourglass,
  cutOff: IconPlugConnected,
  cutOffPage: IconPlugConnected,
  copyOff: IconCloudOff,
}

export function ConnectionBanner({ connection, waiting, trouble, onTryAgain }: ConnectionBannerProps) {
  const { t } = useTranslation()
  const lost = useDelayed(connection === 'reconnecting', HICCUP_MS)
  // One line: the one that matters most for what happens to the words.
  let line: Line | null = null
  if (trouble?.copyOff) line = 'copyOff'
  if (trouble?.cutOff) line = trouble.copyOff ? 'cutOffPage' : 'cutOff'
  if (trouble?.tooFast) line = 'tooFast'
  if (trouble?.crowded) line = 'crowded'
  if (lost || (waiting > 0 && connection !== 'online')) line = 'reconnecting'
  if (connection === 'offline') line = 'offline'
  if (trouble?.gaveUp) line = 'gaveUp'
  const Icon = line ? ICONS[line] : null
  return (
    <div role="status">
      {line && Icon ? (
        <div
          className={classes.banner}
          data-line={line}
          data-quiet={line === 'copyOff' || undefined}
          data-offline={line === 'offline' || undefined}
        >
          <Icon size={20} stroke={1.8} aria-hidden="true" />
          <span>
            {line === 'crowded' ? <CrowdedWords what={trouble!.crowded!} /> : t(`connection.${line}`)}
            {waiting > 0 ? ` ${t('connection.waiting', { count: waiting })}` : ''}
          </span>
          {line === 'gaveUp' && onTryAgain ? (
            <Button variant="default" size="sm" onClick={onTryAgain}>
              {t('action.retry')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
