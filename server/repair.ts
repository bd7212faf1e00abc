// Owns `npm run repair` as a program: its arguments, settings and words at the end (documents/repair.ts does the work). Must never
// change anything beside a server on the same database.

import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Config, loadConfig } from './config.ts'
import { repair, Stop } from './documents/repair.ts'
import { DataFolderError, MigrationError, openDatabase } from './platform/database/index.ts'
import { createLog } from './platform/log.ts'

const HELP = `npm run repair                        every document whose log is damaged
npm run repair -- DOCUMENT            what is damaged in this one (board.…, proposal.…, ledger.…)
npm run repair -- DOCUMENT --accept   go on from what can be read of it; stop Kiem first
Settings come from the environment, as for the server: DATABASE_URL or DATA_DIR.`

/** The embedded database has a lock of its own; on PostgreSQL its connections tell. */
async function refuseBesideServer(config: Config): Promise<void> {
  if (config.databaseUrl === null) return
  const client = new pg.Client({ connectionString: config.databaseUrl, application_name: 'kiem repair' })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select 1 from pg_stat_activity where datname = current_database() and application_name = 'kiem' limit 1",
    )
    if (rows.length > 0) throw new Stop('A server is running on this database. Stop it, and try again.')
  } finally {
    await client.end()
  }
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { accept: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  const [document = null, ...more] = positionals
  if (values.help || more.length > 0 || (values.accept && document === null)) {
    say(HELP)
    return values.help ? 0 : 2
  }
  const loaded = loadConfig(process.env)
  if (!loaded.ok) throw new Stop(loaded.message)
  const { config } = loaded
  if (values.accept) await refuseBesideServer(config)
  const database = await openDatabase(config, createLog('warn'))
  try {
    const folder = path.join(config.dataDir, 'quarantine')
    const left = await repair({ database, folder, say, now: () => new Date() }, document, values.accept)
    return left === 0 ? 0 : 1
  } finally {
    await database.close()
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof Stop || error instanceof DataFolderError || error instanceof MigrationError) return error.message
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return `${error.message}\n${HELP}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`)
  process.exitCode = 1
}
