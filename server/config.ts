// Owns the way from environment variables to a typed Config. Pure: it reads no files and makes nothing up.
// Must name every wrong variable at once, and must never repeat a secret's value in its message.

import { isIP } from 'node:net'
import path from 'node:path'
import type { LogLevel } from './platform/log.ts'

export interface Config {
  production: boolean
  /** 0: any free port, for tests. */
  port: number
  host: string
  /** Absolute. */
  dataDir: string
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null
  /** Null: this is the only node. */
  redisUrl: string | null
  /** Origin without a trailing slash, e.g. https://kiem.example.org. Null: taken from the request. */
  publicUrl: string | null
  /** Null: mail stays in the in-app outbox. */
  smtpUrl: string | null
  /** Null: made once and kept in `dataDir`, see `sessionSecret()` in platform/secret.ts. */
  sessionSecret: string | null
  /** How many proxies in front of us are believed about the caller's address. */
  trustProxyHops: number
  oidc: OidcConfig | null
  logLevel: LogLevel
  /** Null: /metrics answers only the machine itself. */
  metricsToken: string | null
  /** How many connections one board or proposal takes. Null: the usual number (shared/limits.ts). */
  syncSocketsPerDocument: number | null
}

export interface OidcConfig {
  issuer: string
  clientId: string
  clientSecret: string
  /** On the sign-in button. */
  name: string
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; message: string }

/** 256 bits as hex is 64; 32 characters is what better-auth asks at least. */
const SECRET_MIN_CHARS = 32
const METRICS_TOKEN_MIN_CHARS = 16
const PORT_MAX = 65_535
/** A load balancer, an ingress and a sidecar make three; ten is a mistake. */
const PROXY_HOPS_MAX = 10
/** More connections than one process can serve anyway. */
const SYNC_SOCKETS_MAX = 50_000
const LOG_LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

type Env = Readonly<Record<string, string | undefined>>
type Complain = (name: string, problem: string) => void

export function loadConfig(env: Env): ConfigResult {
  const problems: string[] = []
  const complain: Complain = (name, problem) => problems.push(`  ${name}: ${problem}`)
  const read = (name: string) => env[name]?.trim() || null

  const production = read('NODE_ENV') === 'production'
  const redisUrl = url(read('REDIS_URL'), 'REDIS_URL', ['redis:', 'rediss:'], 'redis://localhost:6379', complain)
  const databaseUrl = url(
    read('DATABASE_URL'),
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'postgres://user:password@localhost:5432/kiem',
    complain,
  )
  const config: Config = {
    production,
    port: integer(read('PORT'), 'PORT', 3000, PORT_MAX, complain),
    host: host(read('HOST'), complain),
    dataDir: path.resolve(read('DATA_DIR') ?? './data'),
    databaseUrl,
    redisUrl,
    publicUrl: publicUrl(read('PUBLIC_URL'), production && redisUrl !== null, complain),
    smtpUrl: url(read('SMTP_URL'), 'SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@mail.example.org', complain),
    sessionSecret: secret(read('SESSION_SECRET'), 'SESSION_SECRET', SECRET_MIN_CHARS, complain),
    trustProxyHops: integer(read('TRUST_PROXY'), 'TRUST_PROXY', 0, PROXY_HOPS_MAX, complain),
    oidc: oidc(read, complain),
    logLevel: logLevel(read('LOG_LEVEL'), complain),
    metricsToken: secret(read('METRICS_TOKEN'), 'METRICS_TOKEN', METRICS_TOKEN_MIN_CHARS, complain),
    syncSocketsPerDocument:
      integer(read('SYNC_SOCKETS_PER_DOCUMENT'), 'SYNC_SOCKETS_PER_DOCUMENT', 0, SYNC_SOCKETS_MAX, complain) || null,
  }
  if (redisUrl && !databaseUrl && read('DATABASE_URL') === null) {
    complain('DATABASE_URL', 'is needed with REDIS_URL, because several nodes cannot share the embedded database.')
  }
  if (problems.length === 0) return { ok: true, config }
  const count = problems.length === 1 ? 'One setting is' : `${problems.length} settings are`
  return {
    ok: false,
    message: `${count} wrong. Correct them in the environment and start again:\n${problems.join('\n')}`,
  }
}

function integer(value: string | null, name: string, fallback: number, max: number, complain: Complain): number {
  if (value === null) return fallback
  if (/^\d{1,9}$/.test(value) && Number(value) <= max) return Number(value)
  complain(name, `must be a whole number from 0 to ${max}, not "${value}".`)
  return fallback
}

function host(value: string | null, complain: Complain): string {
  if (value === null) return '0.0.0.0'
  const bare = value.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) return bare
  complain('HOST', `must be an address or a host name without a scheme or port, such as 127.0.0.1, not "${value}".`)
  return '0.0.0.0'
}

/** The value may carry a password, so a complaint shows an example and not what was given. */
function url(
  value: string | null,
  name: string,
  schemes: string[],
  example: string,
  complain: Complain,
): string | null {
  if (value === null) return null
  const parsed = parseUrl(value)
  // A PostgreSQL URL may leave the host to a query parameter (?host=/run/postgresql).
  const complete = parsed && (parsed.hostname !== '' || parsed.searchParams.has('host'))
  if (parsed && complete && schemes.includes(parsed.protocol)) return value
  complain(name, `must be a URL like ${example} (a special character in the password is written as %40 and so on).`)
  return null
}

function publicUrl(value: string | null, required: boolean, complain: Complain): string | null {
  if (value === null) {
    if (required) {
      complain(
        'PUBLIC_URL',
        'is needed in production with REDIS_URL. Set it to the address people type, such as https://kiem.example.org.',
      )
    }
    return null
  }
  const parsed = parseUrl(value)
  const bare =
    parsed && parsed.pathname === '/' && !parsed.search && !parsed.hash && !parsed.username && parsed.hostname
  if (bare && (parsed.protocol === 'https:' || parsed.protocol === 'http:')) return parsed.origin
  complain('PUBLIC_URL', 'must be the address people type, without a path, such as https://kiem.example.org.')
  return null
}

function secret(value: string | null, name: string, minChars: number, complain: Complain): string | null {
  if (value === null) return null
  const varied = new Set(value).size >= 8 // "aaaa…" and "changeme changeme" are long and no secret
  if (value.length >= minChars && varied) return value
  complain(name, `must be at least ${minChars} random characters. Make one with: openssl rand -hex 32`)
  return null
}

function oidc(read: (name: string) => string | null, complain: Complain): OidcConfig | null {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const
  const [issuer, clientId, clientSecret] = names.map(read)
  if (!issuer && !clientId && !clientSecret) {
    if (read('OIDC_NAME')) complain('OIDC_NAME', `has no effect without ${names.join(', ')}. Set them, or remove it.`)
    return null
  }
  for (const name of names) {
    if (!read(name))
      complain(name, `is needed for single sign-on, together with ${names.filter((n) => n !== name).join(' and ')}.`)
  }
  if (!issuer || !clientId || !clientSecret) return null
  const parsed = parseUrl(issuer)
  const local = parsed && ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname)
  if (!parsed || !(parsed.protocol === 'https:' || (local && parsed.protocol === 'http:'))) {
    complain(
      'OIDC_ISSUER',
      'must be the https:// address of the identity provider, such as https://login.example.org/realms/staff.',
    )
    return null
  }
  return { issuer: issuer.replace(/\/+$/, ''), clientId, clientSecret, name: read('OIDC_NAME') ?? 'Single sign-on' }
}

function logLevel(value: string | null, complain: Complain): LogLevel {
  const level = LOG_LEVELS.find((one) => one === (value ?? 'info').toLowerCase())
  if (level) return level
  complain('LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}, not "${value}".`)
  return 'info'
}

function parseUrl(value: string): URL | null {
  try {
    return new URL(value)
  } catch {
    return null
  }
}
