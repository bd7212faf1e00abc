// Owns the life of versions: kept by themselves while people write, brought back as a new edit, read, and ended with
// their lifetime; and the day on which deleted text leaves the log (SYNC S15, FAULTS F68). Every job may run on several
// nodes at once and twice: that costs work and changes nothing.

import * as Y from 'yjs'
import { parseDocumentName } from '../../shared/documents.ts'
import { DELETED_TEXT_KEPT_HOURS, VERSION_EVERY_MINUTES, VERSIONS_KEPT_DAYS } from '../../shared/limits.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import type { Route } from '../platform/route.ts'
import type { Schedule } from '../platform/schedule.ts'
import type { Topics } from '../platform/topics.ts'
import { type VersionDeps, versionCommands } from './versions-commands.ts'
import { editorsNoted } from './versions-editors.ts'
import { keepVersion } from './versions-keep.ts'
import { isAnonymous } from './versions-reads.ts'
import { restoreBoard, restoreProposal } from './versions-restore.ts'
import { type VersionRouteDeps, versionRoutes } from './versions-routes.ts'
import * as store from './versions-store.ts'
import { ALL_KEPT_MS, HOURLY_KEPT_MS, outlived } from './versions-thinning.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** What nobody has written in for so long has its last version: a server that was away catches up with two days. */
const LOOKS_BACK_MS = 2 * DAY_MS
/** Documents looked after in one go; the rest a minute later. */
const AT_ONCE = 50

export interface VersionsDeps extends VersionDeps, VersionRouteDeps {
  db: Db
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  schedule: Pick<Schedule, 'every'>
  documents: {
    write(document: string, change: (doc: Y.Doc) => void, by?: { userId?: string }): Promise<{ seq: number }>
    compact(document: string): Promise<boolean>
    onWritten(listener: (document: string, seq: number, update: Uint8Array, by: string | null) => void): () => void
  }
  now(): Date
  log: { warn(fields: object, words: string): void }
}

export interface Versions {
  /** A job: versions of what was written since the last ones. Answers how many were kept. */
  keepDue(now?: Date): Promise<number>
  /** A job: what was deleted leaves the log, and old versions end. Answers how many documents were compacted. */
  forgetDeleted(now?: Date): Promise<number>
  commands: ReturnType<typeof versionCommands>
  routes: Route[]
  subscriptions: { 'version.restored'(payload: Topics['version.restored']): Promise<void> }
}

export function createVersions(deps: VersionsDeps): Versions {
  const { db, transaction, newId, documents, now: clock, log } = deps
  const editors = editorsNoted(documents)

  async function keepDue(now = clock()): Promise<number> {
    const due = await store.documentsDue(db, {
      versionBefore: new Date(now.getTime() - VERSION_EVERY_MINUTES * MINUTE_MS),
      writtenAfter: new Date(now.getTime() - LOOKS_BACK_MS),
      most: AT_ONCE,
    })
    let kept = 0
    for (const document of due) {
      // One damaged or oversized document must not keep the others from theirs.
      try {
        const anonymous = await isAnonymous(db, document)
        const keeping = { document, at: now, newId, name: null, namedBy: null, anonymous }
        const version = await transaction((tx) => keepVersion(tx, keeping))
        if (version.ok) kept += 1
        else log.warn({ document, reason: version.error.reason }, 'no version was kept')
      } catch (error) {
        log.warn({ err: error, document }, 'no version was kept')
      }
    }
    await editors.hand(async (document, seq, until) => {
      const nobody = await isAnonymous(db, document)
      return transaction((tx) => store.addEditors(tx, document, seq, nobody ? () => [] : until))
    })
    return kept
  }

  async function compactOld(before: Date): Promise<number> {
    let compacted = 0
    // Each once: one that cannot be compacted now is tried again at the next run.
    const tried = new Set<string>()
    for (;;) {
      const old = await store.documentsWithOldRows(db, before, AT_ONCE + tried.size)
      const next = old.filter((document) => !tried.has(document))
      if (next.length === 0) return compacted
      for (const document of next) {
        tried.add(document)
        try {
          if (await documents.compact(document)) compacted += 1
        } catch (error) {
          log.warn({ err: error, document }, 'a log could not be compacted')
        }
      }
    }
  }

  async function endOldVersions(now: Date): Promise<void> {
    await store.removeKeptBefore(db, new Date(now.getTime() - VERSIONS_KEPT_DAYS * DAY_MS))
    // A day more than the hourly ones are kept: those that have just become daily.
    const oldest = new Date(now.getTime() - HOURLY_KEPT_MS - DAY_MS)
    const rows = await store.keptBetween(db, oldest, new Date(now.getTime() - ALL_KEPT_MS))
    const byDocument = new Map<string, { versionId: string; at: number; bytes: number }[]>()
    for (const { document, versionId, createdAt } of rows) {
      const kept = byDocument.get(document) ?? []
      kept.push({ versionId, at: createdAt.getTime(), bytes: 0 })
      byDocument.set(document, kept)
    }
    for (const kept of byDocument.values()) await store.removeVersions(db, outlived(kept, now.getTime()))
  }

  async function restore({ document, versionId, before, userId }: Topics['version.restored']): Promise<void> {
    const state = await store.stateOf(db, document, versionId)
    if (state === null) return
    const version = store.documentOf([state])
    const change = parseDocumentName(document)?.kind === 'board' ? restoreBoard : restoreProposal
    let replaced: { state: Uint8Array; says: Y.Snapshot } | null = null
    try {
      const { seq } = await documents.write(
        document,
        (doc) => {
          replaced = { state: Y.encodeStateAsUpdate(doc), says: Y.snapshot(doc) }
          change(doc, version)
        },
        userId === null ? {} : { userId },
      )
      await keepReplaced(document, before, seq, replaced)
    } finally {
      version.destroy()
    }
  }

  /** Somebody may have written between the version kept before and the edit: their words are kept as well. */
  async function keepReplaced(
    document: string,
    before: string,
    seq: number,
    replaced: { state: Uint8Array; says: Y.Snapshot } | null,
  ): Promise<void> {
    const known = await store.stateOf(db, document, before)
    if (replaced === null || (known && Y.equalSnapshots(Y.snapshot(store.documentOf([known])), replaced.says))) return
    const stored = { seq: seq - 1, state: replaced.state }
    const anonymous = await isAnonymous(db, document)
    const keeping = { document, at: clock(), newId, name: null, namedBy: null, anonymous, stored }
    await transaction((tx) => keepVersion(tx, keeping))
  }

  async function forgetDeleted(now = clock()): Promise<number> {
    const compacted = await compactOld(new Date(now.getTime() - DELETED_TEXT_KEPT_HOURS * HOUR_MS))
    await endOldVersions(now)
    return compacted
  }

  deps.schedule.every('keep versions', MINUTE_MS, async () => void (await keepDue()))
  deps.schedule.every('forget deleted text', HOUR_MS, async () => void (await forgetDeleted()))
  return {
    keepDue,
    forgetDeleted,
    commands: versionCommands(deps),
    routes: versionRoutes(deps),
    subscriptions: { 'version.restored': restore },
  }
}
