import { expect, test } from 'vitest'
import { waitingFirst } from '../../../client/sessions/reported-cards.tsx'
import { toldNow } from '../../../client/sessions/reports.ts'
import type { IdeaId } from '../../../shared/model.ts'
import type { ReportedCard } from '../../../shared/reports.ts'

test('what came of a report is told once, and only of those one waits for', () => {
  const one = (ideaId: string, outcome: 'hidden' | null) => ({ ideaId: ideaId as IdeaId, outcome, answer: null })
  const mine = [one('a', 'hidden'), one('b', null), one('c', 'hidden')]
  expect(toldNow(['a', 'b'], mine)).toEqual({ told: [one('a', 'hidden')], waiting: ['b'] })
  expect(toldNow(['b'], mine)).toEqual({ told: [], waiting: ['b'] })
})

test('of the reported cards those that wait come first, and otherwise nothing moves', () => {
  const card = (number: number, outcome: 'kept' | null) => ({ number, outcome }) as ReportedCard
  const cards = [card(1, 'kept'), card(2, null), card(3, 'kept'), card(4, null)]
  expect(waitingFirst(cards).map(({ number }) => number)).toEqual([2, 4, 1, 3])
})
