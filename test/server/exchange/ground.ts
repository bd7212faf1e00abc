// Owns: import and export as compose wires them, over a room world: real SQL, the real rooms beside, no live documents.
import { Readable } from 'node:stream'
import type { EventBody } from '../../../shared/events.ts'
import type { ImportPreview, ImportReport } from '../../../shared/exchange.ts'
import type { BoardId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import * as Y from 'yjs'
import { valuesInFiles } from '../../../server/compose-exchange.ts'
import { locate } from '../../../server/boards/locate.ts'
import { addGroups, groupsByName } from '../../../server/documents/board-groups.ts'
import { escalationReads } from '../../../server/escalations/reads.ts'
import type { BoardFile } from '../../../server/exchange/board-file.ts'
import { exchangeRoutes } from '../../../server/exchange/routes.ts'
import { addIdeas } from '../../../server/ideas/add.ts'
import { listIdeas } from '../../../server/ideas/reads.ts'
import { peopleByIds } from '../../../server/boards/reads.ts'
import { roundViews, talliesOf } from '../../../server/votes/reads.ts'
import type { RoomWorld } from '../../support/room-world.ts'

export type Exchange = ReturnType<typeof exchange>

export function exchange(world: RoomWorld) {
  const { db, enqueue, newId } = world
  const progress: EventBody<'import'>[] = []
  const proposals = new Map<string, unknown>()
  const documents = new Map<BoardId, Y.Doc>()
  const documentOf = (boardId: BoardId) => {
    const doc = documents.get(boardId) ?? new Y.Doc()
    documents.set(boardId, doc)
    return doc
  }
  const escalations = escalationReads({ peopleOf: (reader, ids) => peopleByIds(reader, ids, null), talliesOf })
  const ideaReads = {
    people: peopleByIds,
    tallies: talliesOf,
    escalations: (reader: Parameters<typeof escalations.escalationsOf>[0], _board: BoardId, ids: never[]) =>
      escalations.escalationsOf(reader, ids),
    markerFor: async () => null,
    settle: async () => undefined,
  }
  const routes = exchangeRoutes({
    db,
    transaction: (work) => db.transaction(work),
    enqueue,
    newId,
    now: () => world.now,
    placeOf: (actor, boardId) => locate(db, actor, 'board', boardId),
    toUser: (_userId, _name, body) => void progress.push(body),
    addIdeas: (tx, where, items) =>
      addIdeas(
        tx,
        { enqueue, newId, markerFor: async () => null, noteWriter: async () => undefined },
        { ...where, author: null },
        items,
      ),
    addGroups: async (boardId, groups) => addGroups(documentOf(boardId), groups),
    settle: async () => undefined,
    readGroups: async (boardId) => groupsByName(documentOf(boardId)),
    beginProposal: async (ideaId, nodes) => void proposals.set(ideaId, nodes),
    ideaViews: (actor, place) => listIdeas(db, actor, place, ideaReads),
    roundViews,
    cases: (reader, ideaIds) => escalations.casesOf(reader, ideaIds, null),
    ...valuesInFiles,
    readProposal: async (ideaId) => (proposals.get(ideaId) as { markdown: string; doc: unknown } | undefined) ?? null,
  })

  async function bring(
    boardId: BoardId,
    who: UserId,
    file: Uint8Array | string,
    query: Record<string, string> = {},
    headers: Record<string, string> = { 'content-type': 'text/csv' },
  ): Promise<Outcome<ImportReport>> {
    const route = routes.find((one) => one.kind === 'upload')
    if (route?.kind !== 'upload') throw new Error('no import')
    const asking = { actor: world.actor(who), params: { id: boardId }, query: new URLSearchParams(query), headers }
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
    return (await route.answer(asking, Readable.from([Buffer.from(bytes)]))) as Outcome<ImportReport>
  }

  return {
    progress,
    proposals,
    documentOf,
    bring,
    async preview(boardId: BoardId, who: UserId, file: Uint8Array | string, query: Record<string, string> = {}) {
      return (await bring(boardId, who, file, { ...query, dryRun: '1' })) as unknown as Outcome<ImportPreview>
    },
    async take(boardId: BoardId, who: UserId, kind: 'json' | 'csv' | 'md', language: 'en' | 'nl' = 'en') {
      const route = routes.find((one) => one.path.endsWith(`export.${kind}`))
      if (route?.kind !== 'download') throw new Error('no export')
      return route.answer({ actor: world.actor(who, { language }), params: { id: boardId } })
    },
    async boardFile(boardId: BoardId, who: UserId): Promise<BoardFile> {
      const taken = await this.take(boardId, who, 'json')
      if (!taken.ok) throw new Error(taken.error.reason)
      return JSON.parse(taken.value.body) as BoardFile
    },
  }
}
