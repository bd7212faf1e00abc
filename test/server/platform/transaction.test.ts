// What a transaction says to its connection, and when: nothing waits for the answer to `begin`, and nothing is committed
// that was not begun.
import { Writable } from 'node:stream'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { createTransaction } from '../../../server/platform/database/transaction.ts'

const ANSWER = { rows: [], rowCount: 0, fields: [], command: '', oid: 0 }

/** A connection that writes what it is asked to a stream, as the driver does, and answers later. */
function connection(refused: readonly string[] = []) {
  const asked: string[] = []
  const writes: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, written) {
      writes.push(String(chunk))
      written()
    },
    writev(chunks, written) {
      writes.push(chunks.map(({ chunk }) => String(chunk)).join('; '))
      written()
    },
  })
  const client = {
    connection: { stream },
    query(query: string | { text: string }) {
      const text = typeof query === 'string' ? query : query.text
      asked.push(text)
      stream.write(text)
      return new Promise((resolve, reject) => {
        setImmediate(() => (refused.includes(text) ? reject(new Error(`no ${text}`)) : resolve(ANSWER)))
      })
    },
    release: () => undefined,
  }
  const pool = { connect: async () => client, options: { max: 1 } } as unknown as pg.Pool
  return { transaction: createTransaction(pool), asked, writes }
}

test('what a transaction asks first leaves together with its begin', async () => {
  const { transaction, writes } = connection()
  await transaction(async (tx) => {
    await Promise.all([tx.execute(sql`select 1`), tx.execute(sql`select 2`)])
    await tx.execute(sql`select 3`)
  })
  expect(writes).toEqual(['begin; select 1; select 2', 'select 3', 'commit'])
})

test('a transaction that was not begun is never committed', async () => {
  const { transaction, asked } = connection(['begin'])
  await expect(transaction(async (tx) => void (await tx.execute(sql`select 1`)))).rejects.toThrow()
  expect(asked).toEqual(['begin', 'select 1', 'rollback'])
})

test('a transaction that asked nothing and was not begun fails too', async () => {
  const { transaction, asked } = connection(['begin'])
  await expect(transaction(async () => 'done')).rejects.toThrow()
  expect(asked).toEqual(['begin', 'rollback'])
})

test('the next transaction of a connection starts anew', async () => {
  const refused = ['begin']
  const { transaction, asked } = connection(refused)
  await expect(transaction(async () => 'done')).rejects.toThrow()
  refused.length = 0
  expect(await transaction(async () => 'done')).toBe('done')
  expect(asked.slice(-2)).toEqual(['begin', 'commit'])
})
