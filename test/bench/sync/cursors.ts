// Owns: a hundred people moving their pointers at once while some write (P6).
import { type Bench, costed, middle, type Outcome, type Worked } from './bench.ts'
import type { Contender } from './contenders.ts'
import { generatorLimits } from './live.ts'
import { fixed, type Line, ratios, type Section } from './table.ts'

const PEOPLE = 100
const MOVES_PER_SECOND = 10
const WRITERS = 5
const CARDS = 50

export async function cursors(bench: Bench, contenders: readonly Contender[]): Promise<Outcome<Worked>[]> {
  return bench.alternating(contenders, async (server, generator, contender) => {
    await bench.seated(server, generator, contender, { rooms: 1, people: PEOPLE, cards: CARDS })
    const load = {
      do: 'load',
      writers: WRITERS,
      perSecond: 2,
      cursors: PEOPLE,
      cursorsPerSecond: MOVES_PER_SECOND,
    } as const
    await generator.ask({ ...load, ms: bench.pace.warmMs })
    return costed(server, () => generator.ask({ ...load, ms: bench.pace.measureMs }))
  })
}

export function cursorsSection(outcomes: Outcome<Worked>[]): Section {
  const cpu = (outcome: Outcome<Worked>) => middle(outcome, ({ cpuMs, ms }) => cpuMs / ms)
  // Who cannot keep up shows fewer positions, and by that spends less.
  const each = (outcome: Outcome<Worked>) => middle(outcome, ({ cpuMs, cursors }) => (cpuMs * 1_000) / cursors)
  const compared = ratios(outcomes, cpu, 'Hocuspocus')
  const lines = outcomes.map((outcome): Line => {
    if (outcome.failure !== null) return { who: outcome.contender.name, cells: { 'CPU %': outcome.failure } }
    return {
      who: outcome.contender.name,
      cells: {
        'CPU %': fixed(100 * cpu(outcome)),
        'of Hocuspocus': compared.get(outcome) ?? '',
        'CPU ms per 1,000 positions': fixed(each(outcome)),
        'document p99 ms': fixed(middle(outcome, ({ p99 }) => p99)),
        'positions/s per person': fixed(middle(outcome, ({ cursors, ms }) => (cursors * 1_000) / ms / PEOPLE)),
        lost: String(Math.max(...outcome.results.map(({ lost }) => lost))),
      },
    }
  })
  const title = `P6 ${PEOPLE} people, ${MOVES_PER_SECOND} pointer moves a second each, ${WRITERS} of them writing`
  return { title, goal: 'CPU ≤ 0.25 ×, document p99 ≤ 60 ms', lines, remarks: generatorLimits(outcomes) }
}
