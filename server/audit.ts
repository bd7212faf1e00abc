// Owns `npm run audit:verify` as a program: its settings, and what it says at the end (escalations/audit/verify.ts does the work).
// It must never change anything; beside a server it may run on PostgreSQL, while an embedded database is one program's alone.

import { loadConfig } from './config.ts'
import type { Anchor } from './escalations/audit/store.ts'
import { type Verified, verify } from './escalations/audit/verify.ts'
import { DataFolderError, MigrationError, openDatabase } from './platform/database/index.ts'
import { createLog } from './platform/log.ts'

const HELP = `npm run audit:verify                 is the audit trail of all cases as it was written?
npm run audit:verify -- NUMBER:HASH  the same, and does that entry still have the hash that was noted of it?
Settings come from the environment, as for the server: DATABASE_URL or DATA_DIR.`

const NOTED = /^(\d+):([0-9a-f]{64})$/

/** A wrong setting; the message is for whoever started it. */
class Stop extends Error {}

async function main(args: readonly string[]): Promise<number> {
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  const noted = args.map(markIn)
  if (noted.includes(null)) {
    say(HELP)
    return args.includes('--help') ? 0 : 2
  }
  const loaded = loadConfig(process.env)
  if (!loaded.ok) throw new Stop(loaded.message)
  const database = await openDatabase(loaded.config, createLog('warn'), { keepSchema: true })
  try {
    const verified = await verify(database.db, noted as Anchor[])
    for (const line of wordsFor(verified)) say(line)
    return verified.whole ? 0 : 1
  } finally {
    await database.close()
  }
}

function markIn(text: string): Anchor | null {
  const [, seq, hash] = NOTED.exec(text) ?? []
  return seq && hash ? { day: 'as you noted it', seq: Number(seq), hash } : null
}

function wordsFor(verified: Verified): string[] {
  if (verified.whole) {
    const { entries, hash } = verified
    return hash === null ? ['The audit trail is empty.'] : [`${entries} entries, all as they were written.`, hash]
  }
  const { broken } = verified
  if ('day' in broken) {
    return [`Entry ${broken.seq} is not the one that was noted (${broken.day}): the trail was cut off or written anew.`]
  }
  const happened = broken.what === 'missing' ? 'is missing' : 'was changed, or the one before it'
  return [`Entry ${broken.seq} ${happened}.`]
}

function sentenceFor(error: unknown): string {
  if (error instanceof Stop || error instanceof DataFolderError || error instanceof MigrationError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`)
  process.exitCode = 1
}
