// Owns: what people writing together cost (P1, P2, P12), by numbers of rooms, people and updates.
import { type Bench, costed, middle, type Outcome, perThousand, type Worked } from './bench.ts'
import type { Contender } from './contenders.ts'
import { fixed, type Line, ratios, type Section } from './table.ts'

export interface Crowd {
  rooms: number
  people: number
  perSecond: number
  writers?: number
  /** What one room writes is little: measured longer, so that there is something to count. */
  longer?: number
}

const CARDS = 50
/** Before anything is counted the crowd writes at least this fast, and longer: at its own pace a room of 50 keeps every contender
 *  in code that is not compiled yet for minutes, and what counts is a server that runs for weeks. No contender is at its limit. */
const WARMING_PER_SECOND = 400
const WARMING_TIMES = 3
/** Above these it was the generator that had too much to do, and figures say less than they seem to. */
const GENERATOR_BUSY = 0.85
const GENERATOR_LAG_MS = 25
/** Nobody waits this long for a letter somebody typed: it has fallen behind. */
const BEHIND_MS = 2_000

export async function live(bench: Bench, contenders: readonly Contender[], crowd: Crowd): Promise<Outcome<Worked>[]> {
  const { rooms, people, perSecond, writers = people, longer = 1 } = crowd
  return bench.alternating(contenders, async (server, generator, contender) => {
    await bench.seated(server, generator, contender, { rooms, people, cards: CARDS })
    const load = { do: 'load', writers, perSecond, cursors: 0, cursorsPerSecond: 0 } as const
    const warming = Math.max(perSecond, Math.ceil(WARMING_PER_SECOND / (rooms * writers)))
    await generator.ask({ ...load, perSecond: warming, ms: bench.pace.warmMs * WARMING_TIMES })
    return costed(server, () => generator.ask({ ...load, ms: bench.pace.measureMs * longer }))
  })
}

export function liveSection(
  title: string,
  goal: string,
  outcomes: Outcome<Worked>[],
  reference = 'Hocuspocus',
): Section {
  const cpu = (outcome: Outcome<Worked>) => middle(outcome, perThousand)
  const compared = ratios(outcomes, cpu, reference)
  const lines = outcomes.map((outcome): Line => {
    const { contender, failure } = outcome
    if (failure !== null) return { who: contender.name, cells: { 'CPU ms per 1,000': failure } }
    return {
      who: contender.name,
      cells: {
        'CPU ms per 1,000': fixed(cpu(outcome)),
        [`of ${reference}`]: compared.get(outcome) ?? '',
        'CPU %': String(Math.round(middle(outcome, ({ cpuMs, ms }) => (100 * cpuMs) / ms))),
        'p50 ms': fixed(middle(outcome, ({ p50 }) => p50)),
        'p99 ms': fixed(middle(outcome, ({ p99 }) => p99)),
        'frames/update': fixed(middle(outcome, ({ frames, delivered }) => frames / delivered)),
        lost: String(Math.max(...outcome.results.map(({ lost }) => lost))),
      },
    }
  })
  return { title, goal, lines, remarks: [...behind(outcomes), ...generatorLimits(outcomes)] }
}

function behind(outcomes: Outcome<Worked>[]): string[] {
  return outcomes
    .filter((outcome) => outcome.failure === null && middle(outcome, ({ p99 }) => p99) > BEHIND_MS)
    .map(({ contender }) => `${contender.name} falls behind: it cannot deliver at this rate`)
}

export function generatorLimits(outcomes: readonly Outcome<Worked>[]): string[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.results.length === 0) return []
    const busy = middle(outcome, ({ generator, ms }) => generator.cpuMs / ms)
    const lag = middle(outcome, ({ generator }) => generator.lagP99)
    if (busy < GENERATOR_BUSY && lag < GENERATOR_LAG_MS) return []
    const how = `processor ${Math.round(busy * 100)} %, its own lag p99 ${fixed(lag)} ms`
    return [`against ${outcome.contender.name} the generator was the limit (${how}): the latencies are partly its own`]
  })
}
