// Owns the pages of version history, of a board and of a proposal: their frame and the way back.

import { IconArrowLeft } from '@tabler/icons-react'
import { boardDocument, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
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
