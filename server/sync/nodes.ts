// Owns what an engine tells the other nodes beside its hints, and what it does when they tell it something: judge people's
// rights again, show who is there, catch up. What is heard here is as unreliable as a hint: everything on it also comes right without it.
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import type { ReauthorizeTarget } from './engine-shape.ts'
import type { SyncLimits } from './limits.ts'
import { decodeNews, encodeNews, type PresenceRelay } from './presence-nodes.ts'
import type { Rooms } from './rooms.ts'

const REAUTHORIZE = 'reauthorize'
const PRESENCE = 'presence'
const WHO = 'who'
const COMPACTED = 'compacted'
/** In a question who is there: in all rooms. */
const EVERYWHERE = ''

export interface NodesPorts {
  clock: Clock
  limits: SyncLimits
  rooms: Rooms
  /** On this node alone. */
  reauthorize(target: ReauthorizeTarget): void
  count(what: string): void
  note(event: string, fields: Record<string, unknown>): void
}

export class Nodes {
  readonly #stops: (() => void)[]

  constructor(
    private readonly bus: Bus,
    private readonly ports: NodesPorts,
  ) {
    this.#stops = [
      ports.clock.every(ports.limits.antiEntropyMs, () => this.#catchUp()),
      bus.onMissed(() => {
        this.#catchUp()
        this.#ask(EVERYWHERE)
        this.#tellPresence(EVERYWHERE)
      }),
      bus.onGone((node) => {
        for (const room of ports.rooms.all()) room.presence.forget(node)
      }),
      bus.hear(PRESENCE, (body, node) => {
        const told = decodeNews(body)
        if (told !== null) ports.rooms.get(told.document)?.presence.hearNode(node, told.news)
      }),
      bus.hear(WHO, (body) => this.#tellPresence(new TextDecoder().decode(body))),
      bus.hear(REAUTHORIZE, (body) => {
        const target = readTarget(body)
        if (target !== null) ports.reauthorize(target)
      }),
      bus.hear(COMPACTED, (body) => {
        const told = readCompacted(body)
        if (told !== null) ports.rooms.get(told.document)?.letGo(told.seq)
      }),
    ]
  }

  reauthorize(target: ReauthorizeTarget): void {
    this.bus.tell(REAUTHORIZE, new TextEncoder().encode(JSON.stringify(target)))
  }

  /** The log of this document was compacted up to this row: asked for, so that what was deleted is gone for good. */
  compacted(document: string, seq: number): void {
    this.bus.tell(COMPACTED, new TextEncoder().encode(JSON.stringify({ document, seq })))
  }

  presenceRelay(document: string): PresenceRelay {
    return {
      tell: (news) => {
        // A node that is not known yet will ask when it opens the room.
        if (this.bus.stats().others > 0) this.bus.tell(PRESENCE, encodeNews(document, news))
      },
      ask: () => this.#ask(document),
    }
  }

  #ask(document: string): void {
    this.bus.tell(WHO, new TextEncoder().encode(document))
  }

  #tellPresence(document: string): void {
    const rooms = document === EVERYWHERE ? this.ports.rooms.all() : [this.ports.rooms.get(document)]
    for (const room of rooms) room?.presence.tellAll()
  }

  #catchUp(): void {
    this.ports.count('catch_ups')
    void this.ports.rooms.catchUp()
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop()
  }
}

function readCompacted(body: Uint8Array): { document: string; seq: number } | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof value !== 'object' || value === null || !('document' in value) || !('seq' in value)) return null
    const { document, seq } = value
    return typeof document === 'string' && Number.isSafeInteger(seq) ? { document, seq: seq as number } : null
  } catch {
    return null
  }
}

/** Signed by one of us, but perhaps of another version. */
function readTarget(body: Uint8Array): ReauthorizeTarget | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof value !== 'object' || value === null) return null
    const [[key, id] = []] = Object.entries(value)
    if (typeof id !== 'string') return null
    if (key === 'document') return { document: id }
    if (key === 'userId') return { userId: id }
    return key === 'sessionId' ? { sessionId: id } : null
  } catch {
    return null
  }
}
