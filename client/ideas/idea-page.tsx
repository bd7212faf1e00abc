// Owns the page of one idea: its words, stage, details, tags, talk about it, and (handed in by the app) its votes, its
// sponsors and its proposal. What the server decides arrives through the ledger, so that everyone looking sees it at once.

import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, Suspense, useEffect } from 'react'
import type { LedgerIdea } from '../../shared/documents.ts'
import type { BoardView, IdeaId, IdeaView, MineView } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { type Ledger, useLedger, useLedgerIdea } from '../live/ledger.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { Person } from '../ui/face.tsx'
import { lazy } from '../ui/lazy.ts'
import { Page, PageHeader } from '../ui/page.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { StageMark } from '../ui/stage-mark.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Details } from './details.tsx'
import { Discussion } from './discussion.tsx'
import styles from './idea.module.css'
import { LikeButton } from './like-button.tsx'
import { useLiveTitle } from './live-title.ts'
import { StageControl } from './stage-control.tsx'
import { Tags } from './tags.tsx'

const EnteredBy = lazy(async () => {
  const [{ EnteredBy: words }] = await Promise.all([import('../ui/entered-by.tsx'), alsoWords('lead')])
  return { default: words }
})

/** What the app lays beside the idea from other rooms. */
export interface IdeaParts {
  idea: IdeaView
  board: BoardView
  ledger: Ledger | null
  /** The server's latest word; null until the ledger is open. */
  entry: LedgerIdea | null
  /** Its details, tags and goals. */
  mayEdit: boolean
}

export interface IdeaPageProps {
  ideaId: IdeaId
  /** Above everything else of the page: who owes the next move. */
  first: (parts: IdeaParts) => ReactNode
  /** Beside the words. */
  beside: (parts: IdeaParts) => ReactNode
  actions: (parts: IdeaParts) => ReactNode
  proposal: (parts: IdeaParts) => ReactNode
}

export function IdeaPage({ ideaId, first, beside, actions, proposal }: IdeaPageProps) {
  const { t } = useTranslation('idea')
  const idea = useRead<IdeaView>(`idea:${ideaId}`, `/api/ideas/${ideaId}`)
  const boardId = idea.data?.boardId ?? null
  const board = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`, { enabled: boardId !== null })
  const mine = useRead<MineView>(`mine:${boardId}`, `/api/boards/${boardId}/mine`, { enabled: boardId !== null })
  const ledger = useLedger(boardId)
  const entry = useLedgerIdea(ledger, ideaId)
  const title = useLiveTitle(boardId, ideaId) ?? idea.data?.text ?? ''

  // The ledger says that something changed; the words behind it (details, comments, reasons) are asked for again.
  const rev = entry?.rev
  useEffect(() => {
    if (rev !== undefined) void invalidate([`idea:${ideaId}`])
  }, [rev, ideaId])

  if (idea.isError) return <ErrorState refusal={idea.error} onRetry={() => void idea.refetch()} />
  if (!idea.data || !board.data) {
    return (
      <Page width="wide">
        <Skeletons />
      </Page>
    )
  }
  const view = idea.data
  const may = new Set(board.data.may)
  const isMine = mine.data?.ideas.includes(ideaId) ?? false
  const isClosed = board.data.locked || board.data.archivedAt !== null || view.removedAt !== null
  const mayEdit = !isClosed && (isMine || may.has('idea.edit'))
  const parts: IdeaParts = { idea: view, board: board.data, ledger, entry, mayEdit }
  const [headline, ...more] = title.split('\n')

  return (
    <Page width="wide">
      <Link to={`/b/${view.boardId}`} className={styles.back}>
        <IconArrowLeft size={18} aria-hidden /> {board.data.title}
      </Link>
      <PageHeader title={headline || t('untitled', { number: view.number })} action={actions(parts)} />
      {view.removedAt !== null && <p className="kiem-problem">{t('removed')}</p>}
      <div className={styles.facts}>
        <span>#{view.number}</span>
        <StageMark stage={entry?.stage ?? view.stage} />
        {view.author ? <Person person={view.author} size={28} /> : <span>{t('anonymous')}</span>}
        {view.onBehalfOf && <span>{t('onBehalfOf', { name: view.onBehalfOf })}</span>}
        {view.proxy && (
          <Suspense>
            <EnteredBy by={view.enteredBy} />
          </Suspense>
        )}
        <RelativeTime at={view.createdAt} />
        <LikeButton
          ideaId={ideaId}
          boardId={view.boardId}
          liked={mine.data?.likes.includes(ideaId) ?? false}
          likes={entry?.likes ?? view.likes}
          disabled={isClosed || !may.has('idea.like')}
        />
      </div>
      {/* Of a stage that a sponsor's answer led to, the case says it itself. */}
      {view.stageReason && view.escalations.length === 0 && (
        <p className={styles.reason}>
          {t('stageReason', { name: view.stageBy?.name ?? t('someone'), reason: view.stageReason })}
        </p>
      )}
      {first(parts)}
      <div className={styles.columns}>
        <div className={styles.main}>
          {more.length > 0 && <p className={styles.more}>{more.join('\n')}</p>}
          <Details idea={view} mayEdit={mayEdit} />
          {proposal(parts)}
        </div>
        <aside className={styles.side}>
          {beside(parts)}
          <Tags idea={view} mayEdit={mayEdit} />
          {may.has('idea.stage') && !isClosed && <StageControl idea={view} />}
          <Discussion ideaId={ideaId} mayAdd={may.has('comment.add') && board.data.archivedAt === null} may={may} />
        </aside>
      </div>
    </Page>
  )
}
