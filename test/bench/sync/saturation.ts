// Owns: the most updates a second one room can take (P3): everybody sends again as soon as what they sent has arrived.
import { type Bench, costed, middle, type Outcome, type Worked } from './bench.ts'
import type { Contender } from './contenders.ts'
import { generatorLimits } from './live.ts'
import { fixed, type Line, ratios, type Section } from './table.ts'

const CARDS = 50
/** On their way at once in the whole room: enough to keep a server busy that gathers for a tenth of a second. */
const IN_FLIGHT = 6_400

export async function saturation(bench: Bench, contenders: readonly Contender[], people: number) {
  return bench.alternating(contenders, async (server, generator, contender) => {
    await bench.seated(server, generator, contender, { rooms: 1, people, cards: CARDS })
    const flood = { do: 'flood', inFlight: Math.ceil(IN_FLIGHT / people) } as const
    await generator.ask({ ...flood, ms: bench.pace.warmMs })
    return costed(server, () => generator.ask({ ...flood, ms: bench.pace.measureMs }))
  })
}

export function saturationSection(people: number, outcomes: Outcome<Worked>[]): Section {
  const rate = (outcome: Outcome<Worked>) => middle(outcome, ({ sent, ms }) => (sent * 1_000) / ms)
  const compared = ratios(outcomes, rate, 'Hocuspocus')
  const lines = outcomes.map((outcome): Line => {
    const { contender, failure } = outcome
    if (failure !== null) return { who: contender.name, cells: { 'updates/s': failure } }
    return {
      who: contender.name,
      cells: {
        'updates/s': String(Math.round(rate(outcome))),
        'of Hocuspocus': compared.get(outcome) ?? '',
        'CPU %': String(Math.round(middle(outcome, ({ cpuMs, ms }) => (100 * cpuMs) / ms))),
        'p50 ms': fixed(middle(outcome, ({ p50 }) => p50)),
        'p99 ms': fixed(middle(outcome, ({ p99 }) => p99)),
        lost: String(Math.max(...outcome.results.map(({ lost }) => lost))),
        cut: String(Math.max(...outcome.results.map(({ closed }) => closed))),
      },
    }
  })
  const title = `P3 as fast as it goes, one room of ${people}, ${IN_FLIGHT} updates on their way`
  return { title, goal: '≥ 2 × Hocuspocus', lines, remarks: generatorLimits(outcomes) }
}
