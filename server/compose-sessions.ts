// Owns wiring sessions, which lead rounds and sealed ideas through their phases. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import type { BoardId } from '../shared/model.ts'
import { done } from '../shared/outcome.ts'
import { ledgerDocument } from '../shared/documents.ts'
import { REACTIONS_MAX_PER_PERSON_PER_10_S } from '../shared/limits.ts'
import { locate } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import { boardLayout, cardsInLog } from './documents/board-cards.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import type { Nodes } from './gateway/nodes.ts'
import type { BucketMaker } from './gateway/rate-limit.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import { mySealed, resealIdeas, revealSealed, sealedCommands, sealedCount } from './ideas/sealed.ts'
import { newId, randomOctets } from './platform/ids.ts'
import type { Reader } from './platform/database/handle.ts'
import { gather, gatherSame } from './platform/gather.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Sync } from './sync/index.ts'
import { createClosing, keepClosing } from './sessions/closing.ts'
import { sessionCommands } from './sessions/commands.ts'
import type { PhaseRounds, Sealed } from './sessions/deps.ts'
import { createLeadWatch, keepWatching } from './sessions/lead-watch.ts'
import { writerNotes } from './sessions/marks.ts'
import { createReactionRelay, type ReactionDeps, reactionCommands } from './sessions/reactions.ts'
import { recipeCommands, recipesOf } from './sessions/recipes.ts'
import { reportedBoards, reportsOn } from './sessions/report-reads.ts'
import { ledgerSessionOf, type MineSources, sessionMine, sessionMoment } from './sessions/reads.ts'
import { marksOf } from './sessions/store.ts'
import { closeOpenRound, dropRound, openWithPhase, reopenRound } from './votes/rounds.ts'

export type Sessions = ReturnType<typeof wireSessions>

const roundDeps = { enqueue, newId, layout: boardLayout }

export const rounds: PhaseRounds = {
  open: (tx, round) =>
    openWithPhase(tx, roundDeps, { ...round, method: round.method ?? 'dots', scope: { of: round.scope ?? 'board' } }),
  closeOpen: (tx, boardId, now) => closeOpenRound(tx, roundDeps, boardId, now),
  reopen: (tx, roundId, now) => reopenRound(tx, roundDeps, roundId, now),
  drop: (tx, roundId, now) => dropRound(tx, roundDeps, roundId, now),
}

export const sealed: Sealed = {
  count: sealedCount,
  reveal: (tx, where) => revealSealed(tx, { enqueue, newId, randomBytes: randomOctets }, where),
  reseal: (tx, where) => resealIdeas(tx, { enqueue, cardsOf: cardsInLog }, where),
}

/** For the ideas room: who writes in a sealed phase is counted. */
export const noteWriter = writerNotes({ enqueue })

export interface SessionPorts extends ReactionDeps {
  peopleOn(boardId: BoardId): ReadonlySet<string>
}

/** How sessions reach people who are there now. `broadcast` is opened later than the rooms. */
export function sessionPorts(
  { clock }: Pick<Ground, 'clock'>,
  from: { sync: Pick<Sync, 'people'>; buckets: BucketMaker; nodes: Nodes; broadcast: () => Broadcast },
): SessionPorts {
  const peopleOn = (boardId: BoardId) => new Set(from.sync.people(ledgerDocument(boardId)).map(({ userId }) => userId))
  const turns = from.buckets(REACTIONS_MAX_PER_PERSON_PER_10_S, TEN_SECONDS_MS)
  return {
    peopleOn,
    take: (userId) => turns.take(userId),
    reacted: createReactionRelay({
      clock,
      peopleOn,
      nodes: from.nodes,
      toHere: (userIds, body) => from.broadcast().toHere(userIds, 'reactions', body),
    }),
  }
}

const TEN_SECONDS_MS = 10_000

export function wireSessions({ db, database, schedule, log, now }: Ground, { peopleOn, ...reactions }: SessionPorts) {
  const closing = createClosing({ db, transaction: database.transaction, schedule, log, now, enqueue, rounds, sealed })
  keepClosing(closing, schedule)
  keepWatching(createLeadWatch({ db, transaction: database.transaction, enqueue, now, peopleOn }), schedule)
  // At a step everybody on the board asks at once.
  const moments = gatherSame((boardId: BoardId) => sessionMoment(db, boardId))
  const marks = gather((asked: Parameters<typeof marksOf>[1]) => marksOf(db, asked))
  const together: MineSources = {
    moment: (_, boardId) => moments(boardId),
    mark: (_, sessionId, userId) => marks({ sessionId, userId }),
    sealed: { mine: (reader, who, where) => mySealed(reader, who, where, { markerFor }) },
  }
  return {
    closing,
    commands: {
      ...sessionCommands({ enqueue, newId, rounds, sealed, shutting: closing.shutting }),
      ...reactionCommands(reactions),
      ...recipeCommands({ enqueue, newId }),
      ...sealedCommands({ enqueue, markerFor }),
    },
    ledgerEntries: (reader: Reader, boardId: BoardId) => ledgerSessionOf(reader, boardId, sealed),
    routes: ({ at, forMembers }: Pick<RouteMakers, 'at' | 'forMembers'>): Route[] => [
      at('board', '/api/boards/:id/reports', ({ actor }, place) => reportsOn(db, actor, place, { markerFor })),
      forMembers('/api/reports', async ({ actor }) =>
        done(await reportedBoards(db, actor, (boardId) => locate(db, actor, 'board', boardId))),
      ),
      forMembers('/api/recipes', async ({ actor }) => done(await recipesOf(db, actor.userId))),
      at('board', '/api/boards/:id/session', ({ actor }, place) => sessionMine(db, actor, place, together)),
    ],
  }
}
