// Owns: what an idle connection and an open, unedited board weigh, and what is given back when all leave (P5). Live bytes after
// a collection: what the process holds from the system says more about the allocator than about the server.
import { type Bench, middle, type Outcome } from './bench.ts'
import type { Contender, Running } from './contenders.ts'
import { fixed, type Line, type Section } from './table.ts'

const CONNECTIONS = 1_000
const CONNECTIONS_A_ROOM = 50
const DOCUMENTS = 200
const CARDS = 50
/** Rooms may stay open a while for those who come back. */
const GIVEN_BACK_WITHIN_MS = 20_000
const LOOK_MS = 500
const ENOUGH = 0.95

interface Weighed {
  connectionBytes: number
  documentBytes: number
  givenBack: number
}

const weigh = async (server: Running) => (await server.ask({ do: 'memory' })).liveBytes
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export async function memory(bench: Bench, contenders: readonly Contender[]): Promise<Outcome<Weighed>[]> {
  return bench.alternating(contenders, async (server, generator, contender) => {
    const { target } = server
    const dialect = { target, people: 1, cards: CARDS }
    const written = bench.field.documents(DOCUMENTS)
    if (contender.ours) await server.ask({ do: 'seed', documents: written, cards: CARDS })
    else await generator.ask({ do: 'seed', target, documents: written, cards: CARDS })
    if (contender.durable) {
      await pause(2_500)
      await server.restart()
    }
    // A first crowd warms up code and pools, which are not what a connection weighs.
    await bench.seated(server, generator, contender, { rooms: 2, people: CONNECTIONS_A_ROOM, cards: 0 })
    await generator.ask({ do: 'leave' })
    const empty = await settled(server)
    await bench.seated(server, generator, contender, {
      rooms: CONNECTIONS / CONNECTIONS_A_ROOM,
      people: CONNECTIONS_A_ROOM,
      cards: 0,
    })
    const connected = await weigh(server)
    const connectionBytes = (connected - empty) / CONNECTIONS
    await generator.ask({
      ...dialect,
      do: 'connect',
      target: server.target,
      documents: written,
      fromClient: bench.clients(DOCUMENTS),
    })
    const opened = await weigh(server)
    await generator.ask({ do: 'leave' })
    const until = performance.now() + GIVEN_BACK_WITHIN_MS
    let givenBack = 0
    while (performance.now() < until && givenBack < ENOUGH) {
      await pause(LOOK_MS)
      givenBack = (opened - (await weigh(server))) / (opened - empty)
    }
    return { connectionBytes, documentBytes: (opened - connected) / DOCUMENTS - connectionBytes, givenBack }
  })
}

async function settled(server: Running): Promise<number> {
  await pause(LOOK_MS)
  return weigh(server)
}

export function memorySection(outcomes: Outcome<Weighed>[]): Section {
  const kilobytes = (outcome: Outcome<Weighed>, of: (weighed: Weighed) => number) => fixed(middle(outcome, of) / 1024)
  const lines = outcomes.map((outcome): Line => {
    if (outcome.failure !== null)
      return { who: outcome.contender.name, cells: { 'KB per connection': outcome.failure } }
    return {
      who: outcome.contender.name,
      cells: {
        'KB per connection': kilobytes(outcome, ({ connectionBytes }) => connectionBytes),
        'KB per open board': kilobytes(outcome, ({ documentBytes }) => documentBytes),
        'given back %': String(Math.round(100 * middle(outcome, ({ givenBack }) => givenBack))),
      },
    }
  })
  const title = `P5 memory: ${CONNECTIONS} idle connections, ${DOCUMENTS} open boards of ${CARDS} cards`
  return { title, goal: '≤ 15 KB, ≤ 15 KB, 95 %', lines, remarks: [] }
}
