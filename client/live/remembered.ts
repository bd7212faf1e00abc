// Owns the last answers this device got about its boards, so that a board opens without a network. One person's at a
// time, wiped with everything else of theirs; never more than a handful, and never the truth when the server can be asked.

import { onForget } from './forget.ts'

const PREFIX = 'kiem.read.'
/** The boards someone is likely to open on a train. */
const MOST_ANSWERS = 40
/** Storage is a few megabytes for the whole site; a long answer is not worth it. */
const LONGEST_CHARS = 100_000

interface Remembered {
  at: number
  value: unknown
}

function keys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
}

/** Only what is needed to show a board, and one's own desk: never lists of people, never an inbox, never what a mail's link opens. */
export function isWorthRemembering(topic: string, path: string): boolean {
  return topic === 'boards' || path === '/api/desk' || topic.startsWith('board:') || topic.startsWith('mine:')
}

export function remember(path: string, value: unknown): void {
  try {
    const text = JSON.stringify({ at: Date.now(), value } satisfies Remembered)
    // What is too long to keep does not leave what it was long ago.
    if (text.length > LONGEST_CHARS) return localStorage.removeItem(PREFIX + path)
    localStorage.setItem(PREFIX + path, text)
    const all = keys()
    if (all.length <= MOST_ANSWERS) return
    const oldest = all.sort((a, b) => read(a).at - read(b).at).slice(0, all.length - MOST_ANSWERS)
    for (const key of oldest) localStorage.removeItem(key)
  } catch {
    // Storage is full or forbidden: then this opens with a network only.
  }
}

function read(key: string): Remembered {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as Remembered
  } catch {
    return { at: 0, value: undefined }
  }
}

/** What the server last said to this, or undefined. */
export function recall(path: string): unknown {
  try {
    return read(PREFIX + path).value
  } catch {
    return undefined
  }
}

onForget(() => {
  for (const key of keys()) localStorage.removeItem(key)
})
