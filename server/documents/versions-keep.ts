// Owns keeping a version: from what is on disk, within the limits, inside the caller's transaction. Who may ask for one is
// not decided here.

import * as limits from '../../shared/limits.ts'
import type { VersionId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import type { Tx } from '../platform/database/handle.ts'
import * as store from './versions-store.ts'
import { crowdedOut, outlived } from './versions-thinning.ts'

export interface Keeping {
  document: string
  at: Date
  newId: () => string
  /** Null: kept by itself. */
  name: string | null
  namedBy: string | null
  /** On anonymous boards nobody is written down. */
  anonymous: boolean
  /** The document as it was in a moment that the log has passed; absent: as it is. */
  stored?: store.Stored
}

/**
 * A version that holds nothing new is not made: the newest is it, and gets the name.
 * Refuses: nothing-yet, version-too-large, too-many-versions, versions-too-large.
 */
export async function keepVersion(tx: Tx, keeping: Keeping): Promise<Outcome<VersionId>> {
  const { document, at, name, namedBy, anonymous } = keeping
  await store.lockVersions(tx, document)
  const stored = keeping.stored ?? (await store.storedDocument(tx, document))
  if (!stored) return refuse('conflict', 'nothing-yet', 'nothing has been written here yet')
  const there = await store.versionsOf(tx, document)
  const [newest] = there
  const room = roomFor(stored.state.length, name !== null, there)
  if (!room.ok) return room
  if (newest && newest.seq === stored.seq && !keeping.stored && (name === null || newest.name === null)) {
    if (name !== null) await store.updateVersion(tx, newest.versionId as VersionId, { name, namedBy, createdAt: at })
    return done(newest.versionId as VersionId)
  }
  const versionId = keeping.newId() as VersionId
  const editors = anonymous ? [] : await store.editorsInLog(tx, document, newest?.seq ?? 0)
  const { seq, state } = stored
  await store.insertVersion(tx, { versionId, document, seq, state, name, namedBy, editors, createdAt: at })
  await makeRoom(tx, document, at)
  return done(versionId)
}

/** Named ones are counted and refused; those kept by themselves make room for each other afterwards. */
function roomFor(bytes: number, named: boolean, there: readonly store.VersionRow[]): Outcome<null> {
  if (bytes > limits.VERSION_MAX_BYTES) {
    return refuse('too-large', 'version-too-large', 'this document is too large to keep versions of', {
      limit: limits.VERSION_MAX_BYTES,
    })
  }
  if (!named) return done(null)
  const kept = there.filter(({ name }) => name !== null)
  if (kept.length >= limits.VERSIONS_NAMED_MAX) {
    return refuse('conflict', 'too-many-versions', `at most ${limits.VERSIONS_NAMED_MAX} named versions; remove one`, {
      limit: limits.VERSIONS_NAMED_MAX,
    })
  }
  const weight = kept.reduce((sum, version) => sum + version.bytes, bytes)
  if (weight > limits.VERSIONS_MAX_BYTES_PER_DOCUMENT) {
    return refuse('too-large', 'versions-too-large', 'the named versions weigh too much together; remove one', {
      limit: limits.VERSIONS_MAX_BYTES_PER_DOCUMENT,
    })
  }
  return done(null)
}

async function makeRoom(tx: Tx, document: string, now: Date): Promise<void> {
  const all = (await store.versionsOf(tx, document)).map((row) => ({ ...row, at: row.createdAt.getTime() }))
  const byThemselves = all.filter(({ name }) => name === null)
  const old = new Set(outlived(byThemselves, now.getTime()))
  const left = byThemselves.filter(({ versionId }) => !old.has(versionId))
  const named = all.reduce((sum, { name, bytes }) => sum + (name === null ? 0 : bytes), 0)
  const crowded = crowdedOut(left, {
    count: limits.VERSIONS_KEPT_MAX,
    bytes: limits.VERSIONS_MAX_BYTES_PER_DOCUMENT - named,
  })
  await store.removeVersions(tx, [...old, ...crowded])
}
