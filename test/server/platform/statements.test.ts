// What is asked again and again is prepared once for each connection, on both databases, and says the same.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ground, onBothDatabases } from './support.ts'

onBothDatabases('statements', (makeGround) => {
  let ground: Ground

  beforeAll(async () => {
    ground = await makeGround()
  })
  afterAll(() => ground.close())

  test('the third time a statement gets a name; what is asked once gets none', async () => {
    const client = await ground.database.pool.connect()
    try {
      const double = async (n: number) => {
        const { rows } = await client.query<{ twice: number }>('select $1::int * 2 as twice', [n])
        return rows[0]?.twice
      }
      const prepared = async () => {
        const { rows } = await client.query<{ statement: string }>('select statement from pg_prepared_statements')
        return rows.filter(({ statement }) => statement.includes('as twice')).length
      }
      expect([await double(1), await double(2), await prepared()]).toEqual([2, 4, 0])
      expect([await double(3), await double(4), await prepared()]).toEqual([6, 8, 1])
    } finally {
      client.release()
    }
  })
})
