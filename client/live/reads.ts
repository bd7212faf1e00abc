// Owns what the server said: one answer per question, asked once however many views show it, asked again when it is out
// of date, and forgotten when nobody has looked for a while. Knows no view (api.ts has the hook) and no network: a source
// brings its own way to ask.
//
// Own code where @tanstack/react-query would do: of its 10 KB, a part of what a phone loads before the board, we used
// this. Unlike there, an answer that was on its way when it went out of date is never shown: it is asked for again.

import type { Outcome, Refusal } from '../../shared/outcome.ts'

export interface Source<T> {
  topic: string
  path: string
  ask: (signal: AbortSignal) => Promise<Outcome<T>>
}

/** An answer that was refused later on stays: showing it is the reader's choice. */
export interface Answer<T> {
  data: T | undefined
  error: Refusal | null
}

interface Read {
  source: Source<unknown>
  answer: Answer<unknown>
  answeredAt: number
  isStale: boolean
  /** Views that show it now. */
  watchers: number
  flight: { abort: AbortController; landed: Promise<void> } | null
  forgetting: ReturnType<typeof setTimeout> | undefined
}

/** Answers are pushed out of date by `stale`, so they do not age by themselves within a session. */
export const FRESH_MS = 5 * 60_000
/** Going back to a page shortly after shows it at once. */
export const KEPT_UNSEEN_MS = 5 * 60_000
const RETRIES = 3
const RETRY_FIRST_MS = 500
const NOTHING: Answer<never> = { data: undefined, error: null }

const reads = new Map<string, Read>()
const listeners = new Map<string, Set<() => void>>()

export const readKey = ({ topic, path }: { topic: string; path: string }) => `${topic} ${path}`

function readOf<T>(source: Source<T>): Read {
  const key = readKey(source)
  const known = reads.get(key)
  if (known) return known
  const read: Read = {
    source,
    answer: NOTHING,
    answeredAt: 0,
    isStale: true,
    watchers: 0,
    flight: null,
    forgetting: undefined,
  }
  reads.set(key, read)
  return read
}

function say(read: Read, answer: Answer<unknown>): void {
  read.answer = answer
  for (const listener of listeners.get(readKey(read.source)) ?? []) listener()
}

/** What is known, the same object until it changes. */
export function answerTo<T>(key: string): Answer<T> {
  return (reads.get(key)?.answer ?? NOTHING) as Answer<T>
}

export function onAnswer(key: string, listener: () => void): () => void {
  const all = listeners.get(key) ?? new Set()
  listeners.set(key, all.add(listener))
  return () => {
    all.delete(listener)
    if (all.size === 0 && listeners.get(key) === all) listeners.delete(key)
  }
}

/** From now on somebody shows this: it is asked for when it is not there or out of date. Returns how to stop. */
export function watchRead<T>(source: Source<T>): () => void {
  const read = readOf(source)
  clearTimeout(read.forgetting)
  read.watchers++
  const isOld = read.isStale || Date.now() - read.answeredAt > FRESH_MS
  if (isOld && !read.flight) void fly(read)
  return () => {
    if (--read.watchers > 0) return
    read.flight?.abort.abort()
    read.flight = null
    read.forgetting = setTimeout(() => {
      if (reads.get(readKey(source)) === read) reads.delete(readKey(source))
    }, KEPT_UNSEEN_MS)
  }
}

/** Asks now, whatever is known or on its way. */
export async function readAgain<T>(source: Source<T>): Promise<Answer<T>> {
  const read = readOf(source)
  await fly(read)
  return read.answer as Answer<T>
}

/** Asks ahead of the first view that wants to know. */
export function readAhead<T>(source: Source<T>): void {
  const read = readOf(source)
  if (read.isStale && !read.flight) void fly(read)
}

/** What is chosen is out of date: what is on screen is asked for again at once, the rest when it is shown next. */
export async function outdate(isChosen: (topic: string) => boolean): Promise<void> {
  const chosen = [...reads.values()].filter((read) => isChosen(read.source.topic))
  for (const read of chosen) read.isStale = true
  await Promise.all(chosen.filter((read) => read.watchers > 0 || read.flight).map(fly))
}

/** Forgets everything but one topic. A view that still shows some of it a moment later asks anew. */
export function forgetReads(except: string): void {
  for (const [key, read] of reads) {
    if (read.source.topic === except) continue
    read.flight?.abort.abort()
    read.flight = null
    read.isStale = true
    say(read, NOTHING)
    if (read.watchers === 0) {
      clearTimeout(read.forgetting)
      reads.delete(key)
    } else setTimeout(() => read.watchers > 0 && !read.flight && void fly(read))
  }
}

/** Changes what is known ahead of the server's own word; nothing when nothing is known. */
export function amend<T>(source: Source<T>, change: (data: T) => T): void {
  const read = reads.get(readKey(source))
  if (read?.answer.data !== undefined) say(read, { ...read.answer, data: change(read.answer.data as T) })
}

/** One flight at a time: a later one takes the place of an earlier one, and who waited for that waits for this. */
function fly(read: Read): Promise<void> {
  read.flight?.abort.abort()
  const abort = new AbortController()
  const flight = { abort, landed: Promise.resolve() }
  read.flight = flight
  if (read.answer.error && read.answer.data === undefined) say(read, NOTHING)
  flight.landed = land(read, abort.signal).then(() => {
    if (read.flight === flight) read.flight = null
    return read.flight?.landed
  })
  return flight.landed
}

async function land(read: Read, signal: AbortSignal): Promise<void> {
  for (let failures = 0; ; failures++) {
    const outcome = await asked(read.source, signal)
    if (signal.aborted) return
    if (outcome.ok) {
      read.isStale = false
      read.answeredAt = Date.now()
      return say(read, { data: shared(read.answer.data, outcome.value), error: null })
    }
    if (outcome.error.kind !== 'retry' || failures >= RETRIES) {
      return say(read, { data: read.answer.data, error: outcome.error })
    }
    await pause(RETRY_FIRST_MS * 2 ** failures, signal)
    if (signal.aborted) return
  }
}

function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, waitMs)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}

async function asked(source: Source<unknown>, signal: AbortSignal): Promise<Outcome<unknown>> {
  try {
    return await source.ask(signal)
  } catch (cause) {
    // A fault of ours: the page says so instead of waiting for ever.
    return { ok: false, error: { kind: 'internal', reason: 'internal', message: String(cause) } }
  }
}

/** `after`, with the very objects of `before` where nothing changed: what was drawn from them is not drawn again. */
export function shared(before: unknown, after: unknown): unknown {
  if (!isNode(before) || !isNode(after) || Array.isArray(before) !== Array.isArray(after)) {
    return Object.is(before, after) ? before : after
  }
  const names = Object.keys(after)
  let isSame = names.length === Object.keys(before).length
  const made: Record<string, unknown> = {}
  for (const name of names) {
    made[name] = shared(before[name], after[name])
    isSame &&= name in before && made[name] === before[name]
  }
  if (isSame) return before
  return Array.isArray(after) ? Object.values(made) : made
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
