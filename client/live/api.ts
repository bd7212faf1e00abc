// Owns reading: how questions are put, what is remembered of the answers, and the hook that views read with (reads.ts keeps
// the answers). A `stale` event names topics; every answer filed under such a topic is asked for again. It never changes
// the world: command.ts does.

import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { type Call, call, isUnreached, upload } from './http.ts'
import { type Answer, answerTo, onAnswer, outdate, readAgain, readKey, type Source, watchRead } from './reads.ts'
import { isWorthRemembering, recall, remember } from './remembered.ts'
import { seated } from './seat.ts'

export const api = {
  get: <T>(path: string, options?: Call) => call<T>('GET', path, options),
  post: <T>(path: string, body?: unknown, options?: Call) => call<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: Call) => call<T>('PUT', path, { ...options, body }),
  delete: <T>(path: string, options?: Call) => call<T>('DELETE', path, options),
  upload,
}

/** Topics of events.ts. */
export type Topic =
  | 'boards'
  | 'inbox'
  | 'notifications'
  | 'webhooks'
  | `deliveries:${string}`
  | 'mails'
  | 'desk'
  | 'outcomes'
  | 'recipes'
  | 'goals'
  | 'me'
  | 'organisation'
  | 'absences'
  | 'people'
  | `board:${string}`
  | `mine:${string}`
  | `idea:${string}`
  | `round:${string}`
  | `versions:${string}`
  | `reports:${string}`
  | `minutes:${string}`
  | 'limits'

/** One place decides how an answer is filed, so that amending and reading never disagree. */
export function sourceOf<T>(topic: Topic, asked: string): Source<T> {
  const path = seated(asked)
  return {
    topic,
    path,
    async ask(signal) {
      const outcome = await call<T>('GET', path, { signal })
      if (!isWorthRemembering(topic, asked)) return outcome
      const last = isUnreached(outcome) ? recall(path) : undefined
      if (last !== undefined) return { ok: true, value: last as T }
      if (outcome.ok) remember(path, outcome.value)
      return outcome
    },
  }
}

export interface Reading<T> extends Answer<T> {
  isError: boolean
  /** Neither an answer nor a refusal yet. */
  isPending: boolean
  refetch: () => Promise<unknown>
}

/** Reads from `source` and keeps it fresh for as long as something shows it. `enabled: false` waits. */
export function useSource<T>(source: Source<T>, { enabled = true }: { enabled?: boolean } = {}): Reading<T> {
  const key = readKey(source)
  const answer = useSyncExternalStore(
    useCallback((listener: () => void) => onAnswer(key, listener), [key]),
    () => answerTo<T>(key),
  )
  // The same question is the same source, whichever object says so.
  const asked = useRef(source)
  asked.current = source
  // oxlint-disable-next-line react/exhaustive-deps -- a new key is a new question
  useEffect(() => (enabled ? watchRead(asked.current) : undefined), [key, enabled])
  const { data, error } = answer
  return {
    data,
    error,
    isError: error !== null,
    isPending: data === undefined && error === null,
    refetch: () => readAgain(source),
  }
}

export function useRead<T>(topic: Topic, path: string, options?: { enabled?: boolean }): Reading<T> {
  return useSource(sourceOf<T>(topic, path), options)
}

/** Marks every answer filed under these topics as out of date and asks for those on screen again. */
export async function invalidate(topics: readonly string[]): Promise<void> {
  await outdate((topic) => topics.includes(topic))
}

/** After a lost connection nobody knows which `stale` was missed. */
export async function invalidateAll(): Promise<void> {
  await outdate(() => true)
}
