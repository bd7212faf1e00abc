// Owns the button in a board's header that says cards wait for a decision, and the dialog behind it.

import { Button, Modal } from '@mantine/core'
import { IconFlag3 } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { ReportedCards } from './reported-cards.tsx'
import { useReports } from './reports.ts'

/** Nothing while nothing waits. */
export function ReportsButton({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const [opened, setOpened] = useState(false)
  const all = useReports(boardId, true).data?.all ?? []
  const open = all.filter(({ outcome }) => outcome === null).length
  if (open === 0 && !opened) return null
  return (
    <>
      <Button
        variant="light"
        size="sm"
        leftSection={<IconFlag3 size={18} stroke={1.8} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        {t('report.waiting', { count: open })}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('report.list')}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        <ReportedCards boardId={boardId} />
      </Modal>
    </>
  )
}
