// Owns: numbers out of samples, and one table for people to read. Judges nothing: the goals are printed beside.
import { cpus, loadavg, totalmem } from 'node:os'

export interface Row {
  what: string
  value: string
  goal?: string
}

export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

export const median = (samples: readonly number[]) => quantile(samples, 0.5)

export const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`

/** Processor time the process has used so far, in milliseconds; NaN where /proc is not there. */
export async function cpuMs(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const TICK_MS = 10 // 100 per second on every Linux in use
  return user === undefined || system === undefined ? Number.NaN : (user + system) * TICK_MS
}

export function machine(): string {
  const [first] = cpus()
  const load = loadavg()[0]?.toFixed(1)
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${first?.model ?? 'unknown'}, ${memory} GB, Node ${process.versions.node}, load ${load}`
}

export function print(title: string, rows: readonly Row[]): void {
  const width = (pick: (row: Row) => string) => Math.max(...rows.map((row) => pick(row).length))
  const [first, second] = [width((row) => row.what), width((row) => row.value)]
  console.log(`\n${title}`)
  for (const { what, value, goal } of rows) {
    console.log(`  ${what.padEnd(first)}  ${value.padStart(second)}${goal ? `  (goal ${goal})` : ''}`)
  }
}
