// One node in a war: an engine with a share of the log, the bus and the clock, which can be killed where it stands. A dead
// node does nothing more, as a killed process does; what it had sent to the database may arrive or not.
import {
  type Bus,
  createSync,
  type MemoryBus,
  type SchemaFor,
  type Sync,
  type SyncLimits,
} from '../../../../server/sync/index.ts'
import { MortalClock, type WarClock } from './clock.ts'
import type { Doors } from './doors.ts'
import type { WarLog } from './store.ts'

export interface NodeParts {
  clock: WarClock
  log: WarLog
  doors: Doors
  random: () => number
  limits: Partial<SyncLimits>
  schema?: SchemaFor
  /** Null: there is one node. */
  bus: MemoryBus | null
  note(event: string, fields: Record<string, unknown>): void
}

/** Of the hints between nodes so many are lost, sent twice or late. */
const LOST = 0.1
const DOUBLED = 0.1
const LATE = 0.2
const LATE_MS = 400

export class Node {
  dead = false
  readonly sync: Sync
  readonly #clock: MortalClock
  readonly #bus: MemoryBus | null

  constructor(private readonly parts: NodeParts) {
    const { log, doors, random, limits, schema, note } = parts
    this.#clock = new MortalClock(parts.clock)
    this.#bus = parts.bus?.join() ?? null
    this.sync = createSync({
      log: log.for(this),
      clock: this.#clock,
      random,
      limits,
      access: (person, document) => doors.access(person, document),
      presence: (document) => doors.presence(document),
      note: (event, fields) => this.dead || note(event, fields),
      ...(schema !== undefined && { schema }),
      ...(this.#bus !== null && { bus: this.#flaky(this.#bus) }),
    })
  }

  kill(): void {
    this.dead = true
    this.#clock.die()
    this.#bus?.leave()
  }

  /** Redis is away for this node, or back. */
  cut(away: boolean): void {
    this.#bus?.cut(away)
  }

  async drain(): Promise<void> {
    await this.sync.drain()
    this.kill()
  }

  #flaky(bus: MemoryBus): Bus {
    const { random } = this.parts
    const carry = (send: () => void) => {
      const dice = random()
      if (dice < LOST) return
      if (dice < LOST + LATE) this.#clock.after(Math.floor(random() * LATE_MS), send)
      else send()
      if (dice > 1 - DOUBLED) this.#clock.after(Math.floor(random() * LATE_MS), send)
    }
    return {
      ...bus,
      publish: (hint) => carry(() => bus.publish(hint)),
      tell: (topic, body) => carry(() => bus.tell(topic, body)),
    }
  }
}
