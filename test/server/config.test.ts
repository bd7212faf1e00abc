// Every wrong variable is named at once, with what to do, and no secret is repeated (F107).
import { expect, test } from 'vitest'
import { type Config, loadConfig } from '../../server/config.ts'

const SECRET = '9f2c4e6a8b0d1f3e5c7a9b8d6f4e2c0a'

function config(env: Record<string, string>): Config {
  const result = loadConfig(env)
  if (!result.ok) throw new Error(result.message)
  return result.config
}

function complaint(env: Record<string, string>): string {
  const result = loadConfig(env)
  return result.ok ? 'accepted' : result.message
}

test('an empty environment is a working one: embedded database, one node, port 3000', () => {
  expect(config({})).toMatchObject({
    production: false,
    port: 3000,
    host: '0.0.0.0',
    databaseUrl: null,
    redisUrl: null,
    publicUrl: null,
    smtpUrl: null,
    sessionSecret: null,
    trustProxyHops: 0,
    oidc: null,
    logLevel: 'info',
    metricsToken: null,
    syncSocketsPerDocument: null,
  })
  expect(config({}).dataDir).toMatch(/^\/.*\/data$/)
})

test('an empty value is an unset one, as compose files write it', () => {
  expect(config({ PORT: '', DATABASE_URL: ' ', REDIS_URL: '', OIDC_ISSUER: '' })).toMatchObject({
    port: 3000,
    databaseUrl: null,
  })
})

test('a full environment is read whole', () => {
  const full = config({
    NODE_ENV: 'production',
    PORT: '8080',
    HOST: '::1',
    DATA_DIR: '/var/lib/kiem',
    DATABASE_URL: 'postgres://kiem:p%40ss@db:5432/kiem',
    REDIS_URL: 'rediss://cache:6380/1',
    PUBLIC_URL: 'https://kiem.example.org/',
    SMTP_URL: 'smtps://post%40example.org:x@mail.example.org',
    SESSION_SECRET: SECRET,
    TRUST_PROXY: '2',
    OIDC_ISSUER: 'https://login.example.org/realms/staff/',
    OIDC_CLIENT_ID: 'kiem',
    OIDC_CLIENT_SECRET: 'very secret',
    OIDC_NAME: 'Staff account',
    LOG_LEVEL: 'WARN',
    METRICS_TOKEN: 'a1b2c3d4e5f6g7h8',
    SYNC_SOCKETS_PER_DOCUMENT: '2000',
  })
  expect(full).toEqual({
    production: true,
    port: 8080,
    host: '::1',
    dataDir: '/var/lib/kiem',
    databaseUrl: 'postgres://kiem:p%40ss@db:5432/kiem',
    redisUrl: 'rediss://cache:6380/1',
    publicUrl: 'https://kiem.example.org',
    smtpUrl: 'smtps://post%40example.org:x@mail.example.org',
    sessionSecret: SECRET,
    trustProxyHops: 2,
    oidc: {
      issuer: 'https://login.example.org/realms/staff',
      clientId: 'kiem',
      clientSecret: 'very secret',
      name: 'Staff account',
    },
    logLevel: 'warn',
    metricsToken: 'a1b2c3d4e5f6g7h8',
    syncSocketsPerDocument: 2_000,
  })
})

const WRONG: [name: string, value: string][] = [
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000.5'],
  ['HOST', 'http://localhost'],
  ['HOST', 'localhost:3000'],
  ['DATABASE_URL', 'mysql://localhost/kiem'],
  ['DATABASE_URL', 'localhost:5432'],
  ['DATABASE_URL', 'postgres:///'],
  ['REDIS_URL', 'localhost:6379'],
  ['REDIS_URL', 'http://localhost:6379'],
  ['PUBLIC_URL', 'kiem.example.org'],
  ['PUBLIC_URL', 'https://kiem.example.org/board'],
  ['PUBLIC_URL', 'https://kiem.example.org/?x=1'],
  ['PUBLIC_URL', 'https://user@kiem.example.org'],
  ['PUBLIC_URL', 'ftp://kiem.example.org'],
  ['SMTP_URL', 'mail.example.org'],
  ['SESSION_SECRET', 'short'],
  ['SESSION_SECRET', 'a'.repeat(64)],
  ['SESSION_SECRET', SECRET.slice(1)],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '11'],
  ['LOG_LEVEL', 'loud'],
  ['METRICS_TOKEN', 'a1b2c3d4e5f6g7h'],
  ['SYNC_SOCKETS_PER_DOCUMENT', '50001'],
  ['SYNC_SOCKETS_PER_DOCUMENT', 'many'],
  ['OIDC_NAME', 'Staff'],
]

test.each(WRONG)('%s=%s is named', (name, value) => {
  expect(complaint({ [name]: value })).toMatch(new RegExp(`^One setting is wrong.*\n {2}${name}: `))
})

test('all wrong variables are named in one message', () => {
  const message = complaint({ PORT: 'x', TRUST_PROXY: 'x', SESSION_SECRET: 'x', LOG_LEVEL: 'x' })
  expect(message).toMatch(/^4 settings are wrong/)
  for (const name of ['PORT', 'TRUST_PROXY', 'SESSION_SECRET', 'LOG_LEVEL']) expect(message).toContain(`\n  ${name}: `)
})

test('a secret or a password is never repeated in the message', () => {
  const message = complaint({
    SESSION_SECRET: 'hunter2',
    METRICS_TOKEN: 'hunter2',
    DATABASE_URL: 'mysql://kiem:hunter2@db/kiem',
    REDIS_URL: 'http://:hunter2@cache',
    SMTP_URL: 'imap://me:hunter2@mail',
    PUBLIC_URL: 'https://me:hunter2@kiem.example.org',
    OIDC_CLIENT_SECRET: 'hunter2',
  })
  expect(message).toMatch(/^8 settings/) // two of OpenID Connect are missing
  expect(message).not.toContain('hunter2')
})

test.each([
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID'],
  ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['OIDC_CLIENT_SECRET', 'OIDC_ISSUER'],
])('%s alone is incomplete, and the missing ones are named', (given, missing) => {
  expect(complaint({ [given]: 'https://login.example.org' })).toContain(`\n  ${missing}: `)
})

test('an identity provider without TLS is refused, but for one on this machine', () => {
  const rest = { OIDC_CLIENT_ID: 'kiem', OIDC_CLIENT_SECRET: 'x' }
  expect(complaint({ ...rest, OIDC_ISSUER: 'http://login.example.org' })).toContain('OIDC_ISSUER')
  expect(config({ ...rest, OIDC_ISSUER: 'http://localhost:9000' }).oidc?.issuer).toBe('http://localhost:9000')
})

test('PUBLIC_URL is required in production with several nodes, and only then', () => {
  const several = { REDIS_URL: 'redis://cache', DATABASE_URL: 'postgres://db/kiem' }
  expect(complaint({ ...several, NODE_ENV: 'production' })).toContain('PUBLIC_URL')
  expect(complaint(several)).toBe('accepted')
  expect(complaint({ NODE_ENV: 'production' })).toBe('accepted')
})

test('several nodes need a PostgreSQL', () => {
  expect(complaint({ REDIS_URL: 'redis://cache' })).toContain('DATABASE_URL')
})

test('a PostgreSQL socket folder is a complete address', () => {
  expect(config({ DATABASE_URL: 'postgres:///kiem?host=/run/postgresql' }).databaseUrl).toContain('/run/postgresql')
})
