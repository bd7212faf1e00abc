// Owns looking for damage in the logs of live documents, and letting one go on from what can be read of it (FAULTS F11), for whoever
// looks after the machine. Everything a log held is in a file, on disk, before anything of it goes.

import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import type { Database } from '../platform/database/index.ts'
import { accept, examine, type Findings, sqlLog } from '../sync/index.ts'
import { newestState } from './versions-store.ts'

/** What a person at the console can put right. */
export class Stop extends Error {}

export interface RepairDeps {
  database: Pick<Database, 'db' | 'pool'>
  /** Where what was in the log is put. */
  folder: string
  say(line: string): void
  now(): Date
}

/** Answers how many of them are damaged still. */
export async function repair(deps: RepairDeps, document: string | null, accepting: boolean): Promise<number> {
  const { database, say } = deps
  const log = sqlLog(database.pool)
  const names = document === null ? await allDocuments(deps) : [document]
  let damaged = 0
  for (const name of names) {
    const findings = await examine(log, name, (wanted) => newestState(database.db, wanted))
    if (document !== null || findings.state === 'damaged' || findings.state === 'lost') say(sentence(name, findings))
    if (findings.state === 'damaged' && accepting) await goOn(deps, name, findings)
    else if (findings.state === 'damaged' || findings.state === 'lost') damaged += 1
  }
  if (document === null) say(`${names.length} documents looked at, ${damaged} damaged.`)
  else if (damaged > 0 && !accepting) say('Nothing was changed. With --accept it goes on from there; stop Kiem first.')
  return damaged
}

async function allDocuments({ database }: RepairDeps): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>('select name from sync_documents order by name')
  return rows.map(({ name }) => name)
}

function sentence(name: string, findings: Findings): string {
  switch (findings.state) {
    case 'absent':
      return `${name}: there is no such document.`
    case 'sound':
      return `${name}: everything is as it was stored, up to row ${findings.seq}.`
    case 'lost':
      return `${name}: ${findings.error}, and nothing of it can be read. Put a backup back.`
    case 'damaged':
      return `${name}: ${findings.error}. It can be read up to row ${findings.damage.upTo} of ${findings.seq}.`
  }
}

async function goOn(deps: RepairDeps, name: string, findings: Extract<Findings, { state: 'damaged' }>): Promise<void> {
  const file = await setAside(deps, name)
  if (!(await accept(deps.database.pool, name, findings))) {
    throw new Stop(`${name} has changed meanwhile: a server is using it. Stop Kiem, and try again.`)
  }
  deps.say(
    `It goes on from row ${findings.damage.upTo}. What its log held is in ${file}; remove it when nobody misses anything.`,
  )
}

/** All that the log had, with who wrote it, on disk before anything of it goes. */
async function setAside({ database, folder, now }: RepairDeps, name: string): Promise<string> {
  const { rows: documents } = await database.pool.query(
    `select name, seq, encode(snapshot, 'base64') as snapshot, snapshot_seq, snapshot_checksum, snapshot_checksum_seq
    from sync_documents where name = $1`,
    [name],
  )
  const { rows: updates } = await database.pool.query(
    `select seq, encode(bytes, 'base64') as bytes, checksum, user_id, session_id, client_id, received_at
    from sync_updates where document = $1 order by seq`,
    [name],
  )
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${name.replaceAll(/[^\w.-]/g, '_')}.${now().toISOString().replaceAll(':', '-')}.json`)
  // `wx`: nothing that was set aside before is ever written over.
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(JSON.stringify({ document: documents[0], updates }, null, 1))
    await handle.sync()
  } finally {
    await handle.close()
  }
  return file
}
