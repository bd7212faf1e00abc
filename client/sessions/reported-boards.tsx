// Owns, for who decides without leading: the boards on which cards were reported, and for each the dialog to decide. Nothing
// where nothing was ever reported.

import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { ReportedBoard } from '../../shared/reports.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link } from '../ui/address.tsx'
import { ErrorState } from '../ui/states.tsx'
import classes from './leaders.module.css'
import { ReportedCards } from './reported-cards.tsx'

export function ReportedBoards() {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const [opened, setOpened] = useState<ReportedBoard | null>(null)
  const boards = useRead<ReportedBoard[]>('reports:all', '/api/reports')
  if (boards.isError) return <ErrorState refusal={boards.error} onRetry={() => void boards.refetch()} />
  if (!boards.data || boards.data.length === 0) return null
  return (
    <section className={classes.reports} aria-labelledby="reported-boards">
      <h2 id="reported-boards">{t('report.list')}</h2>
      <ul className={classes.people}>
        {boards.data.map((board) => (
          <li key={board.boardId} className={classes.person} data-reported-board={board.boardId}>
            <span>
              <Link to={`/b/${board.boardId}`} className={classes.board}>
                {board.title}
              </Link>
              <span className={classes.counts}>
                {board.waiting > 0 ? t('report.waits', { count: board.waiting }) : t('report.noneWaits')}
                {board.decided > 0 ? ` · ${t('report.decided', { count: board.decided })}` : ''}
              </span>
            </span>
            <Button
              variant={board.waiting > 0 ? 'light' : 'default'}
              aria-label={t('report.lookOn', { board: board.title })}
              onClick={() => setOpened(board)}
            >
              {t('report.look')}
            </Button>
          </li>
        ))}
      </ul>
      <Modal
        opened={opened !== null}
        onClose={() => setOpened(null)}
        size="lg"
        title={t('report.listOn', { board: opened?.title ?? '' })}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        {opened ? <ReportedCards boardId={opened.boardId} /> : null}
      </Modal>
    </section>
  )
}
