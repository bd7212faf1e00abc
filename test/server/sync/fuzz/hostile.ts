// Frames no honest page sends. Each must be answered with a final close code; nobody else may notice.
import * as Y from 'yjs'
import { updateFrame } from '../../../../server/sync/frames.ts'
import type { Below } from './edits.ts'

const TOO_LONG = new Uint8Array(1024 * 1024 + 1)

const HOSTILE: ((below: Below) => Uint8Array)[] = [
  // Not a message.
  (below) => Uint8Array.from({ length: 1 + below(20) }, () => 5 + below(250)),
  // A number written longer than needed.
  () => Uint8Array.of(0, 0x82, 0, 1, 0),
  // Two messages in one frame.
  () => Uint8Array.of(...updateFrame(Uint8Array.of(0, 0)), 3),
  // Eight bytes that claim 32 million structs.
  () => updateFrame(Uint8Array.of(1, 0x80, 0x80, 0x80, 0x10, 1, 0, 0)),
  // An update that ends in its middle.
  (below) => {
    const update = someUpdate(below)
    return updateFrame(update.subarray(0, 1 + below(update.length - 2)))
  },
  // What came before it is nowhere.
  (below) => {
    const doc = new Y.Doc()
    doc.clientID = 1 + below(2 ** 31)
    doc.getText('title').insert(0, 'never sent')
    const before = Y.encodeStateVector(doc)
    doc.getText('title').insert(3, 'hostile')
    return updateFrame(Y.encodeStateAsUpdate(doc, before))
  },
  // Longer than a frame may be.
  () => TOO_LONG,
]

function someUpdate(below: Below): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1 + below(2 ** 31)
  doc.getText('title').insert(0, 'hostile')
  return Y.encodeStateAsUpdate(doc)
}

export function hostileFrame(below: Below): Uint8Array {
  const make = HOSTILE[below(HOSTILE.length)]
  if (make === undefined) throw new Error('no such hostility')
  return make(below)
}
