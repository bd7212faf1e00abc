// Owns: which measurements there are, who takes part in each, and their order. `npm run bench -- sync [P1 P3 …] [--quick]`.
import { loadavg } from 'node:os'
import { machine } from '../figures.ts'
import { Bench, CALM, middle, type Outcome, perThousand, QUICK, type Worked } from './bench.ts'
import { type Contender, Field } from './contenders.ts'
import { cursors, cursorsSection } from './cursors.ts'
import { firstSync, firstSyncSection } from './first-sync.ts'
import { live, liveSection } from './live.ts'
import { memory, memorySection } from './memory.ts'
import type { OwnSetting } from './own-setting.ts'
import { saturation, saturationSection } from './saturation.ts'
import { fixed, format, type Section } from './table.ts'

const PUBLIC = ['y-websocket', 'Hocuspocus', 'Hocuspocus, flush 50 ms', 'bare ws relay']

type Measurement = (bench: Bench) => AsyncGenerator<Section>

const present = (bench: Bench, names: readonly string[]): Contender[] =>
  names.map((name) => bench.field.find(name)).filter((found) => found !== undefined)

const everyone = (bench: Bench): Contender[] => [
  ...present(bench, [...PUBLIC, 'y-websocket + LevelDB']),
  ...bench.field.contenders.filter(({ ours }) => ours),
]

const publicAndBest = (bench: Bench): Contender[] => [...present(bench, PUBLIC), bench.field.best]

const MEASUREMENTS: Record<string, Measurement> = {
  async *P1(bench) {
    const hall = await live(bench, everyone(bench), { rooms: 1, people: 200, perSecond: 2 })
    const goal = '≤ 0.3 × Hocuspocus, ≤ 0.8 × its best tuning, p99 ≤ 60 ms, nothing lost'
    yield liveSection('P1 one room, 200 writers, 2 updates/s each', goal, hall)
    const few = [...present(bench, ['Hocuspocus', 'Hocuspocus, flush 50 ms']), bench.field.best]
    const arena = await live(bench, few, { rooms: 1, people: 500, perSecond: 1 })
    yield liveSection('P1 one room, 500 writers, 1 update/s each', '', arena)
  },
  async *P2(bench) {
    const goal = '≤ 0.6 × Hocuspocus, p99 ≤ 60 ms'
    const rooms = await live(bench, publicAndBest(bench), { rooms: 20, people: 25, perSecond: 2 })
    yield liveSection('P2 twenty rooms of 25 writers, 2 updates/s each', goal, rooms)
    const room = await live(bench, publicAndBest(bench), { rooms: 1, people: 50, perSecond: 2, longer: 2 })
    yield liveSection('P2 one room, 50 writers, 2 updates/s each', goal, room)
    const own = bench.field.contenders.filter(({ ours }) => ours)
    const quiet = await live(bench, own, { rooms: 5, people: 2, writers: 1, perSecond: 2, longer: 1 })
    yield liveSection(
      'P2 a quiet room: one writes now and then, one reads',
      'p50 within 5 ms of the commit',
      quiet,
      own[0]?.name,
    )
  },
  async *P3(bench) {
    for (const people of [50, 200])
      yield saturationSection(people, await saturation(bench, publicAndBest(bench), people))
  },
  async *P4(bench) {
    const durable = present(bench, ['y-websocket + LevelDB', 'Hocuspocus']).filter(({ durable }) => durable)
    const own = bench.field.contenders.filter(({ ours, durable }) => ours && durable)
    yield firstSyncSection(await firstSync(bench, [...durable, ...own]))
  },
  async *P5(bench) {
    yield memorySection(await memory(bench, [...present(bench, ['y-websocket', 'Hocuspocus']), bench.field.best]))
  },
  async *P6(bench) {
    yield cursorsSection(await cursors(bench, publicAndBest(bench)))
  },
  async *P12(bench) {
    const lines = []
    for (const rooms of [1, 10, 100]) {
      const [outcome] = await live(bench, [bench.field.best], {
        rooms,
        people: 5,
        perSecond: 2,
        longer: rooms === 1 ? 2 : 1,
      })
      if (outcome) lines.push({ who: `${rooms} rooms of 5 writers`, cells: growth(outcome) })
    }
    yield { title: 'P12 growth', goal: 'the same cost per update from 1 to 100 rooms', lines, remarks: [] }
  },
  /** What each rule costs: the same crowd with one of them off at a time. */
  async *rules(bench) {
    const { field } = bench
    const log = field.hasPostgres ? 'postgres' : 'journal'
    const without: [string, OwnSetting][] = [
      ['without durability (memory)', { log: 'memory' }],
      ['without the guard', { log, guard: 'off' }],
      ['without asking for access', { log, access: 'off' }],
      ['without a window', { log, window: 0 }],
      ['with a window of 50 ms', { log, window: 50 }],
    ]
    const variants = without.map(([name, setting]) => field.own(name, setting))
    const outcomes = await live(bench, [field.best, ...variants], { rooms: 1, people: 200, perSecond: 2 })
    yield liveSection('What each rule costs: P1 with one of them off', '', outcomes, field.best.name)
  },
}

function growth(outcome: Outcome<Worked>): Record<string, string> {
  if (outcome.failure !== null) return { 'CPU ms per 1,000': outcome.failure }
  return {
    'CPU ms per 1,000': fixed(middle(outcome, perThousand)),
    'p50 ms': fixed(middle(outcome, ({ p50 }) => p50)),
    'p99 ms': fixed(middle(outcome, ({ p99 }) => p99)),
  }
}

export async function benchSync(asked: readonly string[], quick: boolean, who: string): Promise<void> {
  const unknown = asked.filter((name) => !(name in MEASUREMENTS))
  if (unknown.length > 0)
    throw new Error(`no such measurement: ${unknown.join(', ')}; there are ${Object.keys(MEASUREMENTS).join(', ')}`)
  const field = new Field()
  const startedAt = performance.now()
  try {
    await field.prepare()
    console.log(`\nThe sync engine beside public servers · ${machine()}`)
    console.log(
      'CPU is the server process alone, per 1,000 updates that reached somebody else; × is ours as a part of theirs.',
    )
    const bench = new Bench(field, quick ? QUICK : CALM, who)
    for (const [name, measure] of Object.entries(MEASUREMENTS)) {
      if (asked.length > 0 && !asked.includes(name)) continue
      for await (const section of measure(bench)) console.log(format(section))
    }
  } finally {
    await field.close()
  }
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
  console.log(
    `\n${minutes} minutes; load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} on ${new Date().toISOString().slice(0, 10)}`,
  )
}
