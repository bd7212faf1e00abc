// Owns the rolling restart as a figure: two nodes behind a balancer are restarted one after the other while people type; how
// long is each away, from the cut of their line until they are synced again? Needs PostgreSQL and Redis.
import { startBalancer } from '../../support/balancer.ts'
import { joinAsGuest, type Person, signUp } from '../../support/people.ts'
import { seasonedPostgres } from '../database.ts'
import { startRedis } from '../../support/redis-server.ts'
import { median, ms, quantile, type Row } from '../figures.ts'
import { type Server, startNode } from '../server.ts'
import { boardOf } from './boards.ts'
import { type Crowd, effortRow } from './crowd.ts'
import type { Seat } from './crowd/orders.ts'

const BOARDS = 5
const CARDS = 50
const TYPE_EVERY_MS = 2_000
const QUIET_MS = 3_000
const SETTLED_WITHIN_MS = 30_000

const pause = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs))

/** `clients`: of all boards together. */
export async function rolling(crowd: Crowd, clients: number): Promise<Row[]> {
  const people: Person[] = []
  const ending: (() => Promise<void>)[] = []
  try {
    const cluster = await seasonedPostgres()
    ending.push(() => cluster.stop())
    const redis = await startRedis()
    ending.push(() => redis.stop())
    const nodes: Server[] = []
    for (let node = 0; node < 2; node++) {
      const server = await startNode({ DATABASE_URL: cluster.url('postgres'), REDIS_URL: redis.url })
      ending.push(() => server.stop())
      nodes.push(server)
    }
    const balancer = await startBalancer(() => nodes.map(({ port }) => port))
    ending.push(() => balancer.close())

    await crowd.ask({ do: 'open', seats: await seats(balancer.url, clients, people) })
    await crowd.ask({ do: 'write', everyMs: TYPE_EVERY_MS })
    const restartMs: number[] = []
    for (const node of nodes) {
      await pause(QUIET_MS)
      const startedAt = performance.now()
      await node.restart()
      restartMs.push(performance.now() - startedAt)
    }
    await pause(QUIET_MS)
    const { awayMs, lineMs, attempts, written, neverBack, effort } = await crowd.ask({
      do: 'settle',
      patienceMs: SETTLED_WITHIN_MS,
    })
    const lost = neverBack > 0 ? `, ${neverBack} not back or not saved` : ''
    return [
      {
        what: `${clients} clients on ${BOARDS} boards, both nodes restarted: away`,
        value: `p50 ${ms(median(awayMs))}, p95 ${ms(quantile(awayMs, 0.95))}, max ${ms(Math.max(...awayMs))}${lost}`,
        goal: '3 s',
      },
      {
        what: `   ${awayMs.length} lines cut; until a new one stood`,
        value: `p50 ${ms(median(lineMs))}, max ${ms(Math.max(...lineMs))}; attempts: ${Math.max(...attempts)} at most`,
      },
      { what: '   a node away, stopping and starting', value: restartMs.map(ms).join(', ') },
      { what: '   edits meanwhile', value: String(written) },
      effortRow(effort),
    ]
  } finally {
    await crowd.ask({ do: 'leave' }).catch(() => undefined)
    for (const person of people) await person.close()
    for (const end of ending.toReversed()) await end()
  }
}

async function seats(url: string, clients: number, people: Person[]): Promise<Seat[]> {
  const ada = await signUp(url, 'ada')
  people.push(ada)
  const boards = []
  for (let n = 0; n < BOARDS; n++) boards.push(await boardOf(ada, CARDS, `Board ${n}`))
  const taken: Seat[] = []
  for (let n = 0; n < clients; n++) {
    const { boardId, joinCode, ideas } = boards[n % BOARDS]!
    const guest = await joinAsGuest(url, joinCode, `Guest ${n}`)
    people.push(guest)
    taken.push({ url, cookie: guest.cookie, boardId, ideaId: ideas[Math.floor(n / BOARDS) % CARDS]! })
  }
  return taken
}
