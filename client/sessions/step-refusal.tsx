// Owns saying why a step did not happen, and the other way there is: what a reveal showed and somebody has worked on since
// cannot be hidden again, but one can go back.

import { Button } from '@mantine/core'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './bar.module.css'
import { usePhaseText } from './phase-text.ts'
import { phaseBefore } from './steps.ts'
import type { Lead } from './use-lead.ts'

export function StepRefusal({ session, lead }: { session: LedgerSession; lead: Lead }) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const before = phaseBefore(session)
  if (!lead.refusal) return null
  if (lead.refusal.reason !== 'revealed-in-use' || !before) {
    return (
      <div className={classes.refusal}>
        <RefusalText refusal={lead.refusal} />
      </div>
    )
  }
  const name = words.name(before)
  return (
    <div className={classes.refusal} role="alert">
      <p>{t('lead.inUse', { name })}</p>
      <Button variant="default" size="sm" onClick={() => void lead.advance({ to: before.phaseId, now: true })}>
        {t('lead.goBack', { name })}
      </Button>
    </div>
  )
}
