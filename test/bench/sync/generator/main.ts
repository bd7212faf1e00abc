// Owns: the load generator's process: it connects people, lets them write, and counts what arrives and when.
import { answering, type GeneratorAnswers, type GeneratorOrder, type LoadResult, type Target } from '../orders.ts'
import { type Board, board } from './board.ts'
import { Histogram } from './histogram.ts'
import { Person, Room } from './person.ts'

const TICK_MS = 2
/** Joined at once; more would measure the listen queue. */
const JOINING_AT_ONCE = 50
const JOIN_DEADLINE_MS = 20_000
/** Nothing more arrives for this long: the rest is counted as lost. */
const PATIENCE_MS = 3_000
const LOOK_MS = 10

let rooms: Room[] = []
const boards = new Map<number, Board>()
const EMPTY: Board = { pieces: [], ends: [] }

function boardOf(cards: number): Board {
  const known = cards === 0 ? EMPTY : (boards.get(cards) ?? board(cards))
  boards.set(cards, known)
  return known
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${JOIN_DEADLINE_MS} ms`)), JOIN_DEADLINE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function connect(order: Extract<GeneratorOrder, { do: 'connect' }>): Promise<{ ms: number }> {
  const { target, documents, people, cards, fromClient } = order
  const { ends } = boardOf(cards)
  const startedAt = performance.now()
  let client = fromClient
  for (const name of documents) {
    const room = new Room(name)
    rooms.push(room)
    for (let from = 0; from < people; from += JOINING_AT_ONCE) {
      const joining = Array.from({ length: Math.min(JOINING_AT_ONCE, people - from) }, (_, n) => {
        const start = ends[(from + n) % ends.length] ?? { client: 1, clock: 0 }
        return new Person(room, client++, start, target.port, target.dialect)
      })
      await inTime(Promise.all(joining.map((person) => person.synced)), 'joining')
    }
  }
  return { ms: performance.now() - startedAt }
}

async function seed(target: Target, documents: string[], cards: number): Promise<{ ms: number }> {
  const startedAt = performance.now()
  for (const name of documents) {
    const person = new Person(new Room(name), 1, { client: 1, clock: 0 }, target.port, target.dialect)
    await inTime(person.seed(boardOf(cards).pieces), 'seeding')
    person.leave()
  }
  return { ms: performance.now() - startedAt }
}

/** Calls back at an even pace; the lags of its timer say how much the generator itself was held up. */
async function pace(ms: number, perSecond: number, run: (n: number) => void, lags: number[]): Promise<void> {
  const startedAt = performance.now()
  let done = 0
  for (let plannedAt = startedAt; performance.now() - startedAt < ms; ) {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000)
    while (done < due) run(done++)
    plannedAt = performance.now() + TICK_MS
    await pause(TICK_MS)
    lags.push(Math.max(0, performance.now() - plannedAt))
  }
}

/** Runs `work` and then waits until everything has arrived. */
async function measured(work: (lags: number[]) => Promise<void>): Promise<LoadResult> {
  const latencies = new Histogram()
  const lags: number[] = []
  for (const room of rooms) room.latencies = latencies
  const before = totals()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await work(lags)
  await arrived()
  const ms = performance.now() - startedAt
  const used = process.cpuUsage(cpuBefore)
  for (const room of rooms) room.latencies = null
  const after = totals()
  lags.sort((a, b) => a - b)
  return {
    ms,
    sent: after.sent - before.sent,
    delivered: after.delivered - before.delivered,
    lost: after.expected - after.delivered,
    closed: rooms.reduce((sum, room) => sum + room.people.filter(({ closedWith }) => closedWith !== null).length, 0),
    frames: after.frames - before.frames,
    cursors: after.cursors - before.cursors,
    p50: latencies.quantile(0.5),
    p99: latencies.quantile(0.99),
    generator: { cpuMs: (used.user + used.system) / 1000, lagP99: lags[Math.floor(lags.length * 0.99)] ?? 0 },
  }
}

function totals() {
  const sum = (of: (room: Room) => number) => rooms.reduce((total, room) => total + of(room), 0)
  const ofPeople = (of: (person: Person) => number) =>
    sum((room) => room.people.reduce((total, person) => total + of(person), 0))
  return {
    sent: sum((room) => room.sent),
    delivered: sum((room) => room.delivered),
    expected: sum((room) => room.expected),
    frames: ofPeople((person) => person.framesHeard),
    cursors: ofPeople((person) => person.cursors),
  }
}

async function arrived(): Promise<void> {
  let last = -1
  let movedAt = performance.now()
  for (;;) {
    const { delivered, expected } = totals()
    if (delivered >= expected) return
    if (delivered !== last) movedAt = performance.now()
    else if (performance.now() - movedAt > PATIENCE_MS) return
    last = delivered
    await pause(LOOK_MS)
  }
}

/** An order of writers that has nothing to do with who sits where; the same in every run. */
function shuffled(people: Person[]): Person[] {
  return people
    .map((person, n) => ({ person, at: Math.imul(n + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ person }) => person)
}

function load(order: Extract<GeneratorOrder, { do: 'load' }>): Promise<LoadResult> {
  const writers = shuffled(rooms.flatMap((room) => room.people.slice(0, order.writers)))
  const movers = shuffled(rooms.flatMap((room) => room.people.slice(0, order.cursors)))
  const write = (n: number) => writers[n % writers.length]?.type()
  const move = (n: number) => movers[n % movers.length]?.move()
  return measured(async (lags) => {
    await Promise.all([
      pace(order.ms, writers.length * order.perSecond, write, lags),
      pace(order.ms, movers.length * order.cursorsPerSecond, move, lags),
    ])
  })
}

/** As fast as it goes: what has reached the slowest of a few others may be followed by as much again. */
function flood(order: Extract<GeneratorOrder, { do: 'flood' }>): Promise<LoadResult> {
  return measured(async (lags) => {
    const endAt = performance.now() + order.ms
    while (performance.now() < endAt) {
      for (const room of rooms) {
        room.people.forEach((person, n) => {
          const other = room.people[(n + 1) % room.people.length]
          const free = order.inFlight - (person.clock - (other ? person.knownTo(other) : 0))
          // In handfuls, as a paste or a fast hand would; one by one the generator's own writes would be the limit.
          if (free >= order.inFlight / 2) person.type(free)
        })
      }
      const plannedAt = performance.now() + TICK_MS
      await pause(TICK_MS)
      lags.push(Math.max(0, performance.now() - plannedAt))
    }
  })
}

async function firstSync(order: Extract<GeneratorOrder, { do: 'first-sync' }>) {
  const room = new Room(order.document)
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const people = Array.from(
    { length: order.people },
    (_, n) => new Person(room, 900_000 + n, { client: 1, clock: 0 }, order.target.port, order.target.dialect),
  )
  await inTime(Promise.all(people.map((person) => person.synced)), 'first sync')
  const lateAt = startedAt + JOIN_DEADLINE_MS
  while (people.some((person) => person.bytesHeard < order.bytes)) {
    if (performance.now() > lateAt) throw new Error('the document did not come')
    await pause(1)
  }
  const ms = performance.now() - startedAt
  const used = process.cpuUsage(cpuBefore)
  const bytes = people[0]?.bytesHeard ?? 0
  for (const person of people) person.leave()
  return { ms, bytes, cpuMs: (used.user + used.system) / 1000 }
}

async function handle(order: GeneratorOrder): Promise<GeneratorAnswers[GeneratorOrder['do']]> {
  switch (order.do) {
    case 'connect':
      return connect(order)
    case 'seed':
      return seed(order.target, order.documents, order.cards)
    case 'load':
      return load(order)
    case 'flood':
      return flood(order)
    case 'first-sync':
      return firstSync(order)
    case 'leave':
      for (const room of rooms) for (const person of room.people) person.leave()
      rooms = []
      return null
  }
}

answering(handle)
