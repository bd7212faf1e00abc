// Owns: what a big board costs the first who opens it after a restart, and a hundred who open it at once (P4).
import { type Bench, middle, type Outcome } from './bench.ts'
import type { Contender } from './contenders.ts'
import { fixed, type Line, ratios, type Section } from './table.ts'

const CARDS = 5_000
const CROWD = 100
/** A server may say "synced" before it has loaded what it has: it counts when the cards are there. */
const CARD_BYTES_MIN = 150

interface Opened {
  oneMs: number
  oneCpuMs: number
  crowdMs: number
  crowdCpuMs: number
  bytes: number
}

/** Storing may be put off by a server: it gets as long as Hocuspocus says it may take. */
const SETTLE_MS = 2_500

export async function firstSync(bench: Bench, contenders: readonly Contender[]): Promise<Outcome<Opened>[]> {
  return bench.alternating(contenders, async (server, generator, contender) => {
    const bytes = CARDS * CARD_BYTES_MIN
    const [document = ''] = bench.field.documents(1)
    if (contender.ours) await server.ask({ do: 'seed', documents: [document], cards: CARDS })
    else await generator.ask({ do: 'seed', target: server.target, documents: [document], cards: CARDS })
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    await server.restart()
    const start = await server.ask({ do: 'cpu' })
    const one = await generator.ask({ do: 'first-sync', target: server.target, document, people: 1, bytes })
    const end = await server.ask({ do: 'cpu' })
    await server.restart()
    const before = await server.ask({ do: 'cpu' })
    const crowd = await generator.ask({ do: 'first-sync', target: server.target, document, people: CROWD, bytes })
    const after = await server.ask({ do: 'cpu' })
    const oneCpuMs = end.ms - start.ms
    return { oneMs: one.ms, oneCpuMs, crowdMs: crowd.ms, crowdCpuMs: after.ms - before.ms, bytes: one.bytes }
  })
}

export function firstSyncSection(outcomes: Outcome<Opened>[]): Section {
  const one = ratios(outcomes, (outcome) => middle(outcome, ({ oneMs }) => oneMs), 'Hocuspocus')
  const oneCpu = ratios(outcomes, (outcome) => middle(outcome, ({ oneCpuMs }) => oneCpuMs), 'Hocuspocus')
  const crowd = ratios(outcomes, (outcome) => middle(outcome, ({ crowdCpuMs }) => crowdCpuMs), 'Hocuspocus')
  const lines = outcomes.map((outcome): Line => {
    if (outcome.failure !== null) return { who: outcome.contender.name, cells: { 'one ms': outcome.failure } }
    return {
      who: outcome.contender.name,
      cells: {
        'one ms': fixed(middle(outcome, ({ oneMs }) => oneMs)),
        'of Hocuspocus': one.get(outcome) ?? '',
        'its CPU ms': fixed(middle(outcome, ({ oneCpuMs }) => oneCpuMs)),
        'of its CPU': oneCpu.get(outcome) ?? '',
        [`${CROWD}: CPU ms`]: fixed(middle(outcome, ({ crowdCpuMs }) => crowdCpuMs)),
        'its ratio': crowd.get(outcome) ?? '',
        'until the last, ms': fixed(middle(outcome, ({ crowdMs }) => crowdMs)),
        KB: fixed(middle(outcome, ({ bytes }) => bytes) / 1024),
      },
    }
  })
  const title = `P4 first sync of ${CARDS} cards after a restart`
  return { title, goal: 'one ≤ 0.15 ×, a hundred ≤ 0.12 × CPU', lines, remarks: [] }
}
