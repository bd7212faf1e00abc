// Owns whether the "not accepted" drawer is open: a line on a board or a button in the header opens it, the shell shows it.

import type { DocumentName } from '../../shared/documents.ts'
import { createStore, useStore } from '../live/store.ts'

const opened = createStore(false)

export const openKept = () => opened.set(true)
export const closeKept = () => opened.set(false)
export const useKeptOpened = (): boolean => useStore(opened)

/** Documents whose page says so itself; how many lines of each are on screen. */
const said = new Map<DocumentName, number>()

/** A line about this document is on screen; answers how to say that it is gone. */
export function saysKept(document: DocumentName): () => void {
  said.set(document, (said.get(document) ?? 0) + 1)
  return () => said.set(document, (said.get(document) ?? 1) - 1)
}

export const isSaid = (document: DocumentName): boolean => (said.get(document) ?? 0) > 0
