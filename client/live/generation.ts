// Owns which copy of a document is the good one on this device. A copy that holds something the server refused is never
// cleaned: the next generation takes its place, and the tabs of one person hear of it, so that none of them writes the
// refused edits back. Storage events carry the news; where storage is forbidden there are no copies to agree about.

import * as Y from 'yjs'
import type { DocumentName } from '../../shared/documents.ts'
import { copyPrefix, GENERATION_PREFIX as PREFIX, onForget } from './forget.ts'
import type { Known } from './refused.ts'

export interface Generation {
  number: number
  /** From which clock on each client's edits were refused: a document that holds one of these must start over too. */
  refused: Known
}

const keyOf = (userId: string, name: DocumentName) => `${PREFIX}${userId}.${name}`
const FIRST: Generation = { number: 0, refused: new Map() }
/** Clients whose refused edits are remembered: more than one person has tabs. */
const MOST_CLIENTS = 100

/** Only this page knows it: where the record could not be written. */
const unwritten = new Map<string, Generation>()

function parse(json: string | null): Generation {
  try {
    const { number, refused } = JSON.parse(json ?? 'null') as { number: number; refused: [number, number][] }
    return Number.isSafeInteger(number) && number > 0 ? { number, refused: new Map(refused) } : FIRST
  } catch {
    return FIRST
  }
}

export function generationOf(userId: string, name: DocumentName): Generation {
  const key = keyOf(userId, name)
  try {
    const stored = parse(localStorage.getItem(key))
    const own = unwritten.get(key)
    return own && own.number > stored.number ? own : stored
  } catch {
    return unwritten.get(key) ?? FIRST
  }
}

/** Puts the copies up to generation `after` out of use; another tab may have done so already. */
export function nextGeneration(userId: string, name: DocumentName, after: number, refused: Known): Generation {
  const now = generationOf(userId, name)
  const merged = new Map(now.refused)
  for (const [client, clock] of refused) merged.set(client, Math.min(clock, merged.get(client) ?? clock))
  const next = { number: Math.max(now.number, after + 1), refused: new Map([...merged].slice(-MOST_CLIENTS)) }
  const key = keyOf(userId, name)
  try {
    localStorage.setItem(key, JSON.stringify({ number: next.number, refused: [...next.refused] }))
    unwritten.delete(key)
  } catch {
    unwritten.set(key, next)
  }
  return next
}

/** The first generation has the plain name, which copies had before there were generations. */
export function copyName(userId: string, name: DocumentName, generation: number): string {
  const plain = `${copyPrefix(userId)}${name}`
  return generation === 0 ? plain : `${plain}~${generation}`
}

export function holdsRefused(doc: Y.Doc, { refused }: Generation): boolean {
  return [...refused].some(([client, clock]) => Y.getState(doc.store, client) > clock)
}

/** Hears of other tabs of this browser. */
export function onGeneration(listener: () => void): void {
  if (typeof window === 'undefined') return
  window.addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(PREFIX)) listener()
  })
}

onForget((userId) => {
  const mine = `${PREFIX}${userId}.`
  for (const key of unwritten.keys()) if (key.startsWith(mine)) unwritten.delete(key)
})
