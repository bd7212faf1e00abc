// Jobs repeat without overlapping, survive their own failures, and end with the schedule.
import { expect, test, vi } from 'vitest'
import { createSchedule } from '../../../server/platform/schedule.ts'
import { createManualClock } from './manual-clock.ts'
import { silent } from './support.ts'

test('a job repeats, each time counted from the end of the run before', async () => {
  const clock = createManualClock()
  const schedule = createSchedule({ clock, log: silent })
  const runs: number[] = []
  let finish = () => {}
  schedule.every('job', 1_000, () => {
    runs.push(clock.now())
    return new Promise<void>((resolve) => (finish = resolve))
  })
  clock.advance(1_000)
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  clock.advance(10_000)
  expect(runs).toHaveLength(1)
  finish()
  await vi.waitFor(() => expect(clock.waiting).toBe(1))
  clock.advance(1_000)
  await vi.waitFor(() => expect(runs).toHaveLength(2))
})

test('a job that fails runs again', async () => {
  const clock = createManualClock()
  const schedule = createSchedule({ clock, log: silent })
  const job = vi.fn(() => Promise.reject(new Error('no')))
  schedule.every('job', 1_000, job)
  for (const times of [1, 2, 3]) {
    await vi.waitFor(() => expect(clock.waiting).toBe(1))
    clock.advance(1_000)
    await vi.waitFor(() => expect(job).toHaveBeenCalledTimes(times))
  }
})

test('R13 stop cancels what has not begun, waits for what has, and takes nothing new', async () => {
  const clock = createManualClock()
  const schedule = createSchedule({ clock, log: silent })
  const later = vi.fn(() => Promise.resolve())
  let finish = () => {}
  let ended = false
  schedule.after('running', 1, async () => {
    await new Promise<void>((resolve) => (finish = resolve))
    ended = true
  })
  schedule.every('later', 1_000, later)
  clock.advance(1)
  await vi.waitFor(() => expect(clock.waiting).toBe(1))
  await Promise.resolve()
  const stopped = schedule.stop()
  finish()
  await stopped
  expect(ended).toBe(true)
  schedule.after('new', 1, later)
  clock.advance(10_000)
  expect(later).not.toHaveBeenCalled()
  expect(clock.waiting).toBe(0)
})

test('a job that is called off does not run', () => {
  const clock = createManualClock()
  const schedule = createSchedule({ clock, log: silent })
  const job = vi.fn(() => Promise.resolve())
  schedule.after('job', 1_000, job)()
  clock.advance(10_000)
  expect(job).not.toHaveBeenCalled()
})
