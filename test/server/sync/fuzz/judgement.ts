// What must be true once there is peace (FAULTS I1 to I3, I9): one document everywhere, and nothing lost of what was said to
// be kept.
import { expect } from 'vitest'
import * as Y from 'yjs'
import { fingerprint } from '../../../../server/sync/index.ts'
import { decode, Known } from '../../../../server/sync/known.ts'
import { replay } from '../../../../server/sync/replay.ts'
import type { War } from './war.ts'

export async function judge(war: War): Promise<void> {
  expect(war.witness.wrongs).toEqual([])
  for (const document of war.terrain.documents) await judgeDocument(war, document)
  for (const line of war.hostile) expect(line.readyState, 'a hostile connection is ended').toBe(3)
}

async function judgeDocument(war: War, document: string): Promise<void> {
  const truth = await replayed(war, document)
  const print = fingerprint(truth)
  expect(pendingIn(truth), 'I3 in the log').toEqual([null, null])
  // Everything that was ever stored is in what the log holds now: acknowledgements were compared with it as they came (I1).
  const held = known(truth)
  expect(held.covers(war.log.in(document).known), `I1 rows of ${document} are missing from the log`).toBe(true)
  const writes = war.serverWrites.filter((write) => write.document === document).map(({ value }) => value)
  const kept = truth.getArray<string>('server').toArray()
  expect(
    writes.filter((value) => kept.filter((one) => one === value).length !== 1),
    'I1 the server’s own',
  ).toEqual([])
  for (const [at, node] of war.nodes.entries()) {
    expect(await node.sync.read(document, fingerprint), `I2 ${document} on node ${at}`).toBe(print)
  }
  for (const page of war.pages) {
    if (page.document !== document) continue
    const who = `${page.person.name} on ${document}`
    expect(page.calm, `${who} is connected and saved`).toBe(true)
    expect(pendingIn(page.doc), `I3 ${who}`).toEqual([null, null])
    expect(fingerprint(page.doc), `I2 ${who}`).toBe(print)
  }
}

/** The document as a new process would load it. */
async function replayed(war: War, document: string): Promise<Y.Doc> {
  const { rows, snapshotSeq, snapshot, seq } = await war.log.inner.load(document)
  expect(
    rows.map((row) => row.seq),
    `I9 ${document}`,
  ).toEqual(rows.map((_, i) => snapshotSeq + 1 + i))
  expect(seq, `I9 ${document}`).toBe(snapshotSeq + rows.length)
  expect(seq, `I9 ${document}`).toBe(war.log.in(document).rows)
  const doc = new Y.Doc()
  replay(doc, [...(snapshot === null ? [] : [snapshot]), ...rows.map((row) => row.bytes)])
  return doc
}

const pendingIn = ({ store }: Y.Doc) => [store.pendingStructs, store.pendingDs]

function known(doc: Y.Doc): Known {
  const all = new Known()
  const decoded = decode(Y.encodeStateAsUpdate(doc))
  if (decoded !== null) all.add(decoded)
  return all
}
