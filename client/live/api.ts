// Owns reading: the cache of answers, and when an answer is out of date. A `stale` event names topics; every cached
// answer filed under such a topic is asked for again. It never changes the world: command.ts does.

import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { type Call, call, isUnreached, upload } from './http.ts'
import { isWorthRemembering, recall, remember } from './remembered.ts'

/** A refusal as an error, because the query cache speaks in errors. */
export class RefusalError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'RefusalError'
    this.refusal = refusal
  }
}

/** The refusal inside whatever a query failed with. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal
  return { kind: 'internal', reason: 'internal', message: error instanceof Error ? error.message : String(error) }
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new RefusalError(outcome.error)
}

/** Answers are pushed out of date by `stale`, so they do not age by themselves within a session. */
const FRESH_MS = 5 * 60_000
const RETRIES = 3

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (failures, error) => failures < RETRIES && refusalOf(error).kind === 'retry',
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
    },
  },
})

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
  | 'me'
  | 'people'
  | `board:${string}`
  | `mine:${string}`
  | `idea:${string}`
  | `versions:${string}`
  | 'limits'

/** One place decides how an answer is filed, so that prefetching and reading never disagree. */
export function readOptions<T>(topic: Topic, path: string) {
  return {
    queryKey: [topic, path] as const,
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const outcome = await call<T>('GET', path, { signal })
      if (!isWorthRemembering(topic)) return valueOf(outcome)
      const last = isUnreached(outcome) ? recall(path) : undefined
      if (last !== undefined) return last as T
      if (outcome.ok) remember(path, outcome.value)
      return valueOf(outcome)
    },
  }
}

/** Reads `path` and keeps it fresh for as long as something shows it. `enabled: false` waits. */
export function useRead<T>(topic: Topic, path: string, options: { enabled?: boolean } = {}): UseQueryResult<T> {
  return useQuery({ ...readOptions<T>(topic, path), ...options })
}

/** Marks every answer filed under these topics as out of date and asks for those on screen again. */
export async function invalidate(topics: readonly string[]): Promise<void> {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => topics.includes(String(queryKey[0])) })
}

/** After a lost connection nobody knows which `stale` was missed. */
export async function invalidateAll(): Promise<void> {
  await queryClient.invalidateQueries()
}
