// Owns: one connected person: joins as a stock client would, types, moves a cursor, and knows what of the others has arrived.
import { cursor, typed } from './board.ts'
import { type Dialect, dialect, type DialectName } from './dialect.ts'
import type { Histogram } from './histogram.ts'
import { LeanSocket } from './lean-socket.ts'
import { presenceEntries, Seen, type Span } from './seen.ts'

const NOTHING_KNOWN = Uint8Array.of(0)
const NOTHING_NEW = Uint8Array.of(0, 0)

/** What the people of one document share. */
export class Room {
  readonly seen = new Seen()
  readonly people: Person[] = []
  readonly byClient = new Map<number, Person>()
  latencies: Histogram | null = null

  constructor(readonly name: string) {}

  get sent(): number {
    return this.people.reduce((sum, person) => sum + person.clock, 0)
  }

  /** Characters of others that have arrived, over all people. */
  get delivered(): number {
    return this.people.reduce((sum, person) => sum + person.received, 0)
  }

  get expected(): number {
    return this.sent * (this.people.length - 1)
  }
}

export class Person {
  readonly #socket: LeanSocket
  readonly #dialect: Dialect
  readonly #sentAt: number[] = []
  readonly #have = new Map<number, number>()
  readonly synced: Promise<void>
  #whenSynced: () => void = () => {}
  #fail: (cause: Error) => void = () => {}
  clock = 0
  received = 0
  cursors = 0
  closedWith: number | null = null
  #presenceClock = 0

  constructor(
    private readonly room: Room,
    readonly client: number,
    /** The character it types after first. */
    private readonly start: { client: number; clock: number },
    port: number,
    kind: DialectName,
  ) {
    this.#dialect = dialect(kind, room.name)
    this.synced = new Promise((resolve, reject) => {
      this.#whenSynced = resolve
      this.#fail = reject
    })
    room.people.push(this)
    room.byClient.set(client, this)
    this.#socket = new LeanSocket(port, `/${room.name}`, () => this.#join(), {
      message: (bytes) => this.#hear(bytes),
      closed: (code) => {
        this.closedWith = code
        this.#fail(new Error(`${room.name} was closed with ${code}`))
      },
    })
  }

  get framesHeard(): number {
    return this.#socket.framesHeard
  }

  get bytesHeard(): number {
    return this.#socket.bytesHeard
  }

  #join(): void {
    for (const frame of this.#dialect.greeting) this.#socket.send(frame)
    if (this.#dialect.mute) this.#whenSynced()
    else this.#socket.send(this.#dialect.step1(NOTHING_KNOWN))
  }

  #hear(bytes: Uint8Array): void {
    const message = this.#dialect.read(bytes)
    switch (message.kind) {
      case 'step1':
        return this.#socket.send(this.#dialect.step2(NOTHING_NEW))
      case 'update':
        if (message.first) this.#whenSynced()
        // Before anybody types there is only the board itself.
        if (this.room.latencies !== null || this.room.sent > 0) this.#take(this.room.seen.spans(message.body))
        return
      case 'presence':
        this.cursors += presenceEntries(message.body)
        return
      case 'other':
    }
  }

  #take(spans: readonly Span[]): void {
    const now = performance.now()
    for (const { client, from, to } of spans) {
      const writer = this.room.byClient.get(client)
      if (writer === undefined || writer === this) continue
      const have = this.#have.get(client) ?? 0
      if (to <= have) continue
      // What was skipped is lost until it comes: only the next in order counts.
      if (from > have) continue
      this.#have.set(client, to)
      this.received += to - have
      if (this.room.latencies === null) continue
      for (let clock = have; clock < to; clock++) this.room.latencies.add(now - (writer.#sentAt[clock] ?? now))
    }
  }

  /** Its own updates that another person has, as far as that one has told. */
  knownTo(other: Person): number {
    return other.#have.get(this.client) ?? 0
  }

  type(times = 1): void {
    const frames: Uint8Array[] = []
    for (let n = 0; n < times; n++) {
      const after = this.clock === 0 ? this.start : { client: this.client, clock: this.clock - 1 }
      frames.push(this.#dialect.update(typed(this.client, this.clock, after)))
      this.#sentAt[this.clock++] = performance.now()
    }
    if (frames.length === 1) this.#socket.send(frames[0]!)
    else this.#socket.sendAll(frames)
  }

  move(): void {
    const n = ++this.#presenceClock
    this.#socket.send(this.#dialect.presence(cursor(this.client, n, (n * 7) % 1_900, (n * 3) % 1_000)))
  }

  /** Writes the board where there is none yet; resolves when the server has taken all of it. */
  async seed(pieces: readonly Uint8Array[]): Promise<void> {
    await this.synced
    for (const piece of pieces) this.#socket.send(this.#dialect.update(piece))
    const taken = new Promise<void>((resolve) => (this.#whenSynced = resolve))
    this.#socket.send(this.#dialect.step1(NOTHING_KNOWN))
    await taken
  }

  leave(): void {
    this.#socket.destroy()
  }
}
