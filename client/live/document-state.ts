// Owns the words for what may be said about an open document, and how it starts. Shapes only: live-document.ts fills them.

import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { DocumentName } from '../../shared/documents.ts'
import type { AccessNotice } from '../../shared/wire.ts'
import type { Saved } from './saved.ts'
import type { Store } from './store.ts'
import type { Crowded } from './trouble.ts'
import type { Closing } from './wire-client.ts'

export interface DocumentState {
  /** There is something to show: from the server or from this device. */
  ready: boolean
  connected: boolean
  /** The server has answered on this connection: what is shown is what everyone sees. */
  synced: boolean
  saved: Saved
  /** What this person may do in it; `full`: at its size limit, only making it smaller is accepted. */
  access: AccessNotice
  /** Final: the server closed the document and trying again by itself is pointless. */
  closed: Closing | null
  /** The server asked to go slower; the next try waits a little. */
  tooFast: boolean
  /** There is no place left in it; the next try waits a little. */
  crowded: Crowded | null
  /** No connection for so long that it is no hiccup. */
  cutOff: boolean
  /** The browser keeps no copy of it: without a network there is only this page. */
  copyOff: boolean
}

export interface LiveDocument {
  readonly name: DocumentName
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly state: Store<DocumentState>
}

export const START: DocumentState = {
  ready: false,
  connected: false,
  synced: false,
  saved: 'saved',
  access: 'edit',
  closed: null,
  tooFast: false,
  crowded: null,
  cutOff: false,
  copyOff: false,
}
