// Owns nothing: the process that the kill test kills. Writes numbered rows to the embedded database of a folder for
// ever, and says each number after its commit was acknowledged.
import { sql } from 'drizzle-orm'
import { openDatabase } from '../../server/platform/database/index.ts'
import { createLog } from '../../server/platform/log.ts'

const [dataDir = '', template] = process.argv.slice(2)
const database = await openDatabase({ databaseUrl: null, dataDir }, createLog('error'), template ? { template } : {})
await database.db.execute(sql`create table if not exists written (n bigint primary key, filler text)`)
const { rows } = await database.db.execute<{ n: string }>(sql`select coalesce(max(n), 0) as n from written`)
process.stdout.write('open\n')
for (let n = Number(rows[0]?.n) + 1; ; n++) {
  await database.transaction(async (tx) => {
    await tx.execute(sql`insert into written values (${n}, repeat('x', (random() * 4000)::int))`)
    await tx.execute(sql`delete from written where n = ${n - 500}`)
  })
  process.stdout.write(`acked ${n}\n`)
}
