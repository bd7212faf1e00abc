// Owns making a migrated, empty embedded database once, to be copied by every test. Must never be used in production.

import path from 'node:path'
import type { Log } from '../log.ts'
import { openDatabase } from './index.ts'

/** Makes it in `dir` and returns the folder to hand to `openDatabase(config, log, { template })`. */
export async function createTemplate(dir: string, log: Log): Promise<string> {
  const database = await openDatabase({ databaseUrl: null, dataDir: dir }, log)
  await database.close()
  return path.join(dir, 'db')
}
