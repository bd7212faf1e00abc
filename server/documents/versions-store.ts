// Owns the rows of versions and reading a document as its log has it: through the transaction at hand, because on the
// embedded database the engine cannot be waited for inside one. It never writes the log.

import { crc32 } from 'node:zlib'
import { and, desc, eq, gt, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import type { VersionId } from '../../shared/model.ts'
import { DamagedDocument } from '../platform/database/damaged.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { documentVersions, syncUpdates } from '../platform/database/schema/index.ts'

export interface Stored {
  /** The last number of its log. */
  seq: number
  /** The document as one update, deleted text left out. */
  state: Uint8Array
}

interface Part extends Record<string, unknown> {
  seq: string | number
  bytes: Uint8Array | null
  checksum: string | number | null
}

/**
 * Null for a document in which nothing was ever written. One statement, so that no compaction falls in between. Throws when
 * something of it is not what was stored: that is not kept as if it had been written.
 */
export async function storedDocument(reader: Reader, document: string): Promise<Stored | null> {
  const { rows } = await reader.execute<Part>(sql`
    select 0 as part, d.seq, d.snapshot as bytes,
      case when d.snapshot_checksum_seq = d.snapshot_seq then d.snapshot_checksum end as checksum
    from sync_documents d where d.name = ${document}
    union all
    select 1, u.seq, u.bytes, u.checksum from sync_updates u join sync_documents d on d.name = u.document
    where u.document = ${document} and u.seq > d.snapshot_seq
    order by 1, 2`)
  const [head] = rows
  if (!head || Number(head.seq) === 0) return null
  for (const { bytes, checksum } of rows) {
    if (bytes === null || checksum === null || crc32(bytes) === Number(checksum)) continue
    throw new DamagedDocument('something in the log is not what was stored')
  }
  const doc = documentOf(rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes])))
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { seq: Number(head.seq), state }
}

/** Throws when they do not fit together: a damaged document is not kept as if it were whole. */
export function documentOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new DamagedDocument('the log has a gap')
  return doc
}

/** Until the end of the transaction nobody else keeps or names versions of this document. */
export async function lockVersions(tx: Tx, document: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`versions ${document}`}, 0))`)
}

const facts = {
  versionId: documentVersions.versionId,
  seq: documentVersions.seq,
  name: documentVersions.name,
  namedBy: documentVersions.namedBy,
  editors: documentVersions.editors,
  createdAt: documentVersions.createdAt,
  bytes: sql<number>`length(${documentVersions.state})`.mapWith(Number),
}

export type VersionRow = Awaited<ReturnType<typeof versionsOf>>[number]

/** Newest first, without their contents. */
export async function versionsOf(reader: Reader, document: string) {
  return reader
    .select(facts)
    .from(documentVersions)
    .where(eq(documentVersions.document, document))
    .orderBy(desc(documentVersions.seq), desc(documentVersions.createdAt), desc(documentVersions.versionId))
}

export async function stateOf(reader: Reader, document: string, versionId: string): Promise<Uint8Array | null> {
  const [row] = await reader
    .select({ state: documentVersions.state })
    .from(documentVersions)
    .where(and(eq(documentVersions.document, document), eq(documentVersions.versionId, versionId)))
  return row?.state ?? null
}

/** The newest there is of a document whose log is damaged (SYNC S16). */
export async function newestState(reader: Reader, document: string): Promise<Stored | null> {
  const [row] = await reader
    .select({ seq: documentVersions.seq, state: documentVersions.state })
    .from(documentVersions)
    .where(eq(documentVersions.document, document))
    .orderBy(desc(documentVersions.seq), desc(documentVersions.createdAt))
    .limit(1)
  return row ?? null
}

export async function insertVersion(tx: Tx, row: typeof documentVersions.$inferInsert): Promise<void> {
  await tx.insert(documentVersions).values(row)
}

export async function updateVersion(
  tx: Tx,
  versionId: VersionId,
  changes: Partial<typeof documentVersions.$inferInsert>,
): Promise<void> {
  await tx.update(documentVersions).set(changes).where(eq(documentVersions.versionId, versionId))
}

export async function removeVersions(reader: Reader, versionIds: readonly string[]): Promise<void> {
  if (versionIds.length === 0) return
  await reader.delete(documentVersions).where(inArray(documentVersions.versionId, [...versionIds]))
}

/** Those of the editors since `seq` whose rows are still in the log. */
export async function editorsInLog(reader: Reader, document: string, seq: number): Promise<string[]> {
  const rows = await reader
    .selectDistinct({ userId: syncUpdates.userId })
    .from(syncUpdates)
    .where(and(eq(syncUpdates.document, document), gt(syncUpdates.seq, seq)))
  return rows.flatMap(({ userId }) => (userId === null ? [] : [userId]))
}

/** Boards, proposals and minutes written in since their last version, which is old enough; the longest waiting first. */
export async function documentsDue(
  reader: Reader,
  due: { versionBefore: Date; writtenAfter: Date; most: number },
): Promise<string[]> {
  const { rows } = await reader.execute<{ name: string }>(sql`
    select d.name from sync_documents d
    left join lateral (
      select v.seq, v.created_at from document_versions v where v.document = d.name
      order by v.seq desc, v.created_at desc limit 1
    ) v on true
    where (d.name like 'board.%' or d.name like 'proposal.%' or d.name like 'minutes.%')
      and d.updated_at > ${due.writtenAfter.toISOString()} and d.seq > coalesce(v.seq, 0)
      and coalesce(v.created_at, d.created_at) <= ${due.versionBefore.toISOString()}
    order by coalesce(v.created_at, d.created_at), d.name
    limit ${due.most}`)
  return rows.map(({ name }) => name)
}

/** Documents whose log holds something older than that; their deleted text is in it, or in the snapshot under it. */
export async function documentsWithOldRows(reader: Reader, before: Date, most: number): Promise<string[]> {
  const rows = await reader
    .selectDistinct({ document: syncUpdates.document })
    .from(syncUpdates)
    .where(lt(syncUpdates.receivedAt, before))
    .orderBy(syncUpdates.document)
    .limit(most)
  return rows.map(({ document }) => document)
}

/** Versions kept by themselves between these two moments, per document. */
export async function keptBetween(reader: Reader, from: Date, to: Date) {
  return reader
    .select({ document: documentVersions.document, versionId: facts.versionId, createdAt: facts.createdAt })
    .from(documentVersions)
    .where(and(isNull(documentVersions.name), gt(documentVersions.createdAt, from), lt(documentVersions.createdAt, to)))
}

export async function removeKeptBefore(reader: Reader, before: Date): Promise<void> {
  await reader
    .delete(documentVersions)
    .where(and(isNull(documentVersions.name), lt(documentVersions.createdAt, before)))
}

/** Adds to the first version that holds row `seq`; answers its last row, or null when there is none yet. */
export async function addEditors(
  tx: Tx,
  document: string,
  seq: number,
  until: (last: number) => readonly string[],
): Promise<number | null> {
  const [version] = await tx
    .select({ versionId: facts.versionId, seq: facts.seq, editors: facts.editors })
    .from(documentVersions)
    .where(and(eq(documentVersions.document, document), gte(documentVersions.seq, seq)))
    .orderBy(documentVersions.seq, documentVersions.createdAt)
    .limit(1)
    .for('update')
  if (!version) return null
  const editors = [...new Set([...version.editors, ...until(version.seq)])]
  if (editors.length > version.editors.length) await updateVersion(tx, version.versionId as VersionId, { editors })
  return version.seq
}
