// Owns nothing: the process that the migration test kills. Says what schema it finds, then opens the database as a start
// does, and kills itself after so many statements of its migrations (`begin` is the first).
import { writeSync } from 'node:fs'
import pg from 'pg'
import { openDatabase } from '../../server/platform/database/index.ts'
import { createLog } from '../../server/platform/log.ts'
import { SCHEMA } from './schema-found.ts'

const [dataDir = '', url = '', deadly = ''] = process.argv.slice(2)
const client = pg.Client.prototype as unknown as { query(...sent: unknown[]): Promise<{ rows: unknown[] }> }
const { query } = client
let looked = false
let done = 0

client.query = async function counted(this: unknown, ...sent: unknown[]) {
  if (!looked) {
    looked = true
    const { rows } = await query.call(this, SCHEMA)
    writeSync(1, `found ${JSON.stringify(rows)}\n`)
  }
  const answer = await query.apply(this, sent)
  if (sent[0] === 'begin' || done > 0) done += 1
  if (done === Number(deadly)) process.kill(process.pid, 'SIGKILL')
  return answer
}

await openDatabase({ databaseUrl: url || null, dataDir }, createLog('silent'))
writeSync(1, 'open\n')
process.exit()
