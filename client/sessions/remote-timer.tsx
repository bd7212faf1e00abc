// Owns the timer on the remote: large, with what can be done with it right beside it, no menu in between.

import { ActionIcon, Button } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react'
import type { Timer, TimerAsk } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './remote.module.css'
import { TimerView, useTimer } from './timer-view.tsx'
import { MINUTE_MS } from './use-lead.ts'

const USUAL_MINUTES = [1, 3, 5, 10]

export function RemoteTimer({ timer, onChange }: { timer: Timer | null; onChange: (change: TimerAsk) => void }) {
  const { t } = useTranslation('session')
  const reading = useTimer(timer)
  if (!timer || !reading) {
    return (
      <section className={classes.timer} aria-label={t('timer.none')}>
        <div className={classes.minutes}>
          {USUAL_MINUTES.map((minutes) => (
            <Button key={minutes} variant="default" onClick={() => onChange({ set: 'start', ms: minutes * MINUTE_MS })}>
              {t('start.minutes', { count: minutes })}
            </Button>
          ))}
        </div>
      </section>
    )
  }
  const { isPaused, urgency } = reading
  return (
    <section className={classes.timer} aria-label={t('timer.label')}>
      <span className={classes.clock}>
        <TimerView timer={timer} />
      </span>
      <div className={classes.timerTools}>
        {urgency === 'over' ? null : (
          <ActionIcon
            variant="default"
            aria-label={t(isPaused ? 'timer.resume' : 'timer.pause')}
            onClick={() => onChange({ set: isPaused ? 'resume' : 'pause' })}
          >
            {isPaused ? (
              <IconPlayerPlayFilled size={20} aria-hidden="true" />
            ) : (
              <IconPlayerPauseFilled size={20} aria-hidden="true" />
            )}
          </ActionIcon>
        )}
        <Button
          variant="default"
          onClick={() => onChange({ set: 'add', ms: MINUTE_MS })}
        >{`+${t('start.minutes', { count: 1 })}`}</Button>
        <ActionIcon variant="default" aria-label={t('timer.stop')} onClick={() => onChange({ set: 'stop' })}>
          <IconPlayerStopFilled size={20} aria-hidden="true" />
        </ActionIcon>
      </div>
    </section>
  )
}
