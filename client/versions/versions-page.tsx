// Owns the pages of version history, of a board, of a proposal and of minutes: their frame and the way back.

import { IconArrowLeft } from '@tabler/icons-react'
import type { MinutesView } from '../../shared/discussion.ts'
import { boardDocument, minutesDocument, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link } from '../ui/address.tsx'
import { BoardSidePage } from '../ui/board-side-page.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Versions } from './versions.tsx'
import classes from './versions.module.css'

export function BoardVersionsPage({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('version')
  return (
    <BoardSidePage
      boardId={boardId}
      permission="board.read"
      width="wide"
      title={t('title')}
      lead={(board) => board.title}
      back={t('toBoard')}
      backClassName={classes.away}
      mayNot=""
      lines={4}
    >
      {() => <Versions document={boardDocument(boardId)} />}
    </BoardSidePage>
  )
}

export function ProposalVersionsPage({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useTranslation('version')
  const idea = useRead<IdeaView>(`idea:${ideaId}`, `/api/ideas/${ideaId}`)
  const [headline] = (idea.data?.text ?? '').split('\n')
  return (
    <Page width="wide">
      <Link to={`/i/${ideaId}`} className={classes.away}>
        <IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />
        {t('toIdea')}
      </Link>
      <PageHeader title={t('title')} lead={idea.data && t('ofProposal', { title: headline })} />
      {idea.isError ? (
        <ErrorState refusal={idea.error} onRetry={() => void idea.refetch()} />
      ) : idea.data ? (
        <Versions document={proposalDocument(ideaId)} />
      ) : (
        <Skeletons />
      )}
    </Page>
  )
}

export function MinutesVersionsPage({ boardId, sessionId }: { boardId: BoardId; sessionId: string }) {
  const { t } = useTranslation('version')
  const format = useFormat()
  const minutes = useRead<MinutesView>(`minutes:${boardId}`, `/api/boards/${boardId}/minutes/${sessionId}`)
  const { title = '', startedAt = 0 } = minutes.data ?? {}
  return (
    <Page width="wide">
      <Link to={`/b/${boardId}/minutes?session=${sessionId}`} className={classes.away}>
        <IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />
        {t('toMinutes')}
      </Link>
      <PageHeader title={t('title')} lead={minutes.data && t('ofMinutes', { title, date: format.date(startedAt) })} />
      {minutes.isError ? (
        <ErrorState refusal={minutes.error} onRetry={() => void minutes.refetch()} />
      ) : minutes.data ? (
        <Versions document={minutesDocument(sessionId)} />
      ) : (
        <Skeletons />
      )}
    </Page>
  )
}
