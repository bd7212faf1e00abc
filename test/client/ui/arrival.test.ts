import { afterEach, describe, expect, test } from 'vitest'
import { arrivalIsExpected, arriveAt, endForgoing, expectArrival, forgoArrival } from '../../../client/ui/arrival.ts'

/** Where the focus went. */
const heading = () => {
  const place = { times: 0, focus: () => (place.times += 1) }
  return place as typeof place & HTMLElement
}

afterEach(() => {
  forgoArrival('')
  endForgoing()
})

describe('the focus of a page that opens', () => {
  test('goes to its heading, once', () => {
    const board = heading()
    expectArrival('/b/1')
    arriveAt(board, '/b/1')
    arriveAt(board, '/b/1')
    expect(board.times).toBe(1)
  })

  test('is not given to the page that is left, which may be drawn again meanwhile', () => {
    const home = heading()
    expectArrival('/b/1')
    arriveAt(home, '/home')
    expect(home.times).toBe(0)
    expect(arrivalIsExpected('/b/1')).toBe(true)
  })

  test('stays with who opened something before it came, however often the page is begun anew', () => {
    const board = heading()
    expectArrival('/b/1')
    forgoArrival('/b/1')
    expectArrival('/b/1')
    arriveAt(board, '/b/1')
    expect(board.times).toBe(0)
  })

  test('is taken again by the same page another time, and by any page that comes after', () => {
    forgoArrival('/b/1')
    expectArrival('/home')
    expect(arrivalIsExpected('/home')).toBe(true)
    endForgoing()
    expectArrival('/b/1')
    expect(arrivalIsExpected('/b/1')).toBe(true)
  })
})
