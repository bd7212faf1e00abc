// Owns the remote in the hand of who leads: one thumb drives the session while the laptop projects. Whoever does not lead
// is told who does.

import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { BoardId, BoardView } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useLedger, useLedgerBoard, useLedgerSession } from '../live/ledger.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { useTabTitle } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { Recipes } from './recipes.tsx'
import { Remote, type RemoteTopics } from './remote.tsx'
import classes from './remote.module.css'

export function RemotePage({ boardId, topics }: { boardId: BoardId; topics?: RemoteTopics }) {
  const { t } = useTranslation('session')
  const board = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`)
  const ledger = useLedger(boardId)
  const session = useLedgerSession(ledger)
  const settings = useLedgerBoard(ledger)
  const title = settings?.title ?? board.data?.title ?? t('remote.title')
  useTabTitle(board.data ? t('remote.tab', { title }) : t('remote.title'))

  let content: ReactNode
  if (board.isError) content = <ErrorState refusal={board.error} onRetry={() => void board.refetch()} />
  else if (!board.data || !settings) content = <Skeletons lines={5} height={56} />
  else if (!board.data.may.includes('session.lead')) content = <NotLeading board={board.data} />
  else if (session?.endedAt === null)
    content = <Remote board={board.data} session={session} ledger={ledger} topics={topics} />
  else {
    content = (
      <section className={classes.start}>
        <h2>{t('start.title')}</h2>
        <p>{t('start.lead')}</p>
        <Recipes boardId={boardId} onStarted={() => undefined} />
      </section>
    )
  }
  return (
    <main id="main" className={classes.page}>
      <header className={classes.head}>
        <Link to={`/b/${boardId}`} className={classes.back} aria-label={t('remote.back')}>
          <IconArrowLeft size={22} stroke={1.8} aria-hidden="true" />
        </Link>
        <h1 className={classes.title}>{title}</h1>
      </header>
      {content}
    </main>
  )
}

function NotLeading({ board }: { board: BoardView }) {
  const { t } = useTranslation('session')
  const format = useFormat()
  return (
    <EmptyState
      title={t('remote.notLeading')}
      action={
        <Button component={Link} to={`/b/${board.boardId}`}>
          {t('remote.back')}
        </Button>
      }
    >
      {t('remote.leads', { names: format.list(board.facilitators.map(({ name }) => name)) })}
    </EmptyState>
  )
}
