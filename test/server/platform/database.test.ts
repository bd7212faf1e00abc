// The database handle keeps the same promises embedded and on PostgreSQL.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { afterCommit, sqlState } from '../../../server/platform/database/index.ts'
import { settings } from '../../../server/platform/database/schema/index.ts'
import { type Ground, onBothDatabases } from './support.ts'

onBothDatabases('database', (makeGround) => {
  let ground: Ground

  beforeAll(async () => {
    ground = await makeGround()
  })
  beforeEach(async () => {
    await ground.database.db.delete(settings)
  })
  afterAll(() => ground.close())

  const keys = async () => (await ground.database.db.select().from(settings)).map(({ key }) => key).sort()

  test('a transaction that throws leaves nothing behind and gives its connection back', async () => {
    for (let i = 0; i < 30; i++) {
      const undone = ground.database.transaction(async (tx) => {
        await tx.insert(settings).values({ key: `k${i}`, value: 1 })
        throw new Error('no')
      })
      await expect(undone).rejects.toThrow('no')
    }
    expect(await keys()).toEqual([])
  })

  test('a refused statement keeps its SQLSTATE through Drizzle’s wrapping', async () => {
    await ground.database.db.insert(settings).values({ key: 'k', value: 1 })
    const twice = ground.database.db.insert(settings).values({ key: 'k', value: 2 })
    await expect(twice).rejects.toSatisfy((error) => sqlState(error) === '23505')
  })

  test('savepoints: an inner transaction may fail alone', async () => {
    await ground.database.transaction(async (tx) => {
      await tx.insert(settings).values({ key: 'outer', value: 1 })
      const inner = tx.transaction(async (nested) => {
        await nested.insert(settings).values({ key: 'inner', value: 1 })
        throw new Error('inner')
      })
      await expect(inner).rejects.toThrow('inner')
    })
    expect(await keys()).toEqual(['outer'])
  })

  test('the handle’s own transaction is the safe one', async () => {
    await ground.database.db.transaction(async (tx) => {
      await tx.insert(settings).values({ key: 'k', value: 1 })
    })
    expect(await keys()).toEqual(['k'])
  })

  test('a serialization failure is retried, and only the last try’s afterCommit runs', async () => {
    let tries = 0
    const ran: number[] = []
    await ground.database.transaction(async (tx) => {
      const turn = ++tries
      afterCommit(() => void ran.push(turn))
      await tx.insert(settings).values({ key: 'k', value: turn })
      if (turn < 3) await tx.execute(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`)
    })
    expect({ tries, ran }).toEqual({ tries: 3, ran: [3] })
    expect(await keys()).toEqual(['k'])
  })

  test('a conflict that does not end is given up', async () => {
    let tries = 0
    const never = ground.database.transaction(async (tx) => {
      tries++
      await tx.execute(sql`do $$ begin raise exception 'again' using errcode = '40P01'; end $$`)
    })
    await expect(never).rejects.toSatisfy((error) => sqlState(error) === '40P01')
    expect(tries).toBe(6)
  })

  test('afterCommit outside a transaction runs at once, and inside a rolled-back one never', async () => {
    const ran: string[] = []
    afterCommit(() => void ran.push('outside'))
    const undone = ground.database.transaction(async () => {
      afterCommit(() => void ran.push('undone'))
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await ground.database.transaction(async () => {
      afterCommit(() => void ran.push('inside'))
      expect(ran).toEqual(['outside'])
    })
    expect(ran).toEqual(['outside', 'inside'])
  })

  test('a megabyte goes in and comes out as it was, text and bytes', async () => {
    const text = 'één ✓ '.repeat(150_000)
    const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * 31) % 256))
    const { rows } = await ground.database.pool.query('select $1::text as text, $2::bytea as bytes', [text, bytes])
    expect(rows[0].text === text).toBe(true)
    expect(bytes.equals(rows[0].bytes)).toBe(true)
  })

  test('thirty thousand rows come back whole', async () => {
    const { rows } = await ground.database.pool.query('select n from generate_series(1, 30000) n')
    expect(rows).toHaveLength(30_000)
  })

  test('a hundred callers at once are all answered', async () => {
    const all = Array.from({ length: 100 }, (_, i) =>
      ground.database.transaction(async (tx) => {
        await tx.insert(settings).values({ key: `k${i}`, value: i })
      }),
    )
    await Promise.all(all)
    expect(await keys()).toHaveLength(100)
  })

  test('a connection destroyed in the middle of a transaction leaves nothing behind for the next', async () => {
    const client = await ground.database.pool.connect()
    await client.query('begin')
    await client.query("insert into settings (key, value) values ('half', '1')")
    await client.query({ name: 'one', text: 'select 1' })
    client.release(true)
    expect(await keys()).toEqual([])
    const { rows } = await ground.database.pool.query({ name: 'one', text: 'select 2 as n' })
    expect(rows[0].n).toBe(2)
  })

  test('a syntax error in an extended query leaves the connection usable', async () => {
    for (let i = 0; i < 3; i++) {
      await expect(ground.database.pool.query('selct $1', [i])).rejects.toThrow(/syntax error/)
      expect((await ground.database.pool.query('select $1::int as n', [i])).rows[0].n).toBe(i)
    }
  })

  test('full-text search in Dutch and English, and trigrams, are there', async () => {
    const { rows } = await ground.database.pool.query(`
      select to_tsvector('dutch', 'de lichten') @@ to_tsquery('dutch', 'licht') as dutch,
             to_tsvector('english', 'bicycles') @@ to_tsquery('english', 'bicycle') as english,
             similarity('koffie', 'kofie') > 0.5 as alike`)
    expect(rows[0]).toEqual({ dutch: true, english: true, alike: true })
  })

  test('state is ready, and a ping is answered', async () => {
    await ground.database.ping()
    expect(ground.database.state()).toEqual({ status: 'ready' })
  })
})
