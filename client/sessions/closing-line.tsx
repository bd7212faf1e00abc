// Owns the seconds between the tap on "next" and the phase shutting: how many are left, and that nothing typed is lost.

import { Button } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import type { LedgerSession, Phase } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { serverNow } from '../live/server-time.ts'
import { announce } from '../ui/live-region.tsx'
import classes from './bar.module.css'
import { usePhaseText } from './phase-text.ts'
import { secondsUntil } from './timer.ts'
import type { Lead } from './use-lead.ts'
import { useMoment } from './use-moment.ts'

/** `lead`: of who may keep it open; null for everybody else. */
export function ClosingLine({ session, phase, lead }: { session: LedgerSession; phase: Phase; lead: Lead | null }) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const { closesAt } = session
  const now = useMoment(closesAt)
  // Said once: a reader who hears every second hears nothing else.
  const say = useEffectEvent((at: number) => announce(words.closing(phase, secondsUntil(at, serverNow()))))
  useEffect(() => {
    if (closesAt !== null) say(closesAt)
  }, [closesAt])
  if (closesAt === null) return null
  return (
    <div className={classes.closing} data-closing>
      <IconHourglass size={20} stroke={1.8} aria-hidden="true" />
      <p>{words.closing(phase, secondsUntil(closesAt, now))}</p>
      {lead ? (
        <Button variant="default" size="sm" onClick={lead.keepOpen}>
          {t('lead.keepOpen')}
        </Button>
      ) : null}
    </div>
  )
}
