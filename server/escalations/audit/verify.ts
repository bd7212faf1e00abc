// Owns checking the audit trail: the chain of its entries from the first to the last, and the marks that were noted of it before
// (FAULTS F80). It must never change anything.

import type { Reader } from '../../platform/database/handle.ts'
import { type Broken, firstBroken } from './chain.ts'
import { type Anchor, anchorsOf, everyEntry } from './store.ts'

export type Verified =
  | { whole: true; entries: number; hash: string | null }
  | { whole: false; entries: number; broken: Broken | { seq: number; what: 'not-as-noted'; day: string } }

/** `noted`: marks kept elsewhere, as in a log; those in the database are checked in any case. */
export async function verify(reader: Reader, noted: readonly Anchor[] = []): Promise<Verified> {
  // Marks first: an entry that is added meanwhile is after all of them.
  const marks = new Map<number, Anchor[]>()
  for (const mark of [...(await anchorsOf(reader)), ...noted]) {
    marks.set(mark.seq, [...(marks.get(mark.seq) ?? []), mark])
  }
  let entries = 0
  let hash: string | null = null
  let wrong: Anchor | null = null
  async function* counted() {
    for await (const entry of everyEntry(reader)) {
      wrong ??= (marks.get(entry.seq) ?? []).find((mark) => mark.hash !== entry.hash) ?? null
      marks.delete(entry.seq)
      yield entry
      entries += 1
      hash = entry.hash
    }
  }
  const broken = await firstBroken(counted())
  if (broken) return { whole: false, entries, broken }
  // A trail that ends before a mark was cut off; one that differs at a mark was written anew from somewhere before it.
  const missed: Anchor | null =
    wrong ?? [...marks.values()].flat().toSorted((one, other) => one.seq - other.seq)[0] ?? null
  if (missed) return { whole: false, entries, broken: { seq: missed.seq, what: 'not-as-noted', day: missed.day } }
  return { whole: true, entries, hash }
}
