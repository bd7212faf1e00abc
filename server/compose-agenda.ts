// Owns wiring the discussion of a session, which talks about ideas in the order of a round, with a timer as sessions have
// one. Part of compose.ts: it may know every room, and must never decide anything itself.

import { minutesDocument, proposalContent } from '../shared/documents.ts'
import type { BoardId } from '../shared/model.ts'
import { locate } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import { createAttendance, keepAttendance } from './agenda/attendance.ts'
import { entryCommands } from './agenda/entries.ts'
import type { AgendaDeps } from './agenda/deps.ts'
import { createMinutes, keepMinutesWritten } from './agenda/minutes.ts'
import { entriesMine } from './agenda/marks.ts'
import { decisionsOf, ledgerDiscussionOf } from './agenda/reads.ts'
import { topicCommands } from './agenda/topics.ts'
import { boardInLog } from './documents/board-cards.ts'
import { fragmentMarkdown } from './documents/markdown.ts'
import { beginDocument, type Documents } from './documents/proposals.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import { newId } from './platform/ids.ts'
import type { Reader } from './platform/database/handle.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import { setTimer } from './sessions/rules.ts'
import { latestOf } from './sessions/store.ts'
import { lastClosedRound } from './votes/best.ts'
import { roundViews } from './votes/reads.ts'

export type Agenda = ReturnType<typeof wireAgenda>

export const agendaDeps: AgendaDeps = {
  enqueue,
  newId,
  setTimer,
  boardNow: boardInLog,
  lastRound: lastClosedRound,
  markerFor,
}

/** For the ledger: what everybody may know of the discussion of the session that runs, or of the last one. */
export const agendaEntries = async (reader: Reader, boardId: BoardId) =>
  ledgerDiscussionOf(reader, boardId, await latestOf(reader, boardId))

interface Others {
  documents: Documents
  peopleOn(boardId: BoardId): ReadonlySet<string>
  settle(boardId: BoardId): Promise<void>
}

export function wireAgenda({ db, database, now, schedule }: Ground, { documents, peopleOn, settle }: Others) {
  const attendance = createAttendance({ db, peopleOn })
  keepAttendance(attendance, schedule)
  const minutes = createMinutes({
    db,
    transaction: database.transaction,
    enqueue,
    now,
    attendance,
    settle,
    boardNow: boardInLog,
    rounds: roundViews,
    begin: (sessionId, blocks) => beginDocument(documents, minutesDocument(sessionId), sessionId, blocks),
    markdown: (sessionId) =>
      documents.read(minutesDocument(sessionId), (doc) => fragmentMarkdown(proposalContent(doc))),
  })
  keepMinutesWritten(minutes, schedule)
  return {
    minutes,
    commands: { ...topicCommands(agendaDeps), ...entryCommands(agendaDeps) },
    subscriptions: { 'session.ended': minutes.ended },
    routes: ({ at, download }: Pick<RouteMakers, 'at' | 'download'>): Route[] => [
      at('board', '/api/boards/:id/entries/mine', ({ actor }, place) => entriesMine(db, actor, place, { markerFor })),
      at('board', '/api/boards/:id/minutes', (_, place) => minutes.list(place)),
      at('board', '/api/boards/:id/minutes/:session', ({ params }, place) => minutes.view(place, params.session ?? '')),
      download('/api/boards/:id/minutes/:session/minutes.md', async ({ actor, params }) =>
        minutes.download(await locate(db, actor, 'board', params.id ?? ''), params.session ?? ''),
      ),
      at('idea', '/api/ideas/:id/decisions', (_, place) => decisionsOf(db, place)),
    ],
  }
}
