// Owns the remote as a route: the sessions' own, with the topics of a discussion on it.

import type { BoardId } from '../../shared/model.ts'
import { DiscussionPart } from './discussion-part.tsx'
import { RemotePage } from '../sessions/remote-page.tsx'

export function ControlRoute({ boardId }: { boardId: BoardId }) {
  return <RemotePage boardId={boardId} topics={(parts) => <DiscussionPart {...parts} small />} />
}
