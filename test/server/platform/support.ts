// Owns what the platform's tests share: both kinds of database, a silent log, and topics to enqueue.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe } from 'vitest'
import { type Database, openDatabase } from '../../../server/platform/database/index.ts'
import { createLog } from '../../../server/platform/log.ts'
import type { BoardId } from '../../../shared/model.ts'
import { embeddedTemplate, missing, postgresDatabase } from '../../support/services.ts'

export const silent = createLog('silent')

export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiem-platform-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export interface Ground {
  database: Database
  /** Another node on the same database; the embedded one has none. */
  anotherNode: (() => Promise<Database>) | null
  close(): Promise<void>
}

export async function embeddedGround(): Promise<Ground> {
  const temporary = temporaryFolder()
  const config = { databaseUrl: null, dataDir: temporary.folder }
  const database = await openDatabase(config, silent, { template: await embeddedTemplate() })
  return {
    database,
    anotherNode: null,
    async close() {
      await database.close()
      temporary.remove()
    },
  }
}

export async function postgresGround(): Promise<Ground> {
  const own = await postgresDatabase()
  const config = { databaseUrl: own.url, dataDir: '/nowhere' }
  const nodes = [await openDatabase(config, silent)]
  return {
    database: nodes[0]!,
    async anotherNode() {
      const node = await openDatabase(config, silent)
      nodes.push(node)
      return node
    },
    async close() {
      for (const node of nodes) await node.close()
      await own.drop()
    },
  }
}

/** One suite, run on the embedded database and on PostgreSQL. */
export function onBothDatabases(name: string, suite: (ground: () => Promise<Ground>) => void): void {
  describe(`${name}, embedded`, () => suite(embeddedGround))
  describe.skipIf(missing('postgres'))(`${name}, PostgreSQL`, () => suite(postgresGround))
}

export const board = (name: string) => name as BoardId
