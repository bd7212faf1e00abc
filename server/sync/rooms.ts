// Owns which rooms are open: each is loaded once however many ask (S28), never served before it is loaded (S16), and forgotten
// when it is idle or has failed.
import type { Bus } from './bus.ts'
import { isSound, type KeptState, whatIsLeft } from './damage.ts'
import type { Authorship } from './guard.ts'
import { DamagedDocument, type LoadedDocument } from './log.ts'
import type { RoomPorts } from './ports.ts'
import { Room } from './room.ts'

/** How often it is looked whether a damaged document has been mended. */
const LOOK_AGAIN_MS = 60_000

export interface RoomsPorts extends RoomPorts {
  bus: Bus | null
  authorship(document: string): Promise<Authorship>
  lastGood(document: string): Promise<KeptState | null>
  /** Before anybody is let in: how much presence may show. */
  prepare(room: Room): Promise<void>
}

export class Rooms {
  readonly #rooms = new Map<string, Room>()
  readonly #opening = new Map<string, Promise<Room>>()
  readonly #subscriptions = new Map<Room, () => void>()
  readonly #turns: (() => void)[] = []
  #loading = 0

  constructor(private readonly ports: RoomsPorts) {}

  get(name: string): Room | undefined {
    return this.#rooms.get(name)
  }

  all(): Iterable<Room> {
    return this.#rooms.values()
  }

  /** Rejects when the document cannot be loaded. */
  async open(name: string): Promise<Room> {
    for (;;) {
      const room = this.#rooms.get(name) ?? (await this.#opened(name))
      // Re-checked after the await: it may have been closed meanwhile.
      if (!room.open) continue
      room.touch()
      return room
    }
  }

  #opened(name: string): Promise<Room> {
    const opening = this.#opening.get(name) ?? this.#load(name).finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  async #load(name: string): Promise<Room> {
    let room: Room | null = null
    // S26: hints are heard before the load, so that nothing falls in between.
    let hinted = 0
    await this.#turn()
    try {
      const unsubscribe = await this.ports.bus?.subscribe(name, (hint) => {
        hinted = Math.max(hinted, hint.seq)
        room?.heed(hint)
      })
      try {
        const authorship = await this.ports.authorship(name)
        const loaded = await this.ports.log.load(name)
        room = await this.#roomOf(name, loaded, authorship)
      } catch (cause) {
        unsubscribe?.()
        throw cause
      }
      if (unsubscribe !== undefined) this.#subscriptions.set(room, unsubscribe)
    } finally {
      this.#loading -= 1
      this.#turns.shift()?.()
    }
    await this.ports.prepare(room)
    this.#rooms.set(name, room)
    room.presence.relay?.ask()
    // Hints that came during the load are old news, or the log has what they told.
    room.heed({ document: name, first: hinted, seq: hinted, update: null })
    this.ports.count('loads')
    return room
  }

  /** F11: of a damaged document what is left is shown, and the alarm is raised. Rejects when nothing is. */
  async #roomOf(name: string, loaded: LoadedDocument, authorship: Authorship): Promise<Room> {
    const ended = (room: Room, cause: unknown) => this.#ended(room, cause)
    try {
      return new Room(name, loaded, authorship, this.ports, ended)
    } catch (cause) {
      if (!(cause instanceof DamagedDocument)) throw cause
      const rest = whatIsLeft(loaded, cause, await this.ports.lastGood(name))
      const { at, upTo } = rest?.damage ?? { at: cause.at, upTo: 0 }
      this.ports.count('damaged_openings')
      this.ports.note('document-damaged', { document: name, at, upTo, last: loaded.seq, error: cause.message })
      if (rest === null) throw cause
      return new Room(name, rest.left, authorship, this.ports, ended, {
        ...rest.damage,
        lookedAt: this.ports.clock.now(),
      })
    }
  }

  /** A damaged document that has been mended meanwhile is opened anew. */
  async #lookAgain(room: Room): Promise<void> {
    const now = this.ports.clock.now()
    if (room.damage === null || now - room.damage.lookedAt < LOOK_AGAIN_MS) return
    room.damage.lookedAt = now
    try {
      if (!isSound(await this.ports.log.load(room.name))) return
    } catch (cause) {
      return this.ports.note('catch-up-failed', { document: room.name, error: String(cause) })
    }
    this.ports.note('document-mended', { document: room.name })
    room.mended()
  }

  /** A storm of joins waits its turn. */
  async #turn(): Promise<void> {
    while (this.#loading >= this.ports.limits.loadsAtOnce) {
      await new Promise<void>((resolve) => this.#turns.push(resolve))
    }
    this.#loading += 1
  }

  #ended(room: Room, cause: unknown): void {
    if (this.#rooms.get(room.name) === room) this.#rooms.delete(room.name)
    this.#subscriptions.get(room)?.()
    this.#subscriptions.delete(room)
    if (cause === null) return
    this.ports.count('rooms_failed')
    this.ports.note('store-failed', { document: room.name, error: String(cause) })
  }

  sweep(): void {
    for (const room of this.#rooms.values()) {
      room.presence.forget(null)
      if (room.sweep()) room.close()
      else void this.#lookAgain(room)
    }
  }

  /** S25: whatever another node stored and no hint told of. One question for all rooms, then those that are behind. */
  async catchUp(): Promise<void> {
    if (this.#rooms.size === 0) return
    try {
      const heads = await this.ports.log.heads([...this.#rooms.keys()])
      for (const [document, seq] of heads) {
        this.#rooms.get(document)?.heed({ document, first: seq, seq, update: null })
      }
    } catch (cause) {
      this.ports.note('catch-up-failed', { error: String(cause) })
    }
  }

  /** Everything waiting in every room is stored, or its room has failed. */
  async flushed(): Promise<void> {
    await Promise.allSettled(this.#opening.values())
    await Promise.all([...this.#rooms.values()].map((room) => room.flushed()))
  }

  close(): void {
    for (const room of this.#rooms.values()) room.close()
  }
}
