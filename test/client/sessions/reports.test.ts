import { expect, test } from 'vitest'
import { toldNow } from '../../../client/sessions/reports.ts'
import type { IdeaId } from '../../../shared/model.ts'

test('what came of a report is told once, and only of those one waits for', () => {
  const one = (ideaId: string, outcome: 'hidden' | null) => ({ ideaId: ideaId as IdeaId, outcome, answer: null })
  const mine = [one('a', 'hidden'), one('b', null), one('c', 'hidden')]
  expect(toldNow(['a', 'b'], mine)).toEqual({ told: [one('a', 'hidden')], waiting: ['b'] })
  expect(toldNow(['b'], mine)).toEqual({ told: [], waiting: ['b'] })
})
