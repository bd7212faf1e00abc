// Owns: one measurement after the other: alternating between the contenders, three rounds, medians. Scenarios only say what.
import { median } from '../figures.ts'
import { Child } from './child.ts'
import { type Contender, type Field, type Running, started } from './contenders.ts'
import type { GeneratorAnswers, GeneratorOrder, LoadResult } from './orders.ts'

export interface Pace {
  rounds: number
  warmMs: number
  measureMs: number
}

/** Long enough that nobody is still being compiled: what counts is a server that runs for weeks. */
export const CALM: Pace = { rounds: 3, warmMs: 5_000, measureMs: 4_000 }
/** For work on the engine: one round each, and figures to match. */
export const QUICK: Pace = { rounds: 1, warmMs: 1_000, measureMs: 2_500 }

/** What one contender did, all rounds. */
export interface Outcome<T> {
  contender: Contender
  results: T[]
  /** It could not do it at all. */
  failure: string | null
}

export interface Generator {
  ask<K extends GeneratorOrder['do']>(order: Extract<GeneratorOrder, { do: K }>): Promise<GeneratorAnswers[K]>
}

export class Bench {
  /** Client ids are never used twice, not even in different documents. */
  #clients = 2_000

  constructor(
    readonly field: Field,
    readonly pace: Pace,
    /** Only those with one of these in their names take part, `|` between them. */
    private readonly who: string,
  ) {}

  clients(count: number): number {
    const first = this.#clients
    this.#clients += count
    return first
  }

  /** Everybody once, then everybody again: what the machine does meanwhile meets all alike. */
  async alternating<T>(
    contenders: readonly Contender[],
    measure: (server: Running, generator: Generator, contender: Contender) => Promise<T>,
    rounds = this.pace.rounds,
  ): Promise<Outcome<T>[]> {
    const taking = contenders.filter(({ name }) => this.who.split('|').some((part) => name.includes(part)))
    const outcomes = taking.map((contender): Outcome<T> => ({ contender, results: [], failure: null }))
    for (let round = 0; round < rounds; round++) {
      for (const outcome of outcomes) {
        if (outcome.failure !== null) continue
        process.stderr.write(`\r\u001b[K  ${outcome.contender.name}, round ${round + 1} of ${rounds}`)
        const generator = new Child('the generator', this.field.generatorFile, {})
        let server: Running | null = null
        try {
          server = await started(outcome.contender)
          outcome.results.push(await measure(server, generator, outcome.contender))
        } catch (error) {
          outcome.failure = error instanceof Error ? (error.message.split('\n')[0] ?? 'failed') : String(error)
          if (process.env['BENCH_DEBUG']) console.error(error)
        } finally {
          generator.kill()
          await server?.stop()
        }
      }
    }
    process.stderr.write('\r\u001b[K')
    return outcomes
  }

  /** Boards in place and everybody in them. */
  async seated(
    server: Running,
    generator: Generator,
    contender: Contender,
    crowd: { rooms: number; people: number; cards: number },
  ): Promise<string[]> {
    const documents = this.field.documents(crowd.rooms)
    const { target } = server
    const { cards } = crowd
    if (cards > 0 && contender.ours) await server.ask({ do: 'seed', documents, cards })
    else if (cards > 0 && contender.dialect !== 'relay') await generator.ask({ do: 'seed', target, documents, cards })
    const fromClient = this.clients(crowd.rooms * crowd.people)
    await generator.ask({ do: 'connect', target, documents, people: crowd.people, cards, fromClient })
    return documents
  }
}

export interface Worked extends LoadResult {
  cpuMs: number
}

/** The processor time a server needed for a piece of work, with what came of it. */
export async function costed(server: Running, work: () => Promise<LoadResult>): Promise<Worked> {
  const before = await server.ask({ do: 'cpu' })
  const result = await work()
  const after = await server.ask({ do: 'cpu' })
  return { ...result, cpuMs: after.ms - before.ms }
}

export const perThousand = ({ cpuMs, delivered }: Worked): number => (cpuMs / delivered) * 1_000

export const middle = <T>(outcome: Outcome<T>, of: (result: T) => number): number => median(outcome.results.map(of))
