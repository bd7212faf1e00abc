// Owns what is wrong with the live documents, for the one line above every page. Apart from documents.ts, so that pages
// without a document do not load what a document needs.

import { createStore, useStore } from './store.ts'

export type Crowded = 'Board' | 'Proposal'

export interface DocumentTrouble {
  tooFast: boolean
  /** There is no place left in it. */
  crowded: Crowded | null
  cutOff: boolean
  copyOff: boolean
  /** A document was refused again and again, or is closed for a reason only another try can change. */
  gaveUp: boolean
}

const trouble = createStore<DocumentTrouble>({
  tooFast: false,
  crowded: null,
  cutOff: false,
  copyOff: false,
  gaveUp: false,
})
let again = () => {}

export function setTrouble(next: DocumentTrouble): void {
  const before = trouble.get()
  const same = (Object.keys(next) as (keyof DocumentTrouble)[]).every((key) => next[key] === before[key])
  if (!same) trouble.set(next)
}

export function useDocumentTrouble(): DocumentTrouble {
  return useStore(trouble)
}

/** Who knows how: documents.ts. */
export function onTryAgain(run: () => void): void {
  again = run
}

/** The person asks for another try where this page had stopped. */
export function tryStuckAgain(): void {
  again()
}
