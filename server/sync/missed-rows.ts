// Owns the reading of what a node has missed (S25): the rows after a number, or everything when some were compacted away.
import type { UpdateLog } from './log.ts'

/** Updates that together contain everything after `seq`, and the number they lead to. */
export async function rowsSince(
  log: UpdateLog,
  document: string,
  seq: number,
): Promise<{ updates: Uint8Array[]; seq: number }> {
  const rows = await log.after(document, seq)
  if (rows === null) {
    const loaded = await log.load(document)
    const snapshot = loaded.snapshot === null ? [] : [loaded.snapshot]
    return { updates: [...snapshot, ...loaded.rows.map((row) => row.bytes)], seq: loaded.seq }
  }
  let expected = seq
  for (const row of rows) if (row.seq !== ++expected) throw new Error(`row ${expected} is missing from the log`)
  return { updates: rows.map((row) => row.bytes), seq: expected }
}
