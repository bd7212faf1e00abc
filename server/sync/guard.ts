// Owns the guard of one room (S7, S8, S14): what of an update is new, whether the person may write it, and under whose name it is
// kept. It never changes the document; it is asked in the moment an edit is taken into a commit, when the document is exactly what
// the edit will be applied to.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { CLOSE } from '../../shared/wire.ts'
import { UPDATE_CLIENTS_MAX } from './guard/bounds.ts'
import { inspect } from './guard/inspect.ts'
import { Leases } from './guard/leases.ts'
import { type ReadUpdate, readUpdate } from './guard/read.ts'
import type { Refusal } from './guard/refusal.ts'
import { ANYTHING, type Schema } from './guard/schema.ts'
import { decode } from './known.ts'
import type { Lease, UpdateLog } from './log.ts'
import type { Person } from './presence.ts'

/** What this document may hold, and what of it this person may write. Asked for every edit: it must be quick. */
export type SchemaFor = (document: string, person: Person) => Schema

/** The name under which a document keeps a person. The same for all edits of a person in a document while its key lives. */
export interface Author {
  userId: string
  sessionId: string | null
}
export type Authorship = (person: { userId: string; sessionId: string }) => Author

/** Documents keep people as they are. */
export const openAuthorship: Authorship = ({ userId, sessionId }) => ({ userId, sessionId })

/** `ids`: the client ids that write. */
export type Judgement = { ok: true; update: Uint8Array; author: Author; ids: readonly number[] }
export type Judged = Judgement | { ok: false; refusal: Refusal }

/** What a guard needs of the engine. */
export interface GuardPorts {
  schema: SchemaFor | null
  /** False only where it is measured what the guard costs. */
  guarded: boolean
  serverClientId(): number
  log: Pick<UpdateLog, 'clients'>
  note(event: string, fields: Record<string, unknown>): void
}

export class RoomGuard {
  readonly leases: Leases
  #authorship: Authorship

  constructor(
    private readonly document: string,
    authorship: Authorship,
    clients: readonly Lease[],
    private readonly ports: GuardPorts,
  ) {
    this.leases = new Leases(clients)
    this.#authorship = authorship
  }

  judge(doc: Y.Doc, person: Person, update: Uint8Array, read: ReadUpdate): Judged {
    const author = this.#authorship(person)
    if (!this.ports.guarded) return { ok: true, update, author, ids: [...read.sections.keys()] }
    const news = trim(doc, update, read)
    if (!news.ok) return news
    const ids = [...news.read.sections.keys()]
    const refusal = this.#identity(ids, author.userId) ?? inspect(doc, news.read, this.#schema(person))
    if (refusal !== null) return { ok: false, refusal }
    return { ok: true, update: news.update, author, ids }
  }

  reserve(clientId: number, person: Person): boolean {
    if (!this.ports.guarded) return true
    if (clientId === this.ports.serverClientId()) return false
    return this.leases.reserve(clientId, this.#authorship(person).userId)
  }

  #schema(person: Person): Schema {
    const { schema } = this.ports
    return schema === null ? ANYTHING : schema(this.document, person)
  }

  /** Once it is applied: what has to be stored with it. */
  lease({ ids, author }: Judgement): Lease[] {
    return this.leases.take(ids, author.userId)
  }

  #identity(ids: readonly number[], owner: string): Refusal | null {
    const server = this.ports.serverClientId()
    for (const id of ids) {
      if (id === server || !this.leases.mayWrite(id, owner)) return { code: CLOSE.startOver, reason: 'foreign-client' }
    }
    const more = ids.filter((id) => !this.leases.has(id)).length
    const room = ids.length <= UPDATE_CLIENTS_MAX && this.leases.hasRoom(owner, more)
    return room ? null : { code: CLOSE.startOver, reason: 'too-many' }
  }

  /** Takes the names from here on; answers those of these who had another until now. */
  rename<T extends { person: Person }>(authorship: Authorship, people: Iterable<T>): T[] {
    const before = this.#authorship
    this.#authorship = authorship
    const changed = [...people].filter(({ person }) => before(person).userId !== authorship(person).userId)
    if (changed.length > 0) this.leases.forgetReserved()
    return changed
  }

  /** Under which name the server's own writing for this person is kept. */
  nameOf(userId: string): string {
    return this.#authorship({ userId, sessionId: '' }).userId
  }

  /**
   * Rows of another node have come: whose their new ids are is asked of the log. Until it has answered they are nobody's here, and
   * a commit in which somebody takes one is taken back (S8).
   */
  async learn(update: Uint8Array): Promise<void> {
    const { log, note } = this.ports
    const ids = clientsOf(update).filter((id) => !this.leases.has(id))
    if (ids.length === 0) return
    try {
      this.leases.learn(await log.clients(this.document, ids))
    } catch (cause) {
      note('leases-unknown', { document: this.document, error: String(cause) })
    }
  }

  /** The ids in what the server itself wrote: they are nobody's from here on. */
  leaseToServer(update: Uint8Array): Lease[] {
    return this.leases.take(clientsOf(update), null)
  }
}

const clientsOf = (update: Uint8Array): number[] => [...new Set(decode(update)?.structs.map(({ id }) => id.client))]

type Trimmed = { ok: true; update: Uint8Array; read: ReadUpdate } | { ok: false; refusal: Refusal }

/**
 * Without what the document has already. Yjs looks up the neighbours even of structs it knows: with false ones it waits for ever,
 * or splits a text between the halves of a pair and changes it on this side alone.
 */
function trim(doc: Y.Doc, update: Uint8Array, read: ReadUpdate): Trimmed {
  const known = new Map<number, number>()
  for (const [client, [from]] of read.sections) {
    const last = doc.store.clients.get(client)?.at(-1)
    const state = last === undefined ? 0 : last.id.clock + last.length
    if ((read.structs[from]?.id.clock ?? 0) < state) known.set(client, state)
  }
  if (known.size === 0) return { ok: true, update, read }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, known.size)
  for (const [client, clock] of known) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  const news = Y.diffUpdate(update, encoding.toUint8Array(encoder))
  const reading = readUpdate(news)
  return reading.ok ? { ok: true, update: news, read: reading.read } : reading
}
