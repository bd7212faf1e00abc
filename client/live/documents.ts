// Owns which live documents are open: one per name however many views show it, kept a little while after the last view
// so that going from board to idea and back does not reconnect. Rooms get a document here and never a socket.

import { useEffect, useSyncExternalStore } from 'react'
import type { DocumentName } from '../../shared/documents.ts'
import { afterClose } from '../../shared/wire.ts'
import { invalidate } from './api.ts'
import { onForget } from './forget.ts'
import { keep, refusedTexts, textsOf } from './kept.ts'
import { type DocumentState, type LiveDocument, OpenDocument } from './live-document.ts'
import { currentUser } from './session.ts'
import { createStore } from './store.ts'

export type { DocumentState, LiveDocument } from './live-document.ts'
export type { Closing } from './wire-client.ts'

/** Long enough to look at an idea's page and come back. */
const LINGER_MS = 10_000

interface Holding {
  document: OpenDocument
  users: number
  leaving: ReturnType<typeof setTimeout> | null
}

const open = new Map<DocumentName, Holding>()
/** Counts openings and replacements, so that views pick up a document that has just opened or had to start over. */
const changes = createStore(0)
const changed = () => changes.set(changes.get() + 1)

function hold(name: DocumentName): Holding {
  const known = open.get(name)
  // Closed for good and nobody looking: whoever opens it now may be let in.
  const stale = known?.users === 0 && known.document.state.get().closed !== null
  if (known && !stale) return known
  if (known) drop(name, known)
  const holding: Holding = { document: create(name), users: 0, leaving: null }
  open.set(name, holding)
  changed()
  return holding
}

function drop(name: DocumentName, holding: Holding): void {
  if (holding.leaving) clearTimeout(holding.leaving)
  if (open.get(name) === holding) open.delete(name)
  void holding.document.close()
}

function create(name: DocumentName): OpenDocument {
  const document = new OpenDocument(name, currentUser()?.userId ?? null, (closing) => {
    if (closing.why === 'sign-in') void invalidate(['me'])
    // With nothing of ours in it there is nothing to drop: starting over would only be refused again.
    if (afterClose(closing.code, closing.reason) === 'start-over' && !document.empty) void startOver(name)
  })
  return document
}

/** The server does not take this copy any more: drop it, load afresh, and put aside the words it did not take. */
async function startOver(name: DocumentName): Promise<void> {
  const holding = open.get(name)
  if (!holding) return
  const old = holding.document
  const mine = old.pending ? textsOf(name, old.doc) : new Map<string, string>()
  await old.close({ dropCopy: true })
  if (open.get(name) !== holding) return
  const fresh = create(name)
  holding.document = fresh
  changed()
  if (mine.size === 0) return
  const unsubscribe = fresh.state.subscribe(() => {
    const { synced, closed } = fresh.state.get()
    if (!synced && !closed) return
    unsubscribe()
    keep(name, refusedTexts(mine, textsOf(name, fresh.doc)))
  })
}

/** Opens `name` (or joins whoever has it open). Call `release` when no longer shown. */
export function openDocument(name: DocumentName): { document: LiveDocument; release: () => void } {
  const holding = hold(name)
  holding.users++
  if (holding.leaving) clearTimeout(holding.leaving)
  holding.leaving = null
  let released = false
  return {
    document: holding.document,
    release() {
      if (released) return
      released = true
      if (--holding.users > 0) return
      holding.leaving = setTimeout(() => drop(name, holding), LINGER_MS)
    },
  }
}

/** The live document of this name while the component is there; null without a name and before it is open. */
export function useDocument(name: DocumentName | null): LiveDocument | null {
  useEffect(() => (name ? openDocument(name).release : undefined), [name])
  return useSyncExternalStore(changes.subscribe, () => (name ? (open.get(name)?.document ?? null) : null))
}

const NOTHING: DocumentState = {
  ready: false,
  connected: false,
  synced: false,
  saved: 'saved',
  access: 'edit',
  closed: null,
}
const never = () => () => {}

/** What may be said about a document now; re-renders on every change of it. */
export function useDocumentState(document: LiveDocument | null): DocumentState {
  return useSyncExternalStore(document?.state.subscribe ?? never, document?.state.get ?? (() => NOTHING))
}

/** Tries every finally closed document again: after signing in, or when somebody was let in. */
export function reopenClosed(): void {
  for (const { document } of open.values()) if (document.state.get().closed) document.reconnect()
}

onForget(async () => {
  const holdings = [...open.values()]
  open.clear()
  await Promise.all(holdings.map(({ document }) => document.close({ dropCopy: true })))
  changed()
})
