// Owns the timer in the hands of who leads: the clock is the button, and behind it what can be done with the time.

import { Button, Menu } from '@mantine/core'
import { IconClock, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconPlus } from '@tabler/icons-react'
import type { Timer, TimerAsk } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './bar.module.css'
import { TimerView, useTimer } from './timer-view.tsx'
import { MINUTE_MS } from './use-lead.ts'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const
/** What people ask for in a room. */
const USUAL_MINUTES = [1, 3, 5, 10, 15]

export function TimerMenu({ timer, onChange }: { timer: Timer | null; onChange: (change: TimerAsk) => void }) {
  const { t } = useTranslation('session')
  const reading = useTimer(timer)
  const runs = timer !== null && !reading?.isPaused && reading?.urgency !== 'over'
  return (
    <Menu position="bottom-end" width={220} portalProps={{ target: '#main' }}>
      <Menu.Target>
        {timer ? (
          <button type="button" className={classes.clockButton}>
            <span className={classes.clock}>
              <TimerView timer={timer} />
            </span>
            <span className="kiem-unseen">{t('timer.label')}</span>
          </button>
        ) : (
          <Button variant="default" leftSection={<IconClock size={20} stroke={1.8} aria-hidden="true" />}>
            {t('timer.none')}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {timer ? (
          <>
            {runs ? (
              <Menu.Item leftSection={<IconPlayerPause {...ICON} />} onClick={() => onChange({ set: 'pause' })}>
                {t('timer.pause')}
              </Menu.Item>
            ) : reading?.isPaused ? (
              <Menu.Item leftSection={<IconPlayerPlay {...ICON} />} onClick={() => onChange({ set: 'resume' })}>
                {t('timer.resume')}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconPlus {...ICON} />} onClick={() => onChange({ set: 'add', ms: MINUTE_MS })}>
              {t('timer.add')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerStop {...ICON} />} onClick={() => onChange({ set: 'stop' })}>
              {t('timer.stop')}
            </Menu.Item>
          </>
        ) : (
          USUAL_MINUTES.map((minutes) => (
            <Menu.Item key={minutes} onClick={() => onChange({ set: 'start', ms: minutes * MINUTE_MS })}>
              {t('timer.start', { count: minutes })}
            </Menu.Item>
          ))
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
