// Owns P7: a calm vote, then as fast as a room of voters can. Every answer counted is an acknowledged, durable vote.
import type { Person } from '../../support/people.ts'
import { cpuMs, median, ms, quantile, type Row } from '../figures.ts'
import type { Database, Server } from '../server.ts'
import type { Board } from './boards.ts'
import { type Crowd, effortRow } from './crowd.ts'

const GOAL = { embedded: '500/s', postgres: '1,500/s' }

/** By those who joined before. */
export async function voting(
  { server, crowd, ada, database }: { server: Server; crowd: Crowd; ada: Person; database: Database },
  { boardId, ideas }: Board,
  { votes, calmMs, rushMs }: { votes: number; calmMs: number; rushMs: number },
): Promise<Row[]> {
  const how = { method: 'dots', budget: 20, maxPerIdea: 1, blind: true, secret: false } as const
  const { roundId } = await ada.must('round.open', { boardId, ...how })
  const calm = await crowd.ask({ do: 'vote-calm', roundId, ideas, votes, withinMs: calmMs })
  const before = await cpuMs(server.pid)
  const rush = await crowd.ask({ do: 'vote-rush', roundId, ideas, forMs: rushMs })
  const spentMs = (await cpuMs(server.pid)) - before
  await ada.must('round.close', { roundId })
  const count = rush.tookMs.length
  const refused = (n: number) => (n > 0 ? `, ${n} refused` : '')
  const latency = (samples: readonly number[]) => `p50 ${ms(median(samples))}, p95 ${ms(quantile(samples, 0.95))}`
  return [
    {
      what: `P7 ${votes} votes in ${calmMs / 1000} s`,
      value: `${latency(calm.tookMs)}${refused(calm.refused)}`,
      goal: 'p95 150 ms',
    },
    effortRow(calm.effort),
    {
      what: 'P7 as fast as the voters can',
      value: `${Math.round(count / (rush.ms / 1000))} votes/s, ${latency(rush.tookMs)}${refused(rush.refused)}`,
      goal: GOAL[database],
    },
    {
      what: '   server processor time per vote',
      value: `${ms(spentMs / count)}; ${Math.round((spentMs / rush.ms) * 100)} % of a processor`,
    },
    effortRow(rush.effort),
  ]
}
