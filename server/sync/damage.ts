// Owns what is left of a document whose log is damaged (F11): everything before the first thing that is not what was stored, or
// what the program kept of it and the sound rows after that, whichever reaches further. It never changes the log, and gives
// out nothing that comes after a gap.
import { DamagedDocument, type LoadedDocument } from './log.ts'
import { Replica } from './replica.ts'

export interface Damage {
  /** The first thing in the log that cannot be used. */
  at: number | 'snapshot'
  /** What is served holds every row up to this one. */
  upTo: number
  /** When it was last looked whether the log can be read again. */
  lookedAt: number
}

/** A document as the program kept it: one update that holds every row up to `seq`. */
export interface KeptState {
  seq: number
  state: Uint8Array
}

export interface Left {
  left: LoadedDocument
  damage: Omit<Damage, 'lookedAt'>
}

/** Null when there is nothing to show: a damaged document is never served empty (S16). */
export function whatIsLeft(loaded: LoadedDocument, found: DamagedDocument, kept: KeptState | null): Left | null {
  if (found.at === null) return null
  const own = beforeDamage(loaded)
  const other = kept === null ? null : beforeDamage(since(loaded, kept))
  const left = own === null || (other !== null && other.seq > own.seq) ? other : own
  if (left === null || left.seq === 0) return null
  return { left, damage: { at: own === null ? 'snapshot' : own.seq + 1, upTo: left.seq } }
}

function since({ seq, rows, clients }: LoadedDocument, kept: KeptState): LoadedDocument {
  return {
    seq: Math.max(seq, kept.seq),
    snapshot: kept.state,
    snapshotSeq: kept.seq,
    rows: rows.filter((row) => row.seq > kept.seq),
    clients,
  }
}

/** Up to the row before the damaged one, found by trying; null when not even what it begins with can be read. */
function beforeDamage(loaded: LoadedDocument): LoadedDocument | null {
  for (let part = loaded; ; ) {
    const broken = brokenAt(part)
    if (broken === null) return part
    if (typeof broken !== 'number' || broken <= part.snapshotSeq) return null
    part = { ...part, seq: broken - 1, rows: part.rows.filter(({ seq }) => seq < broken) }
  }
}

function brokenAt(loaded: LoadedDocument): number | 'snapshot' | 'all' | null {
  try {
    const replica = new Replica(loaded)
    replica.doc()
    replica.drop()
    return null
  } catch (cause) {
    return cause instanceof DamagedDocument ? (cause.at ?? 'all') : 'all'
  }
}

/** Whether the log can be opened as if nothing had happened. */
export function isSound(loaded: LoadedDocument): boolean {
  return brokenAt(loaded) === null
}
