// Owns for whom this page asks and acts on the board that is open: whoever holds the device, or somebody who sits at it too
// (a seat). Which of them it is stays on this device; what each of them may, the server decides.

import { useSyncExternalStore } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { forSeat } from '../../shared/seats.ts'
import { recall, remember } from './remembered.ts'
import { createStore } from './store.ts'

let open: BoardId | null = null
/** Empty: the holder themself; undefined: nobody else sits here. */
let seat: string | undefined
const listeners = new Set<() => void>()

const keyOf = (boardId: BoardId) => `seat ${boardId}`

function seatOn(boardId: BoardId): string | undefined {
  if (open !== boardId) [open, seat] = [boardId, recall(keyOf(boardId)) as string | undefined]
  return seat
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    // Off the board everybody is the holder again.
    if (listeners.size === 0) open = null
  }
}

/** For the page of a board. Undefined: this device is one person's. */
export const useSeat = (boardId: BoardId): string | undefined => useSyncExternalStore(subscribe, () => seatOn(boardId))

export function sitAs(boardId: BoardId, next: string | undefined): void {
  remember(keyOf(boardId), next)
  seat = next
  for (const listener of listeners) listener()
}

/** The dialog of who sits here is open. */
export const isAsking = createStore(false)

/** The seat whose turn it is; empty: the holder's own. */
export const seatHere = (): string => (open && seat) || ''

/** What somebody does for themselves; everything else is the holder's. */
export const OWN = /^(vote|sealed|comment|entry|idea\.(ad|[lru])|session\.(r|hand$)|discussion\.an)/
export const addressed = (name: string): string => (seatHere() && OWN.test(name) ? forSeat(name, seatHere()) : name)

/** What is told of one person alone: the board as they may use it, and what is theirs on it. */
export const PERSONAL = /\/(mine|session|ballot|boards\/[^/]+)$/
export const seated = (path: string): string =>
  seatHere() && PERSONAL.test(path) ? `${path}?seat=${seatHere()}` : path
