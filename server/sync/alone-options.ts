// Owns what the engine by itself can be told on the command line: names, defaults, help, and what is wrong with a value.
import { parseArgs } from 'node:util'
import { DEFAULT_LIMITS, type SyncLimits } from './limits.ts'

export interface AloneOptions {
  host: string
  port: number
  data: string
  limits: Partial<SyncLimits>
  guarded: boolean
  /** Origins of pages that may connect, beside those of the same host; null: any page. */
  origins: readonly string[] | null
}

export type Parsed = { do: 'serve'; options: AloneOptions } | { do: 'say'; text: string; code: number }

const MB = 1024 * 1024
/** Far above what anything sends, and still a number one can count with. */
const BOUNDLESS = 1e12

/** Whoever runs it knows its clients: they may write twenty times as fast as strangers on a board. */
const DEFAULTS = { port: 1234, host: '127.0.0.1', data: './sync-data', perSecond: 2_000, connections: 2_000 }

export const HELP = `The Kiem sync engine by itself: a server for y-websocket clients. Any document name, everybody may edit.

  npm run sync:alone -- [options]

  --port N               port to listen on; 0 takes a free one           (${DEFAULTS.port})
  --host ADDRESS         address to listen on; 0.0.0.0 for all of them   (${DEFAULTS.host})
  --data DIR             folder that keeps the documents                 (${DEFAULTS.data})
  --max-document-mb N    size at which a document takes only deletions   (${DEFAULT_LIMITS.documentBytes / MB})
  --max-connections N    connections to one document                     (${DEFAULTS.connections})
  --updates-per-second N of one connection, on the long run              (${DEFAULTS.perSecond})
  --window-ms N          how long a busy document gathers updates        (${DEFAULT_LIMITS.windowMs})
  --origin URL           pages of this origin may connect too; may be given more than once, "any" for all
  --no-limits            no budgets: to measure how fast it goes
  --no-guard             take updates without looking into them: to measure what looking costs
  --help                 this text

Documents are at ws://HOST:PORT/NAME. There is no sign-in: whoever reaches the port may read and write, so it listens on
this machine only unless told otherwise, and takes pages of its own host only. Programs, which send no Origin, are taken.
?user=NAME says who somebody is; without it all are one visitor.
GET /healthz answers "ok", GET /metrics in Prometheus' words. SIGTERM stores what is waiting, closes with 1012 and ends.
`

const WHOLE = /^\d{1,9}$/

export function parseOptions(args: readonly string[]): Parsed {
  const wrong: string[] = []
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  let values
  try {
    ;({ values } = parseArgs({
      args: [...args],
      options: {
        port: text,
        host: text,
        data: text,
        'max-document-mb': text,
        'max-connections': text,
        'updates-per-second': text,
        'window-ms': text,
        origin: { type: 'string', multiple: true },
        'no-limits': flag,
        'no-guard': flag,
        help: flag,
      },
    }))
  } catch (cause) {
    return complaint([cause instanceof Error ? cause.message : String(cause)])
  }
  if (values.help) return { do: 'say', text: HELP, code: 0 }

  function whole(name: string, value: string | undefined, fallback: number, least: number, most: number): number {
    if (value === undefined) return fallback
    const number = WHOLE.test(value) ? Number(value) : Number.NaN
    if (number >= least && number <= most) return number
    wrong.push(`--${name} must be a whole number from ${least} to ${most}, not "${value}".`)
    return fallback
  }

  const port = whole('port', values.port, DEFAULTS.port, 0, 65_535)
  const documentMb = whole('max-document-mb', values['max-document-mb'], DEFAULT_LIMITS.documentBytes / MB, 1, 1_000)
  const connections = whole('max-connections', values['max-connections'], DEFAULTS.connections, 1, 100_000)
  const perSecond = whole('updates-per-second', values['updates-per-second'], DEFAULTS.perSecond, 1, 1_000_000)
  const windowMs = whole('window-ms', values['window-ms'], DEFAULT_LIMITS.windowMs, 0, 1_000)
  const origins = (values.origin ?? []).map((origin) => origin.trim())
  for (const origin of origins) {
    if (origin !== 'any' && originOf(origin) !== origin) {
      wrong.push(`--origin must be like https://app.example.org, without a path, or "any", not "${origin}".`)
    }
  }
  if (values.data === '') wrong.push('--data must name a folder.')
  if (wrong.length > 0) return complaint(wrong)
  return {
    do: 'serve',
    options: {
      host: values.host ?? DEFAULTS.host,
      port,
      data: values.data ?? DEFAULTS.data,
      guarded: values['no-guard'] !== true,
      origins: origins.includes('any') ? null : origins,
      limits: {
        documentBytes: documentMb * MB,
        socketsPerDocument: connections,
        windowMs,
        windowMaxMs: Math.max(windowMs, DEFAULT_LIMITS.windowMaxMs),
        ...(values['no-limits'] ? boundless : budgets(perSecond)),
      },
    },
  }
}

/** In the proportions of a board: a burst, several connections of one person, and many people in one document. */
function budgets(perSecond: number): Partial<SyncLimits> {
  const times = perSecond / DEFAULT_LIMITS.updatesPerSecond
  const most = Math.max(times, 1)
  return {
    updatesPerSecond: perSecond,
    updatesBurst: Math.round(DEFAULT_LIMITS.updatesBurst * Math.min(most, 5)),
    documentUpdatesPerSecond: DEFAULT_LIMITS.documentUpdatesPerSecond * most,
    documentUpdatesBurst: DEFAULT_LIMITS.documentUpdatesBurst * most,
    framesPerSecond: DEFAULT_LIMITS.framesPerSecond + perSecond,
    framesBurst: DEFAULT_LIMITS.framesBurst * Math.min(most, 5),
    bytesPerSecond: DEFAULT_LIMITS.bytesPerSecond * most,
    bytesBurst: DEFAULT_LIMITS.bytesBurst * Math.min(most, 5),
    socketsPerPerson: 1_000,
    socketsPerPersonInAll: 10_000,
  }
}

const boundless: Partial<SyncLimits> = {
  updatesPerSecond: BOUNDLESS,
  updatesBurst: BOUNDLESS,
  bytesPerSecond: BOUNDLESS,
  bytesBurst: BOUNDLESS,
  framesPerSecond: BOUNDLESS,
  framesBurst: BOUNDLESS,
  documentUpdatesPerSecond: BOUNDLESS,
  documentUpdatesBurst: BOUNDLESS,
  firstSyncsPerMinute: BOUNDLESS,
  firstSyncsBurst: BOUNDLESS,
  presencePerSecond: BOUNDLESS,
  presenceBurst: BOUNDLESS,
  socketsPerPerson: BOUNDLESS,
  socketsPerPersonInAll: BOUNDLESS,
  socketsPerDocument: BOUNDLESS,
}

function complaint(lines: readonly string[]): Parsed {
  return { do: 'say', text: `${lines.join('\n')}\n\nnpm run sync:alone -- --help says what there is.\n`, code: 2 }
}

function originOf(text: string): string | null {
  try {
    return new URL(text).origin
  } catch {
    return null
  }
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** May a page of this origin connect to a server that was asked for under this host? A program sends no Origin. */
export function originAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[] | null,
): boolean {
  if (origin === undefined || allowed === null || allowed.includes(origin)) return true
  const page = originOf(origin) === null ? null : new URL(origin).hostname
  const own = originOf(`http://${host ?? ''}`) === null ? null : new URL(`http://${host ?? ''}`).hostname
  if (page === null || own === null) return false
  return page === own || (LOOPBACK.test(page) && LOOPBACK.test(own))
}
