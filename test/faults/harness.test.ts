// Owns: proof that the fault harness does what its names say. A kill test that kills nothing would always pass.
import pg from 'pg'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing, type PostgresCluster, postgresDatabase, startPostgres, startRedis } from '../support/services.ts'
import { until } from '../support/until.ts'

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end().catch(() => undefined)
  }
}

describe.skipIf(missing('postgres'))('PostgreSQL', () => {
  let cluster: PostgresCluster
  beforeAll(async () => {
    cluster = await startPostgres({ durable: true })
  })
  afterAll(() => cluster.stop())

  test('a durable cluster keeps what it committed through kill -9', async () => {
    const url = cluster.url('postgres')
    expect(await ask(url, `show fsync`)).toEqual(['on'])
    await ask(url, `create table kept as select 1 as one`)
    await cluster.kill()
    await expect(ask(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
    await cluster.start()
    expect(await ask(cluster.url('postgres'), `select one from kept`)).toEqual([1])
  })

  test('a frozen cluster answers nobody, and a thawed one everybody', async () => {
    const url = cluster.url('postgres')
    cluster.freeze()
    await expect(ask(url, 'select 1')).rejects.toThrow(/timeout/)
    cluster.thaw()
    expect(await ask(url, 'select 1')).toEqual([1])
  })

  test('every database from the template has our schema and nobody else', async () => {
    const [one, other] = await Promise.all([postgresDatabase(), postgresDatabase()])
    await ask(one.url, 'create table mine ()')
    expect(await ask(one.url, `select to_regclass('public.mine') is not null`)).toEqual([true])
    expect(await ask(other.url, `select to_regclass('public.mine') is not null`)).toEqual([false])
    expect(await ask(other.url, `select count(*) > 0 from drizzle.__drizzle_migrations`)).toEqual([true])
    await Promise.all([one.drop(), other.drop()])
    await expect(ask(one.url, 'select 1')).rejects.toThrow(/does not exist/)
  })
})

describe.skipIf(missing('redis'))('Redis', () => {
  test('can be killed and comes back on the same port, empty', async () => {
    const redis = await startRedis()
    const client = createClient({ url: redis.url, socket: { reconnectStrategy: 20 } })
    client.on('error', () => undefined)
    await client.connect()
    await client.set('key', 'value')
    await redis.kill()
    await redis.start()
    await until(async () => (await client.get('key')) === null, 'the client to be back at an empty Redis')
    client.destroy()
    await redis.stop()
  })
})
