// Owns what is told of versions: who may see them is who may read the document, and on an anonymous board no version has
// a name of a person on it.

import { eq, inArray } from 'drizzle-orm'
import * as Y from 'yjs'
import {
  byOrder,
  cardsOf,
  columnsOf,
  parseDocumentName,
  proposalContent,
  readCard,
  readColumn,
} from '../../shared/documents.ts'
import type { PersonView, UserId, VersionId } from '../../shared/model.ts'
import { type Outcome, done, notThere } from '../../shared/outcome.ts'
import {
  NOW,
  type TextNode,
  type VersionContent,
  type Versioned,
  versionedKind,
  type VersionsView,
} from '../../shared/versions.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, ideas, minutes } from '../platform/database/schema/index.ts'
import * as store from './versions-store.ts'

export interface VersionReadDeps {
  mayRead(kind: Versioned, place: Place): boolean
  mayKeep(kind: Versioned, place: Place): boolean
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
  proposalNodes(fragment: Y.XmlFragment): TextNode[]
}

/** The kind of a document that has versions, when this person may read it. */
function readable(deps: VersionReadDeps, name: string, place: Place): Versioned | null {
  const kind = versionedKind(name)
  return kind && deps.mayRead(kind, place) ? kind : null
}

/** GET /api/documents/<name>/versions */
export async function listVersions(
  reader: Reader,
  actor: Actor,
  place: Place,
  name: string,
  deps: VersionReadDeps,
): Promise<Outcome<VersionsView>> {
  const kind = readable(deps, name, place)
  if (!kind) return notThere()
  const rows = await store.versionsOf(reader, name)
  // Whatever a row may hold: on an anonymous board nobody is told.
  const named = place.naming === 'named'
  const ids = rows.flatMap(({ namedBy, editors }) => [...(namedBy === null ? [] : [namedBy]), ...editors])
  const people = named ? await deps.people(reader, ids as UserId[], actor) : new Map<UserId, PersonView>()
  const person = (id: string | null) => people.get(id as UserId) ?? null
  return done({
    mayKeep: deps.mayKeep(kind, place),
    versions: rows.map((row) => ({
      versionId: row.versionId as VersionId,
      at: row.createdAt.getTime(),
      name: row.name,
      namedBy: person(row.namedBy),
      editors: row.editors.flatMap((id) => person(id) ?? []),
    })),
  })
}

/** GET /api/documents/<name>/versions/<version>; `now`: the document as it is on disk. */
export async function readVersion(
  reader: Reader,
  place: Place,
  params: { name: string; version: string },
  deps: VersionReadDeps,
): Promise<Outcome<VersionContent>> {
  const { name, version } = params
  const kind = readable(deps, name, place)
  if (!kind) return notThere()
  const state =
    version === NOW
      ? ((await store.storedDocument(reader, name))?.state ?? null)
      : await store.stateOf(reader, name, version)
  if (state === null && version !== NOW) return notThere()
  const doc = store.documentOf(state === null ? [] : [state])
  try {
    if (kind === 'board') return done(await boardContent(reader, place, doc))
    return done({ kind, content: deps.proposalNodes(proposalContent(doc)) })
  } finally {
    doc.destroy()
  }
}

async function boardContent(reader: Reader, place: Place, doc: Y.Doc): Promise<VersionContent> {
  const rows = await reader
    .select({ id: ideas.id, number: ideas.number, removedAt: ideas.removedAt })
    .from(ideas)
    .where(eq(ideas.boardId, place.boardId))
  const known = new Map(rows.map((row) => [row.id, row]))
  const cards = [...cardsOf(doc).entries()].flatMap(([id, card]) => {
    if (!(card instanceof Y.Map)) return []
    const idea = known.get(id)
    return [{ ...readCard(id, card), number: idea?.number ?? null, removed: !idea || idea.removedAt !== null }]
  })
  const columns = [...columnsOf(doc).entries()].flatMap(([id, column]) =>
    column instanceof Y.Map ? [readColumn(id, column)] : [],
  )
  return {
    kind: 'board',
    columns: columns.sort(byOrder(({ columnId }) => columnId)),
    cards: cards.sort(byOrder(({ ideaId }) => ideaId)),
  }
}

/** True as well where nothing is known: then nobody is written down. */
export async function isAnonymous(reader: Reader, document: string): Promise<boolean> {
  const named = parseDocumentName(document)
  if (!named) return true
  const boardIds =
    named.kind === 'proposal'
      ? reader.select({ id: ideas.boardId }).from(ideas).where(eq(ideas.id, named.id))
      : named.kind === 'minutes'
        ? reader.select({ id: minutes.boardId }).from(minutes).where(eq(minutes.sessionId, named.id))
        : [named.id]
  const [board] = await reader.select({ naming: boards.naming }).from(boards).where(inArray(boards.id, boardIds))
  return board?.naming !== 'named'
}
