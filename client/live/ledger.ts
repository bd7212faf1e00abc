// Owns reading what the server has decided about a board. Views subscribe to the one entry they show, so that a vote on
// one card does not redraw five hundred. Nothing here writes: only the server writes a ledger.

import { useMemo, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import {
  ledgerBoard,
  type LedgerBoard,
  ledgerDocument,
  type LedgerIdea,
  ledgerIdeas,
  ledgerPeople,
  ledgerReceipts,
  type LedgerRound,
  ledgerRounds,
  ledgerSession,
} from '../../shared/documents.ts'
import type { BoardId } from '../../shared/model.ts'
import type { LedgerReceipts, LedgerSession } from '../../shared/session.ts'
import { type DocumentState, type LiveDocument, useDocument, useDocumentState } from './documents.ts'
import { type Watched, watchMap } from './watch.ts'

export interface Ledger {
  readonly document: LiveDocument
  readonly ideas: Watched<LedgerIdea>
  readonly rounds: Watched<LedgerRound>
  readonly board: Watched<LedgerBoard>
  readonly people: Watched<{ rev: number; people: number }>
  readonly session: Watched<LedgerSession>
  readonly receipts: Watched<LedgerReceipts>
}

const ledgers = new WeakMap<Y.Doc, Ledger>()

/** The one ledger over a document, shared by every view that reads it. */
export function ledgerOf(document: LiveDocument): Ledger {
  const known = ledgers.get(document.doc)
  if (known) return known
  const ledger: Ledger = {
    document,
    ideas: watchMap(ledgerIdeas(document.doc)),
    rounds: watchMap(ledgerRounds(document.doc)),
    board: watchMap(ledgerBoard(document.doc)),
    people: watchMap(ledgerPeople(document.doc)),
    session: watchMap(ledgerSession(document.doc)),
    receipts: watchMap(ledgerReceipts(document.doc)),
  }
  ledgers.set(document.doc, ledger)
  return ledger
}

/** The ledger of a board; null until it is open. */
export function useLedger(boardId: BoardId | null): Ledger | null {
  const document = useDocument(boardId ? ledgerDocument(boardId) : null)
  return useMemo(() => (document ? ledgerOf(document) : null), [document])
}

const never = () => () => {}

function useEntry<T>(map: Watched<T> | undefined, key: string): T | null {
  const subscribe = useMemo(() => (map ? (listener: () => void) => map.subscribe(key, listener) : never), [map, key])
  return useSyncExternalStore(subscribe, () => map?.get(key) ?? null)
}

function useAll<T>(map: Watched<T> | undefined): ReadonlyMap<string, T> {
  return useSyncExternalStore<ReadonlyMap<string, T>>(map?.subscribeAll ?? never, () => map?.all() ?? EMPTY)
}

const EMPTY: ReadonlyMap<string, never> = new Map<string, never>()

export const useLedgerIdea = (ledger: Ledger | null, ideaId: string) => useEntry(ledger?.ideas, ideaId)
export const useLedgerRound = (ledger: Ledger | null, roundId: string | null) => useEntry(ledger?.rounds, roundId ?? '')
export const useLedgerBoard = (ledger: Ledger | null) => useEntry(ledger?.board, 'settings')
export const useLedgerPeople = (ledger: Ledger | null) => useEntry(ledger?.people, 'count')?.people ?? 0
/** The session that runs, or the last one; null when there never was one. */
export const useLedgerSession = (ledger: Ledger | null) => useEntry(ledger?.session, 'state')
export const useLedgerReceipts = (ledger: Ledger | null) => useEntry(ledger?.receipts, 'all')
/** Every idea: for lists and totals. A card uses `useLedgerIdea`. */
export const useLedgerIdeas = (ledger: Ledger | null) => useAll(ledger?.ideas)
export const useLedgerRounds = (ledger: Ledger | null) => useAll(ledger?.rounds)

export function useLedgerState(ledger: Ledger | null): DocumentState {
  return useDocumentState(ledger?.document ?? null)
}
