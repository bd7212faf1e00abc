// Owns the remote as a route: everything it shows is of the sessions' room.

import type { BoardId } from '../../shared/model.ts'
import { RemotePage } from '../sessions/remote-page.tsx'

export function ControlRoute({ boardId }: { boardId: BoardId }) {
  return <RemotePage boardId={boardId} />
}
