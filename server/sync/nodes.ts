// Owns what an engine tells the other nodes beside its hints, and what it does when they tell it something: judge people's
// rights again, catch up. What is heard here is as unreliable as a hint: everything on it also comes right without it.
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import type { ReauthorizeTarget } from './engine-shape.ts'
import type { SyncLimits } from './limits.ts'
import type { Rooms } from './rooms.ts'

const REAUTHORIZE = 'reauthorize'

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
      bus.onMissed(() => this.#catchUp()),
      bus.hear(REAUTHORIZE, (body) => {
        const target = readTarget(body)
        if (target !== null) ports.reauthorize(target)
      }),
    ]
  }

  reauthorize(target: ReauthorizeTarget): void {
    this.bus.tell(REAUTHORIZE, new TextEncoder().encode(JSON.stringify(target)))
  }

  #catchUp(): void {
    this.ports.count('catch_ups')
    void this.ports.rooms.catchUp()
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop()
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
