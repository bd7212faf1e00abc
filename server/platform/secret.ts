// Owns the session secret that nobody set: made once, kept in DATA_DIR, and shared through the database by the nodes of
// one PostgreSQL, so that a session made on one is known on the others. Must never be logged.

import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import type { Config } from '../config.ts'
import { codeOf, DataFolderError, makeFolder } from './database/data-lock.ts'
import type { Database } from './database/index.ts'
import { settings } from './database/schema/index.ts'

const FILE = 'session-secret'
const SETTING = 'session-secret'
const SECRET_BYTES = 32 // 256 bits, as the HMAC that uses it

export async function sessionSecret(
  config: Pick<Config, 'sessionSecret' | 'dataDir'>,
  database: Database,
): Promise<string> {
  if (config.sessionSecret) return config.sessionSecret
  if (database.kind === 'embedded') return keptSecret(config.dataDir)
  const known = await storedSecret(database)
  if (known) return known
  const value = keptSecret(config.dataDir)
  await database.db.insert(settings).values({ key: SETTING, value }).onConflictDoNothing()
  return (await storedSecret(database)) ?? value
}

async function storedSecret(database: Database): Promise<string | null> {
  const [row] = await database.db.select().from(settings).where(eq(settings.key, SETTING))
  return typeof row?.value === 'string' ? row.value : null
}

/** Reads the secret of a data folder, making it when there is none; only this user may read the file. */
export function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, FILE)
  try {
    makeFolder(dataDir)
    if (!fs.existsSync(file)) {
      // Written aside and moved into place, so that a kill never leaves half a secret.
      const draft = `${file}.${randomBytes(6).toString('hex')}`
      fs.writeFileSync(draft, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600, flag: 'wx', flush: true })
      fs.renameSync(draft, file)
    }
    return fs.readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new DataFolderError(
      `The session secret in ${file} can be neither read nor made (${codeOf(cause) ?? 'unknown reason'}). Make the folder writable for this user, or set SESSION_SECRET.`,
      { cause },
    )
  }
}
