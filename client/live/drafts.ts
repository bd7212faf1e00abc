// Owns words somebody was still writing when the line they wrote on went away: kept on this device, by place, until they
// are sent or let go of. Nobody else ever gets them, and they are wiped with everything else of the person.

import { onForget } from './forget.ts'
import { seatHere } from './seat.ts'
import { currentUser } from './session.ts'

const PREFIX = 'kiem.draft.'
const listeners = new Set<() => void>()

/** `place` is unique on this device: `<boardId>/<what>`. */
const keyOf = (place: string): string => `${PREFIX}${currentUser()?.userId}.${seatHere()}${place}`

export function draftAt(place: string): string {
  try {
    return localStorage.getItem(keyOf(place)) ?? ''
  } catch {
    return ''
  }
}

/** An empty text keeps nothing. */
export function keepDraft(place: string, text: string): void {
  try {
    if (text.trim()) localStorage.setItem(keyOf(place), text)
    else localStorage.removeItem(keyOf(place))
  } catch {
    // Without storage the words live as long as the line they are on.
  }
  for (const listener of listeners) listener()
}

/** Places of drafts that begin with `start`, by line: the same string while nothing changes. */
export function draftPlaces(start: string): string {
  try {
    const own = keyOf('')
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(own + start))
    return keys
      .map((key) => key.slice(own.length))
      .sort()
      .join('\n')
  } catch {
    return ''
  }
}

export function onDrafts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

onForget((userId) => {
  const own = `${PREFIX}${userId}.`
  for (const key of Object.keys(localStorage)) if (key.startsWith(own)) localStorage.removeItem(key)
})
