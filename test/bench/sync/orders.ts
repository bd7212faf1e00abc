// Owns: what the bench asks of its child processes and what they answer. One order at a time to each.
import type { DialectName } from './generator/dialect.ts'

export interface Target {
  port: number
  dialect: DialectName
}

export type GeneratorOrder =
  /** Everybody in and in sync. `cards`: the board in every document, 0 for an empty one. */
  | { do: 'connect'; target: Target; documents: string[]; people: number; cards: number; fromClient: number }
  /** Writes boards into documents that have none. */
  | { do: 'seed'; target: Target; documents: string[]; cards: number }
  /** `perSecond`: of each writer. Ends when all that was sent has arrived, or nothing more arrives. */
  | { do: 'load'; ms: number; writers: number; perSecond: number; cursors: number; cursorsPerSecond: number }
  /** Everybody keeps `inFlight` updates on their way, for as long as told. */
  | { do: 'flood'; ms: number; inFlight: number }
  /** So many at once into one document, until each has heard so much; then they leave again. */
  | { do: 'first-sync'; target: Target; document: string; people: number; bytes: number }
  | { do: 'leave' }

export interface LoadResult {
  ms: number
  sent: number
  delivered: number
  lost: number
  closed: number
  frames: number
  cursors: number
  p50: number
  p99: number
  generator: { cpuMs: number; lagP99: number }
}

export interface GeneratorAnswers {
  connect: { ms: number }
  seed: { ms: number }
  load: LoadResult
  flood: LoadResult
  'first-sync': { ms: number; bytes: number; cpuMs: number }
  leave: null
}

export type ServerOrder =
  | { do: 'cpu' }
  | { do: 'memory' }
  /** Only for a server that does not let its visitors make cards. */
  | { do: 'seed'; documents: string[]; cards: number }
  | { do: 'stop' }

export interface ServerAnswers {
  cpu: { ms: number }
  memory: { liveBytes: number; residentBytes: number }
  seed: null
  stop: null
}

export type Answer = { ok: true; value: unknown } | { ok: false; error: string }

/** In a child: answers orders one after the other. */
export function answering(handle: (order: never) => Promise<unknown>): void {
  process.on('message', (order) => {
    handle(order as never).then(
      (value) => process.send?.({ ok: true, value } satisfies Answer),
      (error: unknown) => process.send?.({ ok: false, error: error instanceof Error ? error.stack : String(error) }),
    )
  })
  // Never outlives the bench.
  process.once('disconnect', () => process.exit(0))
}
