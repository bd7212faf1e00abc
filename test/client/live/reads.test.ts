import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  amend,
  answerTo,
  FRESH_MS,
  forgetReads,
  KEPT_UNSEEN_MS,
  onAnswer,
  outdate,
  readAgain,
  readAhead,
  readKey,
  shared,
  type Source,
  watchRead,
} from '../../../client/live/reads.ts'
import { type Outcome, refuse } from '../../../shared/outcome.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(async () => {
  await vi.runAllTimersAsync()
  vi.useRealTimers()
})

let questions = 0

/** A source whose answers a test gives when it likes. */
function source(topic = 'boards') {
  const waiting: { answer: (outcome: Outcome<unknown>) => void; signal: AbortSignal }[] = []
  const made: Source<unknown> = {
    topic,
    path: `/${questions++}`,
    ask: (signal) =>
      new Promise((resolve) => {
        waiting.push({ signal, answer: resolve })
        signal.addEventListener('abort', () => resolve(refuse('retry', 'offline')))
      }),
  }
  const answer = async (value: unknown) => {
    waiting.at(-1)!.answer({ ok: true, value })
    await vi.advanceTimersByTimeAsync(0)
  }
  const refused = async (kind: 'retry' | 'not-found', reason = 'no') => {
    waiting.at(-1)!.answer(refuse(kind, reason))
    await vi.advanceTimersByTimeAsync(0)
  }
  return { ...made, made, waiting, answer, refused, said: () => answerTo<unknown>(readKey(made)) }
}

test('however many views show it, it is asked once, and each hears the answer', async () => {
  const boards = source()
  const heard = vi.fn()
  const stop = onAnswer(readKey(boards), heard)
  const leave = [watchRead(boards.made), watchRead(boards.made)]
  expect(boards.said()).toEqual({ data: undefined, error: null })
  await boards.answer(['one'])
  expect([boards.waiting.length, boards.said(), heard.mock.calls.length]).toEqual([
    1,
    { data: ['one'], error: null },
    1,
  ])
  stop()
  for (const each of leave) each()
})

test('an answer shows again at once while it is fresh, and is asked for again when it is old or out of date', async () => {
  const boards = source()
  watchRead(boards.made)()
  const leave = watchRead(boards.made)
  await boards.answer('early')
  leave()
  watchRead(boards.made)()
  expect(boards.said().data).toBe('early')
  const asked = boards.waiting.length
  await vi.advanceTimersByTimeAsync(FRESH_MS - 1)
  watchRead(boards.made)()
  expect(boards.waiting.length).toBe(asked)
  await vi.advanceTimersByTimeAsync(2)
  const back = watchRead(boards.made)
  expect([boards.waiting.length, boards.said().data]).toEqual([asked + 1, 'early'])
  await boards.answer('late')
  back()
  await outdate((topic) => topic === 'boards')
  expect(boards.waiting.length).toBe(asked + 1)
  watchRead(boards.made)()
  expect(boards.waiting.length).toBe(asked + 2)
})

test('what nobody looks at for a while is forgotten', async () => {
  const boards = source()
  const leave = watchRead(boards.made)
  await boards.answer('here')
  leave()
  await vi.advanceTimersByTimeAsync(KEPT_UNSEEN_MS + 1)
  expect(boards.said().data).toBeUndefined()
})

test('out of date is asked again at once where it is shown, by topic, and whoever waits waits for the new answer', async () => {
  const [boards, inbox] = [source('boards'), source('inbox')]
  const leave = [watchRead(boards.made), watchRead(inbox.made)]
  await boards.answer(1)
  await inbox.answer(1)
  let done = false
  const asking = outdate((topic) => topic === 'boards').then(() => (done = true))
  await vi.advanceTimersByTimeAsync(0)
  expect([boards.waiting.length, inbox.waiting.length, done]).toEqual([2, 1, false])
  await boards.answer(2)
  await asking
  expect(boards.said().data).toBe(2)
  for (const each of leave) each()
})

test('an answer that was on its way when it went out of date is not shown, and who waited for it gets the next one', async () => {
  const boards = source()
  const leave = watchRead(boards.made)
  let isWaiting = true
  const waiting = readAgain(boards.made).finally(() => (isWaiting = false))
  void outdate(() => true)
  const [, before] = boards.waiting
  expect(before!.signal.aborted).toBe(true)
  before!.answer({ ok: true, value: 'from before' })
  await vi.advanceTimersByTimeAsync(0)
  expect([boards.said().data, isWaiting]).toEqual([undefined, true])
  await boards.answer('from after')
  expect(await waiting).toEqual({ data: 'from after', error: null })
  leave()
})

test('who cannot answer just now is asked three times more, a refusal stands at once', async () => {
  const boards = source()
  const leave = watchRead(boards.made)
  for (const waitMs of [500, 1000, 2000]) {
    await boards.refused('retry')
    const asked = boards.waiting.length
    await vi.advanceTimersByTimeAsync(waitMs - 1)
    expect([boards.waiting.length, boards.said().error]).toEqual([asked, null])
    await vi.advanceTimersByTimeAsync(1)
    expect(boards.waiting.length).toBe(asked + 1)
  }
  await boards.refused('retry', 'offline')
  expect(boards.said()).toMatchObject({ data: undefined, error: { reason: 'offline' } })
  void readAgain(boards.made)
  expect(boards.said()).toEqual({ data: undefined, error: null })
  await boards.refused('not-found')
  expect(boards.said()).toMatchObject({ error: { kind: 'not-found' } })
  expect(boards.waiting.length).toBe(5)
  leave()
})

test('what is known stays beside a later refusal, and a later answer takes that away', async () => {
  const boards = source()
  const leave = watchRead(boards.made)
  await boards.answer('known')
  void readAgain(boards.made)
  await boards.refused('not-found')
  expect(boards.said()).toMatchObject({ data: 'known', error: { kind: 'not-found' } })
  void readAgain(boards.made)
  await boards.answer('known')
  expect(boards.said()).toEqual({ data: 'known', error: null })
  leave()
})

test('when the last view leaves, the question is taken back', async () => {
  const boards = source()
  watchRead(boards.made)()
  expect(boards.waiting[0]!.signal.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(boards.said()).toEqual({ data: undefined, error: null })
})

test('what is asked ahead is not asked again by the first view', async () => {
  const boards = source()
  readAhead(boards.made)
  const leave = watchRead(boards.made)
  await boards.answer('here')
  readAhead(boards.made)
  expect([boards.waiting.length, boards.said().data]).toEqual([1, 'here'])
  leave()
})

test('a fault of the question is a refusal of kind internal, not a wait for ever', async () => {
  const broken: Source<unknown> = { topic: 'boards', path: '/broken', ask: () => Promise.reject(new Error('oh')) }
  const answer = await readAgain(broken)
  expect(answer).toMatchObject({ data: undefined, error: { kind: 'internal', message: 'Error: oh' } })
})

test('a change of what is known is told, and of what is not known there is nothing to change', async () => {
  const boards = source()
  const heard = vi.fn()
  const stop = onAnswer(readKey(boards), heard)
  amend(boards.made, () => 'invented')
  expect(boards.said().data).toBeUndefined()
  const leave = watchRead(boards.made)
  await boards.answer(1)
  amend(boards.made, (now) => Number(now) + 1)
  expect([boards.said().data, heard.mock.calls.length]).toEqual([2, 2])
  stop()
  leave()
})

test('nothing of one person is left for the next, but for who is here; a view that stays asks anew', async () => {
  const [me, boards, seen] = [source('me'), source('boards'), source('boards')]
  const leave = [watchRead(me.made), watchRead(seen.made)]
  await me.answer('ada')
  await seen.answer('of ada')
  watchRead(boards.made)()
  forgetReads('me')
  expect([me.said().data, boards.said().data, seen.said().data]).toEqual(['ada', undefined, undefined])
  expect(seen.waiting.length).toBe(1)
  await vi.advanceTimersByTimeAsync(0)
  expect(seen.waiting.length).toBe(2)
  await seen.answer('of ben')
  expect(seen.said().data).toBe('of ben')
  for (const each of leave) each()
})

test('what did not change is the very same object, so that it is not drawn again', () => {
  const before = { board: { title: 'One', tags: ['a', 'b'] }, people: [{ name: 'Ada' }], at: null }
  expect(shared(before, structuredClone(before))).toBe(before)
  const after = shared(before, { ...structuredClone(before), people: [{ name: 'Ada' }, { name: 'Ben' }] })
  expect(after).toEqual({ ...before, people: [{ name: 'Ada' }, { name: 'Ben' }] })
  expect((after as typeof before).board).toBe(before.board)
  expect((after as typeof before).people[0]).toBe(before.people[0])
  expect(shared({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 })
  expect(shared(['a'], { 0: 'a' })).toEqual({ 0: 'a' })
})
