// Owns changing what is still to come while a session runs. It starts from the row as it is when the dialog opens, and the
// server keeps what was and what is on.

import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
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
  const plan = useCommand('session.plan')
  async function keep(): Promise<void> {
    const outcome = await plan.run({ boardId, phases })
    if (!outcome.ok) return
    announce(t('plan.kept'))
    onClose()
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
      <PlanEditor phases={phases} onId={session.phaseId} onChange={(next) => setPhases([...next])} />
      <RefusalText refusal={plan.refusal} />
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {common('action.cancel')}
        </Button>
        <Button loading={plan.busy} onClick={() => void keep()}>
          {t('plan.keep')}
        </Button>
      </div>
    </Modal>
  )
}
