// Owns wiring import and export, which use what nearly every other room offers. Part of compose.ts: it may know every room,
// and must never decide anything itself.

import { boardDocument, proposalContent, proposalDocument } from '../shared/documents.ts'
import { locate } from './boards/locate.ts'
import { caseReads } from './compose-cases.ts'
import type { Rooms } from './compose.ts'
import { ideaDeps } from './compose-handlers.ts'
import { addGroups, groupsByName } from './documents/board-groups.ts'
import { appendNodes } from './documents/template.ts'
import { proposalJson } from './exchange/proposal-doc.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import type { Ground } from './ground.ts'
import { addIdeas } from './ideas/add.ts'
import { listIdeas } from './ideas/reads.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Sync } from './sync/index.ts'
import { roundViews } from './votes/reads.ts'

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
    async readProposal(ideaId) {
      const markdown = await rooms.proposals.markdown(ideaId)
      if (markdown === '') return null
      return { markdown, doc: await sync.read(proposalDocument(ideaId), (doc) => proposalJson(proposalContent(doc))) }
    },
  })
}
