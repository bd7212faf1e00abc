// Owns how updates become a Y.Doc that says what they say and nothing more. Yjs tidies formatting marks up after every update it
// takes in: it deletes those that say nothing new, which is an edit of its own that stands in no log.
import * as Y from 'yjs'

/** All of them as one transaction, which emits one update at most: what is new and what follows from their meeting. */
export function replay(doc: Y.Doc, updates: Iterable<Uint8Array>): void {
  Y.transact(
    doc,
    (transaction) => {
      for (const update of updates) Y.applyUpdate(doc, update)
      // Every update says again that the transaction comes from elsewhere; Yjs tidies up only after those.
      transaction.local = true
    },
    'log',
  )
}
