// Owns wiring import and export, which use what nearly every other room offers. Part of compose.ts: it may know every room,
// and must never decide anything itself.

import type { IdeaId, UserId } from '../shared/model.ts'
import { boardDocument, proposalContent, proposalDocument } from '../shared/documents.ts'
import { locate } from './boards/locate.ts'
import { peopleByIds } from './boards/reads.ts'
import { bringCases, casesOut } from './business-cases/files.ts'
import { caseReads } from './compose-cases.ts'
import type { Rooms } from './compose.ts'
import { ideaDeps } from './compose-handlers.ts'
import { addGroups, groupsByName } from './documents/board-groups.ts'
import { appendNodes } from './documents/template.ts'
import { proposalJson } from './exchange/proposal-doc.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import { bringGoals, goalsOut, serveFromFile, serveWithIdeas } from './goals/files.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import type { Ground } from './ground.ts'
import { addIdeas } from './ideas/add.ts'
import { listIdeas } from './ideas/reads.ts'
import { outcomesOfIdea } from './outcomes/reads.ts'
import type { Reader, Tx } from './platform/database/handle.ts'
import { databaseTime } from './platform/database/time.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Sync } from './sync/index.ts'
import { roundViews } from './votes/reads.ts'

type Values = Pick<
  Parameters<typeof exchangeRoutes>[0],
  'goals' | 'businessCases' | 'outcomes' | 'bringGoals' | 'serveBoard' | 'serveIdeas' | 'bringCases'
>

/** What three rooms say of value, into a file and out of it. */
export const valuesInFiles: Values = {
  goals: (reader, boardId, also) => goalsOut(reader, boardId, also, peopleByIds),
  businessCases: (reader, place) => casesOut(reader, place, peopleByIds),
  outcomes: (reader: Reader, ideaId: IdeaId) =>
    outcomesOfIdea(reader, ideaId, NOBODY, {
      people: (of, ids) => peopleByIds(of, ids, null),
      timeOf: databaseTime,
      readable: async () => new Map(),
    }),
  bringGoals: (tx, by, goals) => bringGoals(tx, by, goals, { enqueue, newId }),
  serveBoard: (tx, boardId, goalIds) => serveFromFile(tx, boardId, goalIds, { enqueue, newId }),
  serveIdeas: serveWithIdeas,
  bringCases: (tx: Tx, cases) => bringCases(tx, cases, newId),
}

/** What one person may do beside it is not in a file. */
const NOBODY = { userId: '' as UserId, isFacilitator: false }

export function wireExchange(
  { database, db, now }: Ground,
  sync: Sync,
  rooms: Rooms,
  broadcast: () => Broadcast,
): Route[] {
  return exchangeRoutes({
    db,
    transaction: database.transaction,
    enqueue,
    newId,
    now,
    toUser: (userId, name, body) => broadcast().toUser(userId, name, body),
    placeOf: (actor, boardId) => locate(db, actor, 'board', boardId),
    addIdeas: (tx, where, items) => addIdeas(tx, ideaDeps, { ...where, author: null }, items),
    async beginProposal(ideaId, nodes) {
      await sync.write(proposalDocument(ideaId), (doc) => appendNodes(doc, nodes))
    },
    async addGroups(boardId, groups) {
      await sync.write(boardDocument(boardId), (doc) => addGroups(doc, groups))
    },
    settle: rooms.ideaReads.settle,
    readGroups: (boardId) => sync.read(boardDocument(boardId), groupsByName),
    ideaViews: (actor, place) => listIdeas(db, actor, place, rooms.ideaReads),
    roundViews,
    cases: (reader, ideaIds) => caseReads.casesOf(reader, ideaIds, null),
    ...valuesInFiles,
    async readProposal(ideaId) {
      const markdown = await rooms.proposals.markdown(ideaId)
      if (markdown === '') return null
      return { markdown, doc: await sync.read(proposalDocument(ideaId), (doc) => proposalJson(proposalContent(doc))) }
    },
  })
}
