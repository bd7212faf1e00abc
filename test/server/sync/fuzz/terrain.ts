// Where a war is fought: the documents, what one person does to their copy at a time, and what only the server does there.
import type * as Y from 'yjs'
import type { SchemaFor } from '../../../../server/sync/index.ts'
import { type Below, editAnything } from './edits.ts'

export interface Terrain {
  nodes: number
  documents: readonly string[]
  /** What one person does to their copy at a time. */
  edit(doc: Y.Doc, below: Below, document: string): void
  /** What only the server does there. */
  serve?(doc: Y.Doc, below: Below, document: string): void
  schema?: SchemaFor
}

export const OPEN_TERRAIN: Omit<Terrain, 'nodes'> = { documents: ['board.one', 'board.two'], edit: editAnything }
