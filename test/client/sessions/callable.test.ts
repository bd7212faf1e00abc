import { expect, test } from 'vitest'
import { CALLABLE_MAX, callable } from '../../../client/sessions/callable.ts'
import type { IdeaId } from '../../../shared/model.ts'

const NUMBERS: Record<string, number> = { tea: 2, lunch: 1, mail: 12 }
const CARDS = new Map(
  [
    ['tea', 'Tea at eleven'],
    ['lunch', 'A longer lunch'],
    ['mail', 'No mail at lunch'],
    ['empty', '  '],
  ].map(([id, title]) => [id!, { ideaId: id as IdeaId, title: title! }]),
)
const found = (words: string) => callable(CARDS, (id) => NUMBERS[id], words).map(({ ideaId }) => ideaId)

test('cards stand in the order of their numbers, those without words not at all', () => {
  expect(found('')).toEqual(['lunch', 'tea', 'mail'])
})

test('every word that is typed must be in it, in any order and case, or its number', () => {
  expect(found('LUNCH')).toEqual(['lunch', 'mail'])
  expect(found('lunch mail')).toEqual(['mail'])
  expect(found('#2')).toEqual(['tea'])
  expect(found('coffee')).toEqual([])
})

test('no more than a thumb goes through', () => {
  const many = new Map(
    Array.from({ length: CALLABLE_MAX + 1 }, (_, n) => [`${n}`, { ideaId: `${n}` as IdeaId, title: `Idea ${n}` }]),
  )
  expect(callable(many, Number, '')).toHaveLength(CALLABLE_MAX)
  expect(callable(many, Number, `Idea ${CALLABLE_MAX}`).map(({ number }) => number)).toEqual([CALLABLE_MAX])
})
