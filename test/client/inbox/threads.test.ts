import { expect, test } from 'vitest'
import { countsOf, placeOf, threadsOf } from '../../../client/inbox/threads.ts'
import type { InboxItem } from '../../../shared/model.ts'
import { INBOX_KINDS } from '../../../shared/model.ts'
import { becauseOf, sentenceOf, shortSentenceOf } from '../../../shared/news-words.ts'
import { ANSWERS } from '../../../shared/cases.ts'

const item = (id: string, given: Partial<InboxItem> = {}): InboxItem => ({
  id,
  kind: 'case-moved',
  boardId: 'lunch' as never,
  ideaId: 'soup' as never,
  data: { move: 'ask', by: 'Vera', idea: 'Soup', board: 'Lunch' },
  because: 'supports',
  waits: false,
  quiet: 0,
  createdAt: 0,
  readAt: 1,
  ...given,
})

test('an inbox reads idea by idea, the newest first, and each by its title as it is now', () => {
  const items = [
    item('4', { ideaId: 'tea' as never, data: { move: 'endorse', idea: 'Tea' } }),
    item('3', { data: { move: 'reply', idea: 'Soup, daily', board: 'Lunch' } }),
    item('2', { kind: 'role-granted', boardId: null, ideaId: null, data: { role: 'sponsor' } }),
    item('1'),
  ]
  expect(threadsOf(items, 'all').map(({ key, title, items: own }) => [key, title, own.map(({ id }) => id)])).toEqual([
    ['tea', 'Tea', ['4']],
    ['soup', 'Soup, daily', ['3', '1']],
    ['me', null, ['2']],
  ])
})

test('as much is unread as the bell says: two steps of one idea are two', () => {
  const items = [item('3', { readAt: null }), item('2', { readAt: null, waits: true }), item('1', { waits: true })]
  expect(countsOf(items)).toEqual({ all: 0, unread: 2, waits: 1 })
})

test('it shows what is unread, or what waits for me and until when', () => {
  const items = [
    item('2', { ideaId: 'tea' as never, readAt: null }),
    item('1', { waits: true, data: { move: 'raise', until: 7 } }),
  ]
  expect(threadsOf(items, 'unread').map(({ key, unread }) => [key, unread])).toEqual([['tea', ['2']]])
  expect(threadsOf(items, 'waits')).toMatchObject([{ key: 'soup', waits: { until: 7 } }])
})

test('every piece of news leads somewhere', () => {
  expect(placeOf(item('1'))).toBe('/i/soup')
  const minutes = item('1', { kind: 'minutes-written', ideaId: null, data: { session: 's' } })
  expect(placeOf(minutes)).toBe('/b/lunch/minutes?session=s')
  expect(placeOf(item('1', { kind: 'webhook-off', boardId: null, ideaId: null }))).toBe('/webhooks')
})

test.each(['en', 'nl'] as const)('every piece of news has a whole sentence, whatever is missing (%s)', (language) => {
  const moves = [...ANSWERS, 'raise', 'lapse', 'look-again']
  for (const because of ['owes', 'supports', null] as const) {
    expect(becauseOf(because, language)).toEqual(because === null ? null : expect.stringMatching(/\w{3}/))
    const datas: InboxItem['data'][] = [
      {},
      { by: 'Vera', owes: 'Ada', idea: 'Soup', board: 'Lunch', sponsor: 'Vera', role: 'coach' },
    ]
    for (const data of datas) {
      for (const kind of INBOX_KINDS) {
        const facts: InboxItem['data'][] =
          kind === 'case-moved' ? moves.map((move) => ({ ...data, move })) : [{ role: 'admin', ...data }]
        for (const one of facts) {
          const said = sentenceOf({ kind, data: one, because }, language)
          expect([kind, said]).toEqual([kind, expect.stringMatching(/^[A-Z“]\S* .{6}/)])
          expect(said).not.toMatch(/[{}]|undefined/)
        }
      }
    }
  }
})

test('under an idea’s own title it is not said again, also where a sentence begins with it', () => {
  const said = (move: string, language: 'en' | 'nl') =>
    shortSentenceOf({ kind: 'case-moved', data: { move, by: 'Vera', idea: 'Soup & “tea”' }, because: null }, language)
  expect(said('endorse', 'en')).toBe('Vera backs this idea')
  expect(said('realise', 'en')).toBe('This idea has been realised')
  expect(said('realise', 'nl')).toBe('Dit idee is gerealiseerd')
})
