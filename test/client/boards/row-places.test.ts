import { expect, test } from 'vitest'
import { inView, placeRows, scrollTo } from '../../../client/boards/row-places.ts'

const place = (keys: string[], sizes: [string, number][] = [], firstAtPx = 0) =>
  placeRows(keys, { sizes: new Map(sizes), usualPx: 100, gapPx: 10, firstAtPx })

test('rows stand under each other with a gap, the unmeasured ones with the usual height', () => {
  const rows = place(['a', 'b', 'c'], [['b', 40]])
  expect(rows.map(({ start, size }) => [start, size])).toEqual([
    [0, 100],
    [110, 40],
    [160, 100],
  ])
  expect(place(['a', 'b'], [], -30).map(({ start }) => start)).toEqual([-30, 80])
})

test('in view is what has at least a pixel there, and as many beyond it as asked, never past the ends', () => {
  const rows = place(['a', 'b', 'c', 'd', 'e']) // at 0, 110, 220, 330, 440
  expect(inView(rows, 0, 110, 0)).toEqual([0, 1])
  expect(inView(rows, 0, 111, 0)).toEqual([0, 2])
  expect(inView(rows, 100, 120, 0)).toEqual([1, 2])
  expect(inView(rows, 99, 122, 0)).toEqual([0, 3])
  expect(inView(rows, 220, 10, 1)).toEqual([1, 4])
  expect(inView(rows, 900, 100, 2)).toEqual([3, 5])
  expect(inView([], 0, 100, 4)).toEqual([0, 0])
})

test('nothing is in view of a list that has no height', () => {
  expect(inView(place(['a', 'b']), 0, 0, 4)).toEqual([0, 0])
})

test('scrolling to a row goes no further than it has to, and for one that does not fit to its top', () => {
  const [, row] = place(['a', 'b', 'c'])
  expect(scrollTo(row!, 50, 400)).toBeNull()
  expect(scrollTo(row!, 110, 100)).toBeNull()
  expect(scrollTo(row!, 200, 400)).toBe(110)
  expect(scrollTo(row!, 0, 150)).toBe(60)
  expect(scrollTo(row!, 0, 60)).toBe(110)
  expect(scrollTo(row!, 110, 60)).toBeNull()
})
