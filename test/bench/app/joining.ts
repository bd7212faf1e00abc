// Owns P8: each guest from the request to join to the board and its ledger at hand.
import { cpuMs, median, ms, quantile, type Row } from '../figures.ts'
import type { Server } from '../server.ts'
import type { Board } from './boards.ts'
import { type Crowd, effortRow } from './crowd.ts'

export async function joining(
  server: Server,
  crowd: Crowd,
  { boardId, joinCode }: Board,
  { guests, withinMs }: { guests: number; withinMs: number },
): Promise<Row[]> {
  const before = await cpuMs(server.pid)
  const { tookMs, steps, effort } = await crowd.ask({
    do: 'join',
    url: server.url,
    joinCode,
    boardId,
    guests,
    withinMs,
  })
  const each = ((await cpuMs(server.pid)) - before) / guests
  const value = `p50 ${ms(median(tookMs))}, p95 ${ms(quantile(tookMs, 0.95))}`
  const parts = Object.entries(steps).map(([step, samples]) => `${step} ${ms(median(samples))}`)
  return [
    { what: `P8 ${guests} guests join in ${withinMs / 1000} s`, value, goal: 'p95 1 s' },
    { what: '   of which, p50', value: parts.join(', ') },
    { what: '   server processor time per guest, events connected', value: ms(each) },
    effortRow(effort),
  ]
}
