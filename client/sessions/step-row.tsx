// Owns the row of phases as quiet steps: behind, here, next, later. On a phone only where one is.

import { IconCheck } from '@tabler/icons-react'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './bar.module.css'
import { usePhaseText } from './phase-text.ts'
import { stepsOf } from './steps.ts'

export function StepRow({ session }: { session: LedgerSession }) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const steps = stepsOf(session)
  const said = { done: t('bar.done'), now: t('bar.now'), next: t('bar.next'), later: '' }
  if (steps.length < 2) return null
  return (
    <ol className={classes.steps} aria-label={t('bar.steps')}>
      {steps.map(({ phase, state }) => (
        <li
          key={phase.phaseId}
          className={classes.step}
          data-state={state}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          {state === 'done' ? <IconCheck size={14} stroke={2.6} aria-hidden="true" /> : null}
          <span className={classes.stepName}>{words.name(phase)}</span>
          {said[state] ? <span className="kiem-unseen">{`(${said[state]})`}</span> : null}
        </li>
      ))}
    </ol>
  )
}
