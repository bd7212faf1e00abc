// Owns: staying away after the server said "too fast": longer each time, never all at once, and over with the first answer.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Patience } from '../../../client/live/patience.ts'
import { afterClose, CLOSE, tooFastWaitMs } from '../../../shared/wire.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the wait doubles up to a minute, and half of it is chance', () => {
  expect([0, 1, 2, 3, 4, 50].map((refusals) => tooFastWaitMs(refusals, 1))).toEqual([
    5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
  ])
  expect([0, 4].map((refusals) => tooFastWaitMs(refusals, 0))).toEqual([2_500, 30_000])
  expect(afterClose(CLOSE.tooFast, 'too-fast')).toBe('retry')
})

test('it comes back once, also when it was refused twice in between, and begins anew when all is well', () => {
  const comeBack = vi.fn()
  const patience = new Patience(comeBack)
  patience.refused(false)
  vi.advanceTimersByTime(2_499)
  expect(comeBack).not.toHaveBeenCalled()
  patience.refused(false)
  vi.advanceTimersByTime(10_000)
  expect(comeBack).toHaveBeenCalledTimes(1)
  patience.calm()
  patience.refused(false)
  vi.advanceTimersByTime(5_000)
  expect(comeBack).toHaveBeenCalledTimes(2)
})

test('a document that is closed does not come back', () => {
  const comeBack = vi.fn()
  const patience = new Patience(comeBack)
  patience.refused(false)
  patience.stop()
  vi.advanceTimersByTime(120_000)
  expect(comeBack).not.toHaveBeenCalled()
})

test('who only waits for a place looks again every ten to twenty seconds, however often', () => {
  const comeBack = vi.fn(() => patience.refused(true))
  const patience: Patience = new Patience(comeBack)
  patience.refused(true)
  vi.advanceTimersByTime(5_000 + 10_000)
  expect(comeBack.mock.calls.length).toBeGreaterThanOrEqual(2)
  comeBack.mockClear()
  vi.advanceTimersByTime(200_000)
  expect(comeBack.mock.calls.length).toBeGreaterThanOrEqual(10)
  expect(comeBack.mock.calls.length).toBeLessThanOrEqual(20)
  patience.stop()
})
