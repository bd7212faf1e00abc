// Owns the audit trail as it is stored. Entries are only ever added, at the end of a transaction that changes a case: the chain's
// lock is the last one taken, and held until the commit, so that numbers have no gap and no two entries follow on the same one.

import { asc, desc, gt, inArray, sql } from 'drizzle-orm'
import type { MoveName } from '../../../shared/cases.ts'
import type { EscalationId, IdeaId, UserId } from '../../../shared/model.ts'
import type { Reader, Tx } from '../../platform/database/handle.ts'
import { caseAnchors, caseMoves } from '../../platform/database/schema/index.ts'
import type { Case } from '../clock/case.ts'
import { type AuditEntry, type AuditFacts, entryAfter } from './chain.ts'

/** Any fixed number that no other lock of the program has. */
const CHAIN_LOCK = 7_104_131
const READ_ROWS = 1_000

export interface Entry {
  escalationId: EscalationId
  ideaId: IdeaId
  move: MoveName
  by: UserId | null
  words: string | null
  also: string | null
  after: Case
  at: Date
  /** Without signing in, by the link in a mail. */
  via?: 'link' | undefined
}

/** What is kept of an idea beside the moves of its cases: that its author was asked for their name, and that they gave it. */
export interface IdeaEntry {
  ideaId: IdeaId
  move: 'ask-name' | 'sign'
  by: UserId
  at: Date
}

/** In place of a case's id; no case has it. */
const OF_NO_CASE = ''

/** In the one chain of all entries. Nothing may be locked after this in the same transaction. */
export async function appendOfIdea(tx: Tx, entry: IdeaEntry): Promise<void> {
  const nothing = { escalationId: OF_NO_CASE, words: null, also: null, after: {} }
  await put(tx, { ...nothing, ...entry })
}

/** Its number. Nothing may be locked after this in the same transaction. */
export async function append(tx: Tx, { via, after, ...entry }: Entry): Promise<number> {
  // Beside the case and not in a column of its own: entries from before hash as they did, and a node of the version before reads
  // and verifies this one.
  return put(tx, { ...entry, after: via ? { ...after, via } : after })
}

type Facts = Omit<AuditFacts, 'seq' | 'at'> & { at: Date }

async function put(tx: Tx, entry: Facts): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`)
  const [last] = await tx
    .select({ seq: caseMoves.seq, hash: caseMoves.hash })
    .from(caseMoves)
    .orderBy(desc(caseMoves.seq))
    .limit(1)
  const { at, ...facts } = entry
  const { seq, hash } = entryAfter(last ?? null, { ...facts, at: at.getTime() })
  // What follows an entry of no case is nothing.
  const after = entry.after as StoredMove['after']
  await tx.insert(caseMoves).values({ ...facts, after, at, seq, hash })
  return seq
}

export type StoredMove = typeof caseMoves.$inferSelect

/** Oldest first. */
export async function movesOf(reader: Reader, ids: readonly EscalationId[]): Promise<StoredMove[]> {
  if (ids.length === 0) return []
  return reader
    .select()
    .from(caseMoves)
    .where(inArray(caseMoves.escalationId, [...ids]))
    .orderBy(asc(caseMoves.seq))
}

/** All of it, in order, a few at a time. */
export async function* everyEntry(reader: Reader): AsyncGenerator<AuditEntry> {
  let after = 0
  for (;;) {
    const rows = await reader
      .select()
      .from(caseMoves)
      .where(gt(caseMoves.seq, after))
      .orderBy(asc(caseMoves.seq))
      .limit(READ_ROWS)
    for (const { at, ...row } of rows) yield { ...row, at: at.getTime() }
    if (rows.length < READ_ROWS) return
    after = rows.at(-1)!.seq
  }
}

export interface Anchor {
  day: string
  seq: number
  hash: string
}

/** How far the trail is, once a day; null: it was noted already, or there is nothing yet. */
export async function anchor(reader: Reader, day: string): Promise<Anchor | null> {
  const { rows } = await reader.execute<{ day: string; seq: string | number; hash: string }>(sql`
    insert into case_anchors (day, seq, hash) select ${day}, seq, hash from case_moves order by seq desc limit 1
    on conflict (day) do nothing returning day, seq, hash`)
  const [noted] = rows
  return noted ? { day: noted.day, seq: Number(noted.seq), hash: noted.hash } : null
}

export async function anchorsOf(reader: Reader): Promise<Anchor[]> {
  return reader
    .select({ day: caseAnchors.day, seq: caseAnchors.seq, hash: caseAnchors.hash })
    .from(caseAnchors)
    .orderBy(asc(caseAnchors.day))
}
