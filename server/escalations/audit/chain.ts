// Owns the chain of the audit trail: every entry carries a hash of itself and of the one before it, so that nothing can be changed,
// taken out or put in between without the rest of the chain saying so (FAULTS F80). Pure.

import { createHash } from 'node:crypto'

/** One move of a case, as it is kept for ever. */
export interface AuditFacts {
  /** Counts all moves of the organisation, without a gap. */
  seq: number
  escalationId: string
  ideaId: string
  move: string
  /** Null: the clock moved. */
  by: string | null
  /** What was said; null: nothing. */
  words: string | null
  /** Of a decline: what would change their mind. Of a stop: what was learnt. Null: nothing. */
  also: string | null
  /** The case after it, as stored. */
  after: unknown
  /** ms since 1970. */
  at: number
}

export interface AuditEntry extends AuditFacts {
  /** Hex of SHA-256. */
  hash: string
}

/** What the first entry follows on. */
export const BEGINNING = '0'.repeat(64)

/** The same facts give the same text, in whatever order a database returns the keys of what it holds. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  entries.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

export function hashOf(previous: string, facts: AuditFacts): string {
  const { seq, escalationId, ideaId, move, by, words, also, after, at } = facts
  const text = canonical([previous, seq, escalationId, ideaId, move, by, words, also, after, at])
  return createHash('sha256').update(text).digest('hex')
}

export function entryAfter(
  previous: Pick<AuditEntry, 'seq' | 'hash'> | null,
  facts: Omit<AuditFacts, 'seq'>,
): AuditEntry {
  const next = { ...facts, seq: (previous?.seq ?? 0) + 1 }
  return { ...next, hash: hashOf(previous?.hash ?? BEGINNING, next) }
}

export type Broken = { seq: number; what: 'missing' | 'changed' }

/** The first place at which the chain is not what was written; null: it is whole up to its last entry. */
export async function firstBroken(entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>): Promise<Broken | null> {
  let previous: { seq: number; hash: string } = { seq: 0, hash: BEGINNING }
  for await (const entry of entries) {
    if (entry.seq !== previous.seq + 1) return { seq: previous.seq + 1, what: 'missing' }
    if (entry.hash !== hashOf(previous.hash, entry)) return { seq: entry.seq, what: 'changed' }
    previous = entry
  }
  return null
}
