// Owns the mark of my own edits on the board document, and taking them back: never somebody else's.

import * as Y from 'yjs'
import { cardsOf, groupsOf } from '../../shared/documents.ts'

/** The origin of my own edits. */
export const MINE = { name: 'mine' } as const

/** Edits within this time undo together: a word, not a letter. */
const UNDO_STEP_MS = 600

/** Undo of my own edits on this board, since the page was opened. */
export function undoOf(doc: Y.Doc): Y.UndoManager {
  return new Y.UndoManager([cardsOf(doc), groupsOf(doc)], {
    trackedOrigins: new Set([MINE]),
    captureTimeout: UNDO_STEP_MS,
  })
}
