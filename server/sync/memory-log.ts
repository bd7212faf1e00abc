// Owns an update log without a disk, for tests and trials. It keeps the port's promises except the one in the name.
import { crc32 } from 'node:zlib'
import {
  type Append,
  ClientIdTaken,
  type Lease,
  type LoadedDocument,
  type NewRow,
  type StoredRow,
  type UpdateLog,
} from './log.ts'

/** All that is kept of one document. */
export interface Kept {
  seq: number
  snapshot: Uint8Array | null
  /** Of the snapshot, as of each row, when it came; one read from a file has been checked there. */
  snapshotChecksum?: number
  snapshotSeq: number
  rows: (NewRow & StoredRow & { checksum?: number })[]
  clients: Map<number, string | null>
}

export interface MemoryLog extends UpdateLog {
  /** Everything kept for a document, with who wrote it. */
  rows(document: string): readonly (NewRow & StoredRow)[]
  /** Why this batch cannot be appended; null when it can. */
  objection(batch: readonly Append[]): Error | null
}

/** For a log that is memory and a file. */
export interface MemoryStore extends MemoryLog {
  /** Whether `compact` up to there would be taken. */
  compactable(document: string, seq: number): boolean
  documents(): Iterable<readonly [string, Kept]>
  bytes(): number
  restore(document: string, kept: Kept): void
}

const leasesOf = (clients: ReadonlyMap<number, string | null>): Lease[] =>
  [...clients].map(([clientId, owner]) => ({ clientId, owner }))

const nothing = (): Kept => ({ seq: 0, snapshot: null, snapshotSeq: 0, rows: [], clients: new Map() })

/** Near enough: a row beside its bytes names a person and a session. */
const ROW_BYTES = 60

function bytesOf({ snapshot, rows }: Kept): number {
  return (snapshot?.length ?? 0) + rows.reduce((sum, { bytes }) => sum + bytes.length + ROW_BYTES, 0)
}

const isDamaged = (bytes: Uint8Array, checksum: number | undefined) =>
  checksum !== undefined && crc32(bytes) !== checksum

export function memoryLog(): MemoryStore {
  const documents = new Map<string, Kept>()
  const copy = (bytes: Uint8Array) => new Uint8Array(bytes)
  const stored = ({ seq, bytes, checksum }: Kept['rows'][number]): StoredRow =>
    isDamaged(bytes, checksum) ? { seq, bytes: copy(bytes), damaged: true } : { seq, bytes: copy(bytes) }

  function objection(batch: readonly Append[]): Error | null {
    for (const { document, clients = [] } of batch) {
      const known = documents.get(document)?.clients
      for (const { clientId, owner } of clients) {
        if ((known?.get(clientId) ?? owner) !== owner || (owner !== null && known?.get(clientId) === null)) {
          return new ClientIdTaken(`client id ${clientId} of ${document} has another owner`)
        }
      }
    }
    return null
  }

  function compactable(document: string, seq: number): boolean {
    const kept = documents.get(document)
    return kept !== undefined && kept.snapshotSeq < seq && kept.seq >= seq
  }

  return {
    rows: (document) => documents.get(document)?.rows ?? [],
    objection,
    compactable,
    documents: () => documents,
    bytes: () => [...documents.values()].reduce((sum, kept) => sum + bytesOf(kept), 0),
    restore: (document, kept) => void documents.set(document, kept),

    async load(document): Promise<LoadedDocument> {
      const kept = documents.get(document)
      if (kept === undefined) return { seq: 0, snapshot: null, snapshotSeq: 0, rows: [], clients: [] }
      const { seq, snapshotSeq } = kept
      const snapshot = kept.snapshot === null ? null : copy(kept.snapshot)
      const damaged = snapshot !== null && isDamaged(snapshot, kept.snapshotChecksum)
      const loaded = { seq, snapshot, snapshotSeq, rows: kept.rows.map(stored), clients: leasesOf(kept.clients) }
      return damaged ? { ...loaded, snapshotDamaged: true } : loaded
    },

    async append(batch: readonly Append[]) {
      const refused = objection(batch)
      if (refused !== null) throw refused
      const first = new Map<string, number>()
      for (const { document, rows, clients = [] } of batch) {
        const kept = documents.get(document) ?? nothing()
        documents.set(document, kept)
        for (const { clientId, owner } of clients) kept.clients.set(clientId, owner)
        first.set(document, kept.seq + 1)
        for (const row of rows) {
          kept.rows.push({ ...row, bytes: copy(row.bytes), checksum: crc32(row.bytes), seq: ++kept.seq })
        }
      }
      return first
    },

    async after(document, seq) {
      const kept = documents.get(document)
      if (kept === undefined) return []
      if (kept.snapshotSeq > seq) return null
      return kept.rows.filter((row) => row.seq > seq).map(stored)
    },

    async heads(names) {
      return new Map(
        names.flatMap((name) => [[name, documents.get(name)?.seq ?? 0] as const]).filter(([, seq]) => seq > 0),
      )
    },

    async clients(document, clientIds) {
      const known = documents.get(document)?.clients ?? new Map<number, string | null>()
      return leasesOf(known).filter(({ clientId }) => clientIds.includes(clientId))
    },

    async compact(document, snapshot, seq) {
      const kept = documents.get(document)
      if (kept === undefined || !compactable(document, seq)) return false
      kept.snapshot = copy(snapshot)
      kept.snapshotChecksum = crc32(snapshot)
      kept.snapshotSeq = seq
      kept.rows = kept.rows.filter((row) => row.seq > seq)
      return true
    },
  }
}
