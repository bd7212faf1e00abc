// Owns reporting a card: why, in one's own words. It says who will read it, and that the author does not.

import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { REPORT_REASON_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './leaders.module.css'
import { noteReported } from './reports.ts'

interface ReportDialogProps {
  boardId: BoardId
  ideaId: IdeaId
  onClose: () => void
}

export function ReportDialog({ boardId, ideaId, onClose }: ReportDialogProps) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const [reason, setReason] = useState('')
  const report = useCommand('idea.report')
  async function submit(): Promise<void> {
    const outcome = await report.run({ ideaId, reason })
    if (!outcome.ok) return
    noteReported(boardId, ideaId)
    showNotice({ text: t('report.sent') })
    void invalidate([`reports:${boardId}`])
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('report.title')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p className={classes.lead}>{t('report.who')}</p>
        <Textarea
          label={t('report.why')}
          autosize
          minRows={3}
          maxLength={REPORT_REASON_MAX_CHARS}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <RefusalText refusal={report.refusal} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={reason.trim() === ''} loading={report.busy}>
            {t('report.send')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
