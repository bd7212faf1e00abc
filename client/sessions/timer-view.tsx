// Owns how a timer looks wherever it stands (bar, remote, wall): the clock, the pause, the colour of the last minute and of
// the end. Sizes are the place's own.

import { IconPlayerPauseFilled } from '@tabler/icons-react'
import type { Timer } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { readTimer, type TimerReading } from './timer.ts'
import classes from './timer.module.css'
import { useMoment } from './use-moment.ts'

export function useTimer(timer: Timer | null): TimerReading | null {
  const now = useMoment(timer?.endsAt ?? null)
  return timer && readTimer(timer, now)
}

export function TimerView({ timer }: { timer: Timer }) {
  const { t } = useTranslation('session')
  const reading = useTimer(timer)
  if (!reading) return null
  const { clock, urgency, isPaused } = reading
  const label = urgency === 'over' ? t('timer.over') : t(isPaused ? 'timer.paused' : 'timer.left', { time: clock })
  return (
    <span
      className={classes.timer}
      role="timer"
      aria-label={label}
      title={label}
      data-urgency={urgency}
      data-paused={isPaused || undefined}
    >
      {isPaused ? <IconPlayerPauseFilled className={classes.pause} aria-hidden="true" /> : null}
      <span aria-hidden="true">{clock}</span>
    </span>
  )
}
