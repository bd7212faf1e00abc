import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { drift, LEFT_ALONE_MS, PAGE_EVERY_MS } from '../../../client/projector/drift.ts'

class Column {
  scrollTop = 0
  constructor(
    readonly clientHeight: number,
    readonly scrollHeight: number,
  ) {}
  scrollTo({ top }: { top: number }) {
    this.scrollTop = Math.min(top, this.scrollHeight - this.clientHeight)
  }
}

/** What scrolls, and the element it is in: only what a browser would have told of them. */
function wall(...columns: Column[]): HTMLElement {
  return Object.assign(new EventTarget(), { children: columns }) as unknown as HTMLElement
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a column that holds more than it shows goes page by page to its end, and begins again', () => {
  const [long, short] = [new Column(100, 220), new Column(100, 90)]
  const stop = drift(wall(long, short))
  const seen = [1, 2, 3, 4].map(() => {
    vi.advanceTimersByTime(PAGE_EVERY_MS)
    return long.scrollTop
  })
  expect(seen).toEqual([80, 120, 0, 80])
  expect(short.scrollTop).toBe(0)
  stop?.()
  vi.advanceTimersByTime(PAGE_EVERY_MS)
  expect(long.scrollTop).toBe(80)
})

test('whoever scrolls by hand has the wall to themselves for a while', () => {
  const long = new Column(100, 220)
  const element = wall(long)
  const stop = drift(element)
  element.dispatchEvent(new Event('wheel'))
  vi.advanceTimersByTime(LEFT_ALONE_MS - 1)
  expect(long.scrollTop).toBe(0)
  vi.advanceTimersByTime(PAGE_EVERY_MS)
  expect(long.scrollTop).toBe(80)
  stop?.()
})
