// Owns the edits of one commit as one transaction, and what is stored of them (S10, S14): a row for each author with what the guard let
// through, and one of nobody's for what followed from their meeting. All rows together say what the Y.Doc emitted.
import type { Applying } from './applying.ts'
import type { Batch, Edit, Row } from './batch.ts'
import { Known } from './known.ts'
import { outlineOf } from './layout.ts'
import { mergeBounded } from './merge.ts'
import type { Replica } from './replica.ts'

/**
 * Edits that come together are applied together; when one of them cannot be, each by itself. Answers those to be judged once more,
 * `aside` among them.
 */
export function applyAll(batch: Batch, replica: Replica, applying: Applying, aside: readonly Edit[]): Edit[] {
  let later = [...aside]
  const apply = () => {
    for (const op of batch.ops) {
      if (op.kind === 'change') applying.change(op, batch)
      else if (later.some(({ seat }) => seat === op.seat)) later.push(op)
      else if (applying.edit(op, batch) === 'look again') later.push(op)
    }
  }
  const alike = batch.ops.length > 1 && batch.ops.every(({ kind }) => kind === 'edit')
  batch.emitted = alike ? replica.together(apply) : null
  if (batch.emitted !== null) settle(batch, batch.emitted)
  else {
    batch.rows = []
    later = [...aside]
    apply()
  }
  return later
}

/** `emitted`: what the Y.Doc said of the whole transaction, and then what it tidied up by itself. */
export function settle(batch: Batch, [first, ...tidied]: readonly Uint8Array[]): void {
  if (first === undefined) {
    batch.rows = []
    return
  }
  const implied = impliedDeletions(first, batch.rows)
  batch.rows = inOneHand(batch.rows)
  const [{ from } = { from: null }] = batch.rows
  if (from === null) return
  const nobodys = implied === null ? tidied : [implied, ...tidied]
  for (const bytes of nobodys) batch.rows.push({ bytes, userId: null, sessionId: null, clientId: null, from })
  if (tidied.length > 0) batch.tidied = true
}

/** So many edits of one connection in a row are a flood, and a flood is one row. */
const FLOOD = 8

function inOneHand(rows: readonly Row[]): Row[] {
  const kept: Row[] = []
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const [first] = rows.slice(from, from + 1)
    if (first === undefined) break
    while (rows[to]?.from === first.from && rows[to]?.clientId === first.clientId) to += 1
    const hand = rows.slice(from, to)
    if (hand.length < FLOOD) kept.push(...hand)
    else kept.push({ ...first, bytes: mergeBounded(hand.map(({ bytes }) => bytes)) })
  }
  return kept
}

/** Of two values for one key only one stays: nobody deleted the other. Null when there is nothing of the kind. */
function impliedDeletions(emitted: Uint8Array, rows: readonly Row[]): Uint8Array | null {
  const outline = outlineOf(emitted)
  if (outline === null || outline.ds.clients.size === 0) return null
  const said = new Known()
  for (const { bytes } of rows) {
    const ds = outlineOf(bytes)?.ds
    if (ds !== undefined) said.add({ structs: [], ds })
  }
  const missing = new Known()
  for (const [client, ranges] of outline.ds.clients) {
    for (const range of ranges) {
      const ds = { clients: new Map([[client, [range]]]) }
      if (!said.contains({ structs: [], ds })) missing.add({ structs: [], ds })
    }
  }
  return missing.deletes ? missing.deletions() : null
}
