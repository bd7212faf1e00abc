// Owns changing what is still to come while a session runs. It starts from the row as it is when the dialog opens, and the
// server keeps what was and what is on. What somebody else changes meanwhile is shown, and never overwritten unasked.

import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { samePlan } from '../../shared/same-plan.ts'
import type { LedgerSession, Phase } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { usePhaseText } from './phase-text.ts'
import { PlanEditor } from './plan-editor.tsx'
import classes from './plan.module.css'
import leaders from './leaders.module.css'

export function PlanDialog({
  boardId,
  session,
  onClose,
}: {
  boardId: BoardId
  session: LedgerSession
  onClose: () => void
}) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const [phases, setPhases] = useState<LedgerSession['phases']>(session.phases)
  /** The row that mine was made from. */
  const [seen, setSeen] = useState(session.phases)
  /** How often the row of somebody else was taken: its fields begin anew. */
  const [taken, setTaken] = useState(0)
  const plan = useCommand('session.plan')
  const moved = !samePlan(session.phases, seen)
  async function keep(over: LedgerSession['phases']): Promise<void> {
    const outcome = await plan.run({ boardId, phases, seen: over })
    if (!outcome.ok) return
    announce(t('plan.kept'))
    onClose()
  }
  function take(): void {
    setPhases(session.phases)
    setSeen(session.phases)
    setTaken(taken + 1)
    plan.clear()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('plan.title')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <p className={leaders.lead}>{t('plan.lead')}</p>
      <div role="status">
        {moved ? (
          <ChangedMeanwhile
            phases={session.phases}
            busy={plan.busy}
            onTake={take}
            onKeep={() => void keep(session.phases)}
          />
        ) : null}
      </div>
      <PlanEditor key={taken} phases={phases} onId={session.phaseId} onChange={(next) => setPhases([...next])} />
      <RefusalText refusal={plan.refusal} />
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {common('action.cancel')}
        </Button>
        <Button loading={plan.busy} disabled={moved} onClick={() => void keep(seen)}>
          {t('plan.keep')}
        </Button>
      </div>
    </Modal>
  )
}

interface ChangedMeanwhileProps {
  /** As they are now. */
  phases: readonly Phase[]
  busy: boolean
  onTake: () => void
  onKeep: () => void
}

function ChangedMeanwhile({ phases, busy, onTake, onKeep }: ChangedMeanwhileProps) {
  const { t } = useTranslation('lead')
  const words = usePhaseText()
  return (
    <div className={classes.meanwhile} data-meanwhile>
      <p>{t('plan.meanwhile')}</p>
      <ol>
        {phases.map((phase) => (
          <li key={phase.phaseId}>{words.name(phase)}</li>
        ))}
      </ol>
      <div className={classes.foot}>
        <Button variant="default" loading={busy} onClick={onKeep}>
          {t('plan.keepMine')}
        </Button>
        <Button variant="default" onClick={onTake}>
          {t('plan.takeTheirs')}
        </Button>
      </div>
    </div>
  )
}
