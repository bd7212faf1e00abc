// Owns what the ideas room needs from others, as small interfaces; compose.ts hands them in.

import type { BallotView, BoardId, EscalationView, IdeaId, PersonView, RoundId, UserId } from '../../shared/model.ts'
import type { Actor, Enqueue } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'

/** The mark of this person on this idea, under the board's secret. */
export type Marker = (subjectId: string, userId: UserId) => Uint8Array

export interface IdeaDeps {
  enqueue: Enqueue
  newId: () => string
  /** Null on a named board, or where the secret was destroyed. */
  markerFor(reader: Reader, boardId: BoardId): Promise<Marker | null>
  /** Notes that this person wrote something in the running session's phase, never what, and announces the new counts. */
  noteWriter(tx: Tx, boardId: BoardId, userId: UserId): Promise<void>
}

export interface IdeaReadDeps {
  /** People as this viewer may see them; a null viewer stands for everybody. */
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
  tallies(reader: Reader, boardId: BoardId, ideaIds: IdeaId[]): Promise<Map<IdeaId, IdeaTally[]>>
  escalations(reader: Reader, boardId: BoardId, ideaIds: IdeaId[]): Promise<Map<IdeaId, EscalationView[]>>
  /** How many signs say that an idea is ready; for the ledger, where there are enough to tell. */
  ready?(reader: Reader, ideaIds: IdeaId[]): Promise<Map<IdeaId, number>>
  /** Copies what was last written on the board's cards into the rows, so that a list shows the words of now. */
  settle(boardId: BoardId): Promise<void>
}

export interface IdeaTally {
  roundId: RoundId
  votes: number
}

export interface MineDeps {
  markerFor: IdeaDeps['markerFor']
  ballot(reader: Reader, boardId: BoardId, userId: UserId): Promise<BallotView | null>
}
