import { expect, test } from 'vitest'
import { stepsOf } from '../../../client/goals/moves.ts'

/** care > (falls, nights > rest), work: in the order of the tree. */
const TREE = [
  { goalId: 'care', parentId: null },
  { goalId: 'falls', parentId: 'care' },
  { goalId: 'nights', parentId: 'care' },
  { goalId: 'rest', parentId: 'nights' },
  { goalId: 'work', parentId: null },
]

test('up and down go past one sister, and end at the first and the last', () => {
  expect(stepsOf(TREE, 'nights')).toMatchObject({ up: { parentId: 'care', before: 'falls' }, down: null })
  expect(stepsOf(TREE, 'falls')).toMatchObject({ up: null, down: { parentId: 'care', before: null } })
})

test('in is under the sister above, last; out is right behind the parent', () => {
  expect(stepsOf(TREE, 'nights')).toMatchObject({
    in: { parentId: 'falls', before: null },
    out: { parentId: null, before: 'work' },
  })
  expect(stepsOf(TREE, 'care')).toMatchObject({ in: null, out: null })
})

test('one that is not there goes nowhere', () => {
  expect(stepsOf(TREE, 'gone')).toEqual({ up: null, down: null, in: null, out: null })
})
