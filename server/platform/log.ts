// Owns the log: structured lines on standard output, with ids and counts. Must never carry what people wrote, their
// names or addresses, nor anything that opens a door: secrets are struck out by key name wherever they stand.

import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

const SECRET_KEYS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'secret',
  'clientSecret',
  'sessionSecret',
  'code',
  'email',
]

// pino strikes out by path; a secret is at the top, in an object, or in an object's headers. `code` is a join code
// only under a request: an error's own `code` (ECONNREFUSED, 23505) must stay readable.
const REDACTED_PATHS = SECRET_KEYS.flatMap((key) => {
  const quoted = JSON.stringify(key)
  if (key === 'code') return ['body.code', 'query.code', 'input.code', 'req.body.code', 'req.query.code']
  return [`[${quoted}]`, `*[${quoted}]`, `*.headers[${quoted}]`, `*.*[${quoted}]`]
})

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: REDACTED_PATHS, censor: '[struck out]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** Keeps what finds the cause and drops what may hold people's words: a failed statement's parameters and row. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const facts = error as Error & { code?: unknown; constraint?: unknown; table?: unknown; severity?: unknown }
  // Drizzle puts the statement's parameters into its message; the statement alone says enough.
  const message = error.message.replace(/\nparams: [\s\S]*$/, '')
  return {
    type: error.name,
    message,
    stack: error.stack?.replace(error.message, message),
    ...(facts.code === undefined ? {} : { code: facts.code }),
    ...(facts.constraint === undefined ? {} : { constraint: facts.constraint }),
    ...(facts.table === undefined ? {} : { table: facts.table }),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  }
}
