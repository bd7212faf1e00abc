// Owns the port to durable storage: what an update log must promise. Implementations: memory-log, sql-log. A log never
// interprets the bytes it keeps.

/** One accepted update with who wrote it (S14). The bytes are what the server's own document emitted (S10). */
export interface NewRow {
  bytes: Uint8Array
  userId: string | null
  sessionId: string | null
  clientId: number | null
}

/** Whose a client id is in a document (S8); null: the server's own. */
export interface Lease {
  clientId: number
  owner: string | null
}

export interface StoredRow {
  seq: number
  bytes: Uint8Array
  /** They are not the bytes that were appended: the checksum says otherwise. */
  damaged?: true
}

export interface LoadedDocument {
  /** The last sequence number given out; 0 for a document that does not exist yet. */
  seq: number
  snapshot: Uint8Array | null
  /** It is not what was stored. */
  snapshotDamaged?: true
  /** The snapshot contains every row up to and including this one. */
  snapshotSeq: number
  /** Rows after the snapshot, by seq. */
  rows: StoredRow[]
  /** Every client id that has written here. */
  clients: Lease[]
}

export interface Append {
  document: string
  rows: readonly NewRow[]
  /** Client ids that are taken with these rows. */
  clients?: readonly Lease[]
}

/** Nothing of a batch was stored, because a client id in it has another owner by now (S8). */
export class ClientIdTaken extends Error {}

/** Something in a log is not what was stored, or is missing. */
export class DamagedDocument extends Error {
  override name = 'DamagedDocument'

  /** @param at the first row that cannot be used; null: it is not known which */
  constructor(
    readonly at: number | 'snapshot' | null,
    message: string,
  ) {
    super(message)
  }
}

export interface UpdateLog {
  /** One consistent view of a document. What is not as it was stored comes with the word `damaged` (F11). */
  load(document: string): Promise<LoadedDocument>
  /**
   * One transaction for all: resolves once everything is on disk, rejects with nothing stored (or, when the connection
   * broke on the commit itself, with an unknown outcome: the caller loads again). Documents are in name order, each at
   * most once. A client id that has another owner by now fails all of it with `ClientIdTaken`. Each document gets numbers that
   * follow its last one without a gap; the first one given is returned by name.
   */
  append(batch: readonly Append[]): Promise<Map<string, number>>
  /** Rows after `seq`, or null when some of them have been compacted away. */
  after(document: string, seq: number): Promise<StoredRow[] | null>
  /** The last number given out in each of these documents that exists. */
  heads(documents: readonly string[]): Promise<Map<string, number>>
  /** Whose these client ids are; those nobody has are left out. */
  clients(document: string, clientIds: readonly number[]): Promise<Lease[]>
  /** Replaces the rows up to `seq` by the snapshot in one transaction; false when a newer snapshot is there already. */
  compact(document: string, snapshot: Uint8Array, seq: number): Promise<boolean>
}
