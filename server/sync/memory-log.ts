// Owns an update log without a disk, for tests and trials. It keeps the port's promises except the one in the name.
import type { Append, LoadedDocument, NewRow, StoredRow, UpdateLog } from './log.ts'

interface Kept {
  seq: number
  snapshot: Uint8Array | null
  snapshotSeq: number
  rows: (NewRow & StoredRow)[]
}

export interface MemoryLog extends UpdateLog {
  /** Everything kept for a document, with who wrote it. */
  rows(document: string): readonly (NewRow & StoredRow)[]
}

export function memoryLog(): MemoryLog {
  const documents = new Map<string, Kept>()
  const copy = (bytes: Uint8Array) => new Uint8Array(bytes)

  return {
    rows: (document) => documents.get(document)?.rows ?? [],

    async load(document): Promise<LoadedDocument> {
      const kept = documents.get(document)
      if (kept === undefined) return { seq: 0, snapshot: null, snapshotSeq: 0, rows: [] }
      const rows = kept.rows.map((row) => ({ seq: row.seq, bytes: copy(row.bytes) }))
      const snapshot = kept.snapshot === null ? null : copy(kept.snapshot)
      return { seq: kept.seq, snapshot, snapshotSeq: kept.snapshotSeq, rows }
    },

    async append(batch: readonly Append[]) {
      const first = new Map<string, number>()
      for (const { document, rows } of batch) {
        const kept = documents.get(document) ?? { seq: 0, snapshot: null, snapshotSeq: 0, rows: [] }
        documents.set(document, kept)
        first.set(document, kept.seq + 1)
        for (const row of rows) kept.rows.push({ ...row, bytes: copy(row.bytes), seq: ++kept.seq })
      }
      return first
    },

    async after(document, seq) {
      const kept = documents.get(document)
      if (kept === undefined) return []
      if (kept.snapshotSeq > seq) return null
      return kept.rows.filter((row) => row.seq > seq).map((row) => ({ seq: row.seq, bytes: copy(row.bytes) }))
    },

    async heads(names) {
      return new Map(
        names.flatMap((name) => [[name, documents.get(name)?.seq ?? 0] as const]).filter(([, seq]) => seq > 0),
      )
    },

    async compact(document, snapshot, seq) {
      const kept = documents.get(document)
      if (kept === undefined || kept.snapshotSeq >= seq || kept.seq < seq) return false
      kept.snapshot = copy(snapshot)
      kept.snapshotSeq = seq
      kept.rows = kept.rows.filter((row) => row.seq > seq)
      return true
    },
  }
}
