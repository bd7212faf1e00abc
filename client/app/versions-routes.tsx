// Owns version history as routes: which board or idea the address means.

import { useParams } from 'react-router'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { BoardVersionsPage, ProposalVersionsPage } from '../versions/versions-page.tsx'

export function BoardVersionsRoute() {
  const { boardId } = useParams()
  return <BoardVersionsPage key={boardId} boardId={boardId as BoardId} />
}

export function ProposalVersionsRoute() {
  const { ideaId } = useParams()
  return <ProposalVersionsPage key={ideaId} ideaId={ideaId as IdeaId} />
}
