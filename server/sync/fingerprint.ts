// Owns the answer to "are these two documents equal": a hash over state vector and delete set.
import { toHexString } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'
import * as Y from 'yjs'
import { Known } from './known.ts'

export function fingerprint(document: Y.Doc | Uint8Array): string {
  const known = new Known()
  known.add(Y.decodeUpdate(document instanceof Y.Doc ? Y.encodeStateAsUpdate(document) : document))
  return toHexString(digest(known.fingerprintBytes()))
}
