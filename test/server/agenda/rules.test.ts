// Owns: what a discussion does, as sentences: the order of its topics, where it goes next, and what becomes of the topic
// it leaves.
import { describe, expect, test } from 'vitest'
import { bestTopics, go, groupThrough, type Lying, orderTopics, withState } from '../../../server/agenda/rules.ts'
import { mayAddEntry, mayChangeEntry, type Topic } from '../../../shared/discussion.ts'
import { TOPICS_MAX_PER_SESSION } from '../../../shared/limits.ts'
import type { IdeaId } from '../../../shared/model.ts'
import { mayInPhase, type PhasePolicy } from '../../../shared/session.ts'

const card = (id: string, over: Partial<Lying> = {}): Lying => ({
  ideaId: id as IdeaId,
  number: 1,
  likes: 0,
  column: 0,
  order: 'a',
  group: null,
  ...over,
})
const round = (votes: Record<string, number>, adds = true) => ({ votes: new Map(Object.entries(votes)), adds })
const ids = (topics: readonly Topic[]) => topics.map(({ topicId }) => topicId)
const topics = (...names: string[]): Topic[] =>
  orderTopics(
    names.map((name, number) => card(name, { number })),
    null,
    [],
  )

test('the best of a vote are as many as asked, what ties with the last of them, and what was taken up already', () => {
  const ordered = orderTopics(
    ['a', 'b', 'c', 'd', 'e'].map((name, number) => card(name, { number })),
    round({ a: 5, b: 3, c: 3, d: 1 }),
    [],
  )
  expect(ids(bestTopics(ordered, 2))).toEqual(['a', 'b', 'c'])
  expect(ids(bestTopics(ordered, 10))).toEqual(['a', 'b', 'c', 'd'])
  expect(ids(bestTopics(ordered, undefined))).toEqual(['a', 'b', 'c', 'd', 'e'])
  const talkedOf = withState(ordered, 'e', 'parked')
  expect(ids(bestTopics(talkedOf, 1))).toEqual(['a', 'e'])
})

describe('the order of topics', () => {
  test('after a round: by votes; ties as they lie on the board, column by column', () => {
    const lying = [
      card('late', { column: 1, order: 'a', number: 1 }),
      card('low', { order: 'b', number: 2 }),
      card('high', { order: 'a', number: 3 }),
      card('most', { column: 2, number: 4 }),
    ]
    expect(ids(orderTopics(lying, round({ most: 5, late: 2, high: 2, low: 2 }), []))).toEqual([
      'most',
      'high',
      'low',
      'late',
    ])
  })

  test('without a round: by likes, ties by number', () => {
    const lying = [card('b', { number: 2 }), card('c', { number: 3, likes: 4 }), card('a', { number: 1 })]
    expect(ids(orderTopics(lying, null, []))).toEqual(['c', 'a', 'b'])
  })

  test('a group is one topic: its dots add up, of another count its best idea stands for it, its own count before both', () => {
    const lying = [card('a', { group: 'g' }), card('b', { group: 'g', order: 'b' }), card('c', { order: 'c' })]
    const votes = { a: 2, b: 2, c: 3 }
    expect(orderTopics(lying, round(votes), [])[0]).toMatchObject({
      topicId: 'g',
      kind: 'group',
      ideaIds: ['a', 'b'],
      votes: 4,
    })
    expect(orderTopics(lying, round(votes, false), []).map(({ topicId, votes: has }) => [topicId, has])).toEqual([
      ['c', 3],
      ['g', 2],
    ])
    expect(orderTopics(lying, round({ ...votes, g: 1 }), []).at(-1)).toMatchObject({ topicId: 'g', votes: 1 })
  })

  test('put in order anew, what became of a topic stays', () => {
    const before = withState(topics('a', 'b'), 'a', 'parked')
    expect(orderTopics([card('a'), card('b', { order: 'b' })], round({ b: 1 }), before)).toMatchObject([
      { topicId: 'b', state: 'open' },
      { topicId: 'a', state: 'parked' },
    ])
  })

  test('a session has so many topics and no more, those with most votes', () => {
    const lying = Array.from({ length: TOPICS_MAX_PER_SESSION + 1 }, (_, n) => card(`c${n}`, { number: n }))
    const ordered = orderTopics(lying, round({ [`c${TOPICS_MAX_PER_SESSION}`]: 1 }), [])
    expect(ordered).toHaveLength(TOPICS_MAX_PER_SESSION)
    expect(ordered[0]?.topicId).toBe(`c${TOPICS_MAX_PER_SESSION}`)
  })

  test('merged groups are followed to the last one; a ring ends', () => {
    const into = new Map([
      ['a', 'b'],
      ['b', 'c'],
      ['x', 'y'],
      ['y', 'x'],
    ])
    expect(groupThrough('a', into)).toBe('c')
    expect(groupThrough('x', into)).toBe('y')
    expect(groupThrough(null, into)).toBeNull()
  })
})

describe('going on', () => {
  const start = { topics: topics('a', 'b', 'c'), currentId: null }
  const went = (now: Parameters<typeof go>[0], ask: Parameters<typeof go>[1]) => {
    const outcome = go(now, ask)
    if (!outcome.ok) throw new Error(outcome.error.reason)
    return outcome.value
  }

  test('first the first one, then the next, and the one left has been discussed', () => {
    const first = went(start, { from: null })
    expect(first.currentId).toBe('a')
    const second = went(first, { from: 'a' })
    expect(second.currentId).toBe('b')
    expect(second.topics.map(({ state }) => state)).toEqual(['discussed', 'open', 'open'])
  })

  test('whoever sees another topic than the one that is on moves nothing', () => {
    expect(go({ ...start, currentId: 'b' }, { from: 'a' })).toMatchObject({
      ok: false,
      error: { reason: 'topic-moved' },
    })
    expect(go(start, { from: null, to: 'gone' })).toMatchObject({ ok: false, error: { reason: 'no-such-topic' } })
  })

  test('parked and skipped ones are passed over; after the last the first that was passed over; then none', () => {
    let now = went(
      { topics: withState(topics('a', 'b', 'c'), 'b', 'parked'), currentId: null },
      { from: null, to: 'c' },
    )
    now = went(now, { from: 'c' })
    expect(now.currentId).toBe('a')
    now = went(now, { from: 'a', leave: 'skipped' })
    expect(now.currentId).toBeNull()
    expect(now.topics.map(({ state }) => state)).toEqual(['skipped', 'parked', 'discussed'])
  })

  test('back to one that was discussed: it is open again, and the one left can stay open', () => {
    const now = went(
      { topics: withState(topics('a', 'b'), 'a', 'discussed'), currentId: 'b' },
      { from: 'b', to: 'a', leave: 'open' },
    )
    expect(now).toMatchObject({ currentId: 'a', topics: [{ state: 'open' }, { state: 'open' }] })
  })
})

describe('who may write', () => {
  const watch: PhasePolicy = { write: 'nobody', sealed: false, arrange: 'nobody', vote: 'nobody', react: 'nobody' }
  test('participants where the phase lets them react, who leads always', () => {
    const ann = new Set(['participant'] as const)
    const fay = new Set(['participant', 'facilitator'] as const)
    expect(mayInPhase(watch, 'minutes.write', ann)).toBe('not-in-this-phase')
    expect(mayInPhase({ ...watch, react: 'everyone' }, 'minutes.write', ann)).toBeNull()
    expect(mayInPhase(watch, 'minutes.write', fay)).toBeNull()
  })

  test('decisions are for who leads; an entry is changed by its author and who leads, ticked off by its owner too', () => {
    expect([mayAddEntry('decision', false), mayAddEntry('action', false), mayAddEntry('decision', true)]).toEqual([
      false,
      true,
      true,
    ])
    const entry = { by: 'ann', owner: { userId: 'ben', name: 'Ben' } }
    const may = (userId: string, what: 'edit' | 'done', leads = false) => mayChangeEntry(entry, { userId, leads }, what)
    expect([
      may('ann', 'edit'),
      may('ben', 'edit'),
      may('ben', 'done'),
      may('cleo', 'done'),
      may('fay', 'edit', true),
    ]).toEqual([true, false, true, false, true])
    // On an anonymous board nobody is the author, and an owner in words is nobody's account.
    const nameless = { by: null, owner: { userId: null, name: 'Ben' } }
    expect(mayChangeEntry(nameless, { userId: 'ben', leads: false }, 'done')).toBe(false)
  })
})
