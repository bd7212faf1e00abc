import { expect, test } from 'vitest'
import { lanesOf } from '../../../client/projector/wall-lanes.ts'

test.each([
  ['one full column beside two empty ones takes what they do not need', [10, 0, 0], [3, 0.5, 0.5]],
  ['few cards need no second lane', [4, 3, 0], [1, 1, 0.5]],
  ['what is free goes to the fullest', [6, 12, 2], [1, 2, 1]],
  ['with as many columns as lanes each has its own', [40, 1, 1, 1], [1, 1, 1, 1]],
  ['more columns than lanes stand side by side all the same', [9, 9, 9, 9, 9, 0], [1, 1, 1, 1, 1, 0.5]],
  ['an empty board is as wide as its columns', [0, 0, 0], [0.5, 0.5, 0.5]],
  ['a board without columns has none', [], []],
])('%s', (_what, counts, lanes) => {
  expect(lanesOf(counts)).toEqual(lanes)
})
