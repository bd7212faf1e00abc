// Owns: how a test gets a PostgreSQL, a Redis or a Chromium.
// One PostgreSQL and one Redis are shared by a whole run and started when first asked for; every test file that asks
// for a database gets its own, made from a migrated template.
//
//   import { describe } from 'vitest'
//   import { missing, postgresDatabase } from '../support/services.ts'
//
//   describe.skipIf(missing('postgres'))('budgets', () => {      // CI=true: a missing program fails instead
//     let database: { url: string; drop(): Promise<void> }
//     beforeAll(async () => { database = await postgresDatabase() })
//     afterAll(() => database.drop())
//   })
//
// postgres()          → { url }             the shared cluster's maintenance database (fsync off)
// postgresDatabase()  → { url, name, drop } a fresh database with our schema; {empty: true}: without it
// embeddedTemplate()  → folder              openDatabase(config, log, { template: await embeddedTemplate() }): 0.6 s, not 3 s
// redis()             → { url }             the shared Redis: use key prefixes or channels of your own
// chromium()          → path                for playwright-core's executablePath (see browser.ts)
// A test that kills, freezes or needs fsync makes its own: startPostgres({durable: true}), startRedis().
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { askCoordinator } from './coordinator.ts'
import { TEMPLATE_DATABASE } from './jobs.ts'
import { programPath } from './programs.ts'

export { type PostgresCluster, startPostgres } from './postgres-cluster.ts'
export { missing } from './programs.ts'
export { type RedisServer, startRedis } from './redis-server.ts'

export async function fromRun(job: string): Promise<unknown> {
  return askCoordinator(inject('run').socketPath, job)
}

async function serviceUrl(job: 'postgres' | 'redis' | 'postgres-template'): Promise<{ url: string }> {
  const value = await fromRun(job)
  if (typeof value === 'object' && value && 'url' in value && typeof value.url === 'string') return { url: value.url }
  throw new Error(`${job} gave no url`)
}

export function postgres(): Promise<{ url: string }> {
  return serviceUrl('postgres')
}

export function redis(): Promise<{ url: string }> {
  return serviceUrl('redis')
}

export async function embeddedTemplate(): Promise<string> {
  return String(await fromRun('embedded-template'))
}

export function chromium(): string {
  return programPath('chromium')
}

export type PostgresDatabase = { url: string; name: string; drop(): Promise<void> }

export async function postgresDatabase(options: { empty?: boolean } = {}): Promise<PostgresDatabase> {
  const { url } = await (options.empty ? postgres() : serviceUrl('postgres-template'))
  const name = `kiem_${randomBytes(6).toString('hex')}`
  await sql(url, `create database ${name}${options.empty ? '' : ` template ${TEMPLATE_DATABASE}`}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, name, drop: () => sql(url, `drop database if exists ${name} with (force)`) }
}

/** One statement on its own connection: databases are made and dropped outside transactions. */
async function sql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
