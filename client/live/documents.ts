// Owns which live documents are open: one per name however many views show it, kept a little while after the last view
// so that going from board to idea and back does not reconnect. Rooms get a document here and never a socket.

import { useEffect, useSyncExternalStore } from 'react'
import type { DocumentName } from '../../shared/documents.ts'
import { afterClose } from '../../shared/wire.ts'
import { invalidate } from './api.ts'
import { type DocumentState, type LiveDocument, START } from './document-state.ts'
import { dropDatabase, onAskUnsent, onForget } from './forget.ts'
import { copyName, generationOf, holdsRefused, nextGeneration, onGeneration } from './generation.ts'
import { OpenDocument } from './live-document.ts'
import type { Look } from './put-aside.ts'
import { currentUser } from './session.ts'
import { StartOvers } from './start-overs.ts'
import { createStore } from './store.ts'
import { onTryAgain, setTrouble } from './trouble.ts'
import type { Closing } from './wire-client.ts'

export type { DocumentState, LiveDocument } from './document-state.ts'
export type { Closing } from './wire-client.ts'

/** Long enough to look at an idea's page and come back. */
const LINGER_MS = 10_000

interface Holding {
  document: OpenDocument
  users: number
  leaving: ReturnType<typeof setTimeout> | null
}

const open = new Map<DocumentName, Holding>()
const startOvers = new StartOvers()
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
  troubleChanged()
}

function create(name: DocumentName): OpenDocument {
  const userId = currentUser()?.userId ?? null
  const owner = userId ? { userId, copyName: copyName(userId, name, generationOf(userId, name).number) } : null
  const document: OpenDocument = new OpenDocument(name, owner, (closing) => void onClosed(document, closing))
  document.state.subscribe(() => {
    troubleChanged()
    // With the first edit, ahead of need: by the time it is refused the network may be gone.
    if (document.pending) void loadPutAside()
  })
  return document
}

type PutAside = typeof import('./put-aside.ts')
let loading: Promise<PutAside | null> | null = null

/** Null when it cannot be had: then nothing may be dropped. */
function loadPutAside(): Promise<PutAside | null> {
  loading ??= import('./put-aside.ts').catch(() => {
    loading = null
    return null
  })
  return loading
}

async function onClosed(document: OpenDocument, closing: Closing): Promise<void> {
  switch (afterClose(closing.code, closing.reason)) {
    case 'sign-in':
      return invalidate(['me'])
    case 'start-over':
      // With nothing of ours in it there is nothing to drop: starting over would only be refused again.
      if (document.empty) document.giveUp(closing)
      else await startOver(document, closing)
      return
    case 'give-up': {
      const aside = await loadPutAside()
      aside?.putAside(document, closing, look)
      // Whoever was shut out of a board keeps no copy of it.
      if (aside && closing.why === 'not-allowed' && document.userId) dropCopies(document, document.userId)
      return
    }
    case 'retry':
      return
  }
}

/** The server does not take this copy any more: put aside the words it did not take, drop it, go on with a fresh one. */
async function startOver(old: OpenDocument, closing: Closing): Promise<void> {
  const { name } = old
  const aside = await loadPutAside()
  const holding = open.get(name)
  if (holding?.document !== old) return
  // Without the words put aside the copy on this device stays: it is all there is of them.
  if (!aside) return old.giveUp(closing)
  // Kept at once, by what is known here; the fresh document says it exactly a moment later.
  const settle = aside.putAside(old, closing, look)
  if (!startOvers.take(name, Date.now())) return old.giveUp(closing)
  if (old.userId) dropCopies(old, old.userId)
  const fresh = create(name)
  holding.document = fresh
  changed()
  void old.close()
  const unsubscribe = fresh.state.subscribe(() => {
    const { synced, closed } = fresh.state.get()
    if (!synced && !closed) return
    unsubscribe()
    if (synced) settle(fresh.doc)
  })
}

/** The good copy is the next one; other tabs hear of it, and the database of this one goes. */
function dropCopies(document: OpenDocument, userId: string): void {
  const { name, copyName: stale } = document
  if (!stale) return
  const { number } = generationOf(userId, name)
  const isGood = stale === copyName(userId, name, number)
  // Another tab may have started the next one already: then this joins it.
  nextGeneration(userId, name, isGood ? number : number - 1, document.unconfirmedClocks())
  void document.leaveCopy().then(() => dropDatabase(stale))
}

/** Another tab started a document over: a sound document moves its copy, one with the refused edits starts over too. */
onGeneration(() => {
  for (const { document } of open.values()) {
    const { name, userId } = document
    if (!userId || !document.copyName) continue
    const now = generationOf(userId, name)
    const good = copyName(userId, name, now.number)
    if (document.copyName === good) continue
    if (holdsRefused(document.doc, now)) void startOver(document, REFUSED_ELSEWHERE)
    else document.moveCopy(good)
  }
})

const REFUSED_ELSEWHERE: Closing = { code: 0, why: 'start-over', reason: 'other-tab' }

/** What is open, for naming the place a text stood in. */
const look: Look = {
  at: (name) => open.get(name)?.document.doc ?? null,
  all: () => [...open].map(([name, { document }]) => ({ name, doc: document.doc })),
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

const never = () => () => {}

/** What may be said about a document now; re-renders on every change of it. */
export function useDocumentState(document: LiveDocument | null): DocumentState {
  return useSyncExternalStore(document?.state.subscribe ?? never, document?.state.get ?? (() => START))
}

function troubleChanged(): void {
  const states = [...open.values()].map(({ document }) => document.state.get())
  setTrouble({
    tooFast: states.some((state) => state.tooFast),
    crowded: states.find((state) => state.crowded)?.crowded ?? null,
    cutOff: states.some((state) => state.cutOff && !state.closed),
    copyOff: states.some((state) => state.copyOff && !state.closed),
    gaveUp: states.some((state) => state.closed?.why === 'gave-up'),
  })
}

onTryAgain(() => {
  for (const { document } of open.values()) {
    const { closed } = document.state.get()
    if (closed?.why !== 'gave-up') continue
    startOvers.forgive(document.name)
    if (document.empty) document.reconnect()
    else void startOver(document, closed)
  }
})

if (typeof window !== 'undefined') {
  const store = () => {
    for (const { document } of open.values()) document.storeNow()
  }
  window.addEventListener('pagehide', store)
  window.addEventListener('visibilitychange', () => {
    if (window.document.visibilityState === 'hidden') store()
  })
}

onForget(async () => {
  const holdings = [...open.values()]
  open.clear()
  await Promise.all(holdings.map(({ document }) => document.close()))
  changed()
  troubleChanged()
})

onAskUnsent((userId) => [...open.values()].some(({ document }) => document.userId === userId && document.pending))
