// Owns the way from a refused document to the "not accepted" drawer: whose texts are kept here, and hearing that they
// changed. It decides nothing about documents and draws nothing.

import { useSyncExternalStore } from 'react'
import type { DocumentName } from '../../shared/documents.ts'
import { onAskUnsent, onForget } from './forget.ts'
import { newId } from './keys.ts'
import { type Finding, isShelfKey, KeptShelf, type KeptState, wipeShelf } from './kept-shelf.ts'

export type { KeptState, KeptText, Why } from './kept-shelf.ts'

/** Null where the browser forbids even asking for it. */
function browserStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

const shelves = new Map<string, KeptShelf>()

function shelfOf(userId: string): KeptShelf {
  const known = shelves.get(userId)
  if (known) return known
  const shelf = new KeptShelf(userId, browserStorage(), { newId, nowAt: () => Date.now() })
  shelves.set(userId, shelf)
  return shelf
}

/** Answers the ids of what is kept now. */
export function keep(userId: string, findings: readonly Finding[]): string[] {
  return shelfOf(userId).add(findings)
}

const NOTHING: KeptState = { texts: [], durable: true, leaving: new Set() }
const never = () => () => {}

/** Everything of this person that was not accepted, oldest first. */
export function useKept(userId: string | null): KeptState {
  const shelf = userId ? shelfOf(userId) : null
  return useSyncExternalStore(shelf?.state.subscribe ?? never, shelf?.state.get ?? (() => NOTHING))
}

/** How many of them stood in this document. */
export function useKeptIn(userId: string | null, document: DocumentName): number {
  return useKept(userId).texts.filter((text) => text.document === document).length
}

export function discardKept(userId: string, ids: readonly string[]): void {
  shelfOf(userId).discard(ids)
}

/** Call when the person has been shown which texts go next (`leaving`). */
export function keptWarned(userId: string): void {
  shelfOf(userId).warned()
}

if (typeof window !== 'undefined') {
  window.addEventListener('storage', ({ key }) => {
    if (isShelfKey(key)) for (const shelf of shelves.values()) shelf.refresh()
  })
}

onForget((userId) => {
  const shelf = shelves.get(userId)
  shelf?.discard(shelf.state.get().texts.map(({ id }) => id))
  const storage = browserStorage()
  if (storage) wipeShelf(userId, storage)
})

onAskUnsent((userId) => shelfOf(userId).state.get().texts.length > 0)
