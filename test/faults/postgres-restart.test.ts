// F5, F6 PostgreSQL is killed, restarted and frozen under a running app: commands get `retry`, nothing crashes, and
// everything goes on by itself when it is back.
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/platform/clock.ts'
import { type Database, openDatabase, unavailability } from '../../server/platform/database/index.ts'
import { createOutbox, enqueue } from '../../server/platform/outbox.ts'
import { board, silent } from '../server/platform/support.ts'
import { missing, type PostgresCluster, startPostgres } from '../support/services.ts'
import { until } from '../support/until.ts'

describe.skipIf(missing('postgres'))('PostgreSQL goes away', () => {
  let cluster: PostgresCluster
  let database: Database
  const unhandled: unknown[] = []
  const note = (error: unknown) => void unhandled.push(error)

  beforeAll(async () => {
    process.on('unhandledRejection', note)
    cluster = await startPostgres({ durable: true })
    database = await openDatabase({ databaseUrl: cluster.url('postgres'), dataDir: '/nowhere' }, silent)
    await database.db.execute(sql`create table counted (n int primary key)`)
  })
  afterAll(async () => {
    await database?.close()
    await cluster?.stop()
    process.off('unhandledRejection', note)
  })
  afterEach(() => expect(unhandled).toEqual([]))

  const count = (n: number) =>
    database.transaction(async (tx) => {
      await tx.execute(sql`insert into counted values (${n}) on conflict do nothing`)
    })

  test('F5 kill -9 and restart: refused as retry meanwhile, then on again, every acknowledged row there', async () => {
    const acked = new Set<number>()
    const refusals = new Set<unknown>()
    const stop = new AbortController()
    const writers = [0, 1, 2, 3].map(async (writer) => {
      for (let n = writer; !stop.signal.aborted; n += 4) {
        try {
          await count(n)
          acked.add(n)
        } catch (error) {
          refusals.add(unavailability(error) ?? error)
        }
      }
    })
    await until(() => acked.size > 50, 'the writers to be writing')
    await cluster.kill()
    await until(() => refusals.size > 0, 'a refusal')
    expect(database.state().status).toBe('down')
    const before = acked.size
    await cluster.start()
    await until(() => acked.size > before + 50, 'the writers to go on')
    stop.abort()
    await Promise.all(writers)
    expect(database.state().status).toBe('ready')
    expect([...refusals].filter((one) => one !== 'database-unavailable')).toEqual([])
    const { rows } = await database.db.execute<{ n: number }>(sql`select n from counted`)
    const stored = new Set(rows.map(({ n }) => n))
    expect([...acked].filter((n) => !stored.has(n))).toEqual([])
  })

  test('F5 a restart while all connections are idle costs no connection of the pool', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => count(100_000 + i)))
    await cluster.kill()
    await cluster.start()
    // More at once than the pool holds: a leaked connection would starve the last of them.
    const results = async () => {
      const all = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => count(200_000 + i)))
      return all.every(({ status }) => status === 'fulfilled')
    }
    await until(results, 'sixty at once to succeed')
    expect(database.pool.totalCount).toBeLessThanOrEqual(20)
    expect(database.pool.waitingCount).toBe(0)
  })

  test('F5 the outbox outlives the outage', async () => {
    const seen: string[] = []
    const outbox = createOutbox({ database, clock: systemClock, log: silent, alone: true, retryDelaysMs: [50] })
    outbox.subscribe('board.changed', 'scribe', async ({ key }) => {
      await database.ping()
      seen.push(key)
    })
    await outbox.start()
    const changed = (key: string) =>
      database.transaction((tx) => enqueue(tx, 'board.changed', key, { boardId: board(key) }))
    await changed('before')
    await until(() => seen.includes('before'), 'the first delivery')
    await cluster.kill()
    await expect(changed('lost')).rejects.toSatisfy((error) => unavailability(error) !== null)
    await cluster.start()
    await until(() => changed('after').then(() => true), 'the next commit')
    await until(() => seen.includes('after'), 'its delivery', 20_000)
    await outbox.drain()
    expect(seen).not.toContain('lost')
  })

  test('F6 a frozen PostgreSQL is answered retry within seconds, and the pool recovers when it thaws', {
    timeout: 60_000,
  }, async () => {
    cluster.freeze()
    const refused = count(300_000)
    await expect(refused).rejects.toSatisfy((error) => unavailability(error) !== null)
    cluster.thaw()
    await until(() => count(300_001).then(() => true), 'writing again', 20_000)
  })
})
