// Owns who is in one room on other nodes: their entries, numbered so that a client here always takes the newer one, and
// dropped when their node dies, says goodbye or has not renewed them. What a quiet room tells other nodes is what it shows:
// entries without a word in them (S24). Must never show what was told under another mode than the room's own.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Clock } from './clock.ts'
import type { PresenceMode } from './presence.ts'

export const GONE = 'null'

/** An entry as it is shown: under which id and number, and what it says; `null` takes it away. */
export interface Shown {
  id: number
  clock: number
  json: string
  /** Whose it is; empty in a quiet room. */
  userId: string
}

export interface PresenceNews {
  mode: PresenceMode
  /** These are all there are on that node: who is not among them has left. */
  whole: boolean
  entries: readonly Shown[]
}

/** The way to the other nodes, for one room. */
export interface PresenceRelay {
  tell(news: PresenceNews): void
  /** Everyone who has this room open is to tell all of it. */
  ask(): void
}

interface Remote extends Shown {
  node: string
  /** The number it has here: never lower than one that was shown before. */
  shown: number
  heardAt: number
}

/** Clients renew themselves every 15 s, and other clients forget them after 30 s. */
const EXPIRES_MS = 35_000
/** The numbers last used for ids that are gone; the oldest are forgotten. */
const REMEMBERED = 4_000

export class Elsewhere {
  readonly #entries = new Map<number, Remote>()
  readonly #floors = new Map<number, number>()
  /** Not shown here yet, by id. */
  #news = new Map<number, Shown>()

  constructor(private readonly clock: Clock) {}

  /** What has to be shown here now because of it. */
  take(node: string, { whole, entries }: PresenceNews): Shown[] {
    const news: Shown[] = []
    const named = new Set<number>()
    for (const entry of entries) {
      named.add(entry.id)
      const known = this.#entries.get(entry.id)
      if (entry.json === GONE) {
        if (known?.node === node && entry.clock >= known.clock) news.push(this.#remove(known))
        continue
      }
      if (known !== undefined && entry.clock <= known.clock) {
        if (known.node === node) known.heardAt = this.clock.now()
        continue
      }
      const shown = Math.max(entry.clock, (known?.shown ?? this.#floors.get(entry.id) ?? 0) + 1)
      this.#entries.set(entry.id, { ...entry, node, shown, heardAt: this.clock.now() })
      news.push({ ...entry, clock: shown })
    }
    return whole ? [...news, ...this.#removeWhere((one) => one.node === node && !named.has(one.id))] : news
  }

  /** The person who has this id on another node. */
  holder(id: number): string | null {
    return this.#entries.get(id)?.userId ?? null
  }

  /** The id is used on this node from now on, with numbers above the one returned. */
  release(id: number): number {
    const known = this.#entries.get(id)
    this.#entries.delete(id)
    this.#news.delete(id)
    return known?.shown ?? this.#floors.get(id) ?? 0
  }

  tell(news: readonly Shown[]): void {
    for (const shown of news) this.#news.set(shown.id, shown)
  }

  /** For the next frame: the newest of each. */
  takeNews(): Iterable<Shown> {
    const news = this.#news.values()
    this.#news = new Map()
    return news
  }

  all(): Shown[] {
    return [...this.#entries.values()].map(({ id, shown, json, userId }) => ({ id, clock: shown, json, userId }))
  }

  /** Who they are, where the room tells it. */
  people(): { userId: string; name: string; color: string }[] {
    const named = [...this.#entries.values()].filter(({ userId }) => userId !== '')
    return named.map(({ json, userId }) => {
      const { user } = JSON.parse(json) as { user: { name: string; color: string } }
      return { userId, name: user.name, color: user.color }
    })
  }

  goneWith(node: string): Shown[] {
    return this.#removeWhere((one) => one.node === node)
  }

  expired(): Shown[] {
    const limit = this.clock.now() - EXPIRES_MS
    return this.#removeWhere(({ heardAt }) => heardAt < limit)
  }

  clear(): Shown[] {
    return this.#removeWhere(() => true)
  }

  #removeWhere(over: (one: Remote) => boolean): Shown[] {
    return [...this.#entries.values()].filter(over).map((one) => this.#remove(one))
  }

  #remove({ id, shown, userId }: Remote): Shown {
    this.#entries.delete(id)
    this.#floors.delete(id)
    this.#floors.set(id, shown + 1)
    const oldest = this.#floors.keys().next()
    if (this.#floors.size > REMEMBERED && !oldest.done) this.#floors.delete(oldest.value)
    return { id, clock: shown + 1, json: GONE, userId }
  }
}

export function encodeNews(document: string, { mode, whole, entries }: PresenceNews): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, document)
  encoding.writeUint8(encoder, mode === 'full' ? 1 : 0)
  encoding.writeUint8(encoder, whole ? 1 : 0)
  encoding.writeVarUint(encoder, entries.length)
  for (const { id, clock, json, userId } of entries) {
    encoding.writeVarUint(encoder, id)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, json)
    encoding.writeVarString(encoder, userId)
  }
  return encoding.toUint8Array(encoder)
}

/** Null for what another version sent. */
export function decodeNews(body: Uint8Array): { document: string; news: PresenceNews } | null {
  try {
    const decoder = decoding.createDecoder(body)
    const document = decoding.readVarString(decoder)
    const mode = decoding.readUint8(decoder) === 1 ? 'full' : 'quiet'
    const whole = decoding.readUint8(decoder) === 1
    const entries: Shown[] = []
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const [id, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
      entries.push({ id, clock, json: decoding.readVarString(decoder), userId: decoding.readVarString(decoder) })
    }
    return { document, news: { mode, whole, entries } }
  } catch {
    return null
  }
}
