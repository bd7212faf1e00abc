// How often and how many at once people's access is asked for again (S6): each within ten seconds, a hall never in one.
import { expect, test } from 'vitest'
import { BOARD, stage } from './support/engine.ts'
import { settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const HALL = 90
const PERIOD_S = 10

test('S6 a hall that came in within a second is asked about a few at a time, and everybody within ten seconds', async () => {
  const asked: string[] = []
  const { clock, sync } = stage({
    access: async ({ userId }) => {
      asked.push(userId)
      return 'edit'
    },
  })
  for (let i = 0; i < HALL; i++) new ModelClient(sync, personCalled(`person-${i}`), BOARD).connect()
  await settle()
  const seconds: number[] = []
  const last = new Map<string, number>()
  for (let second = 0; second < 4 * PERIOD_S; second++) {
    asked.length = 0
    await clock.advance(1_000)
    seconds.push(asked.length)
    for (const userId of asked) {
      expect(second - (last.get(userId) ?? 0)).toBeLessThanOrEqual(PERIOD_S)
      last.set(userId, second)
    }
  }
  expect(last.size).toBe(HALL)
  // A ninth is what an even spread takes; the first time round, what was not early is due together.
  expect(Math.max(...seconds.slice(0, PERIOD_S))).toBeLessThanOrEqual(HALL / 4)
  expect(Math.max(...seconds.slice(PERIOD_S))).toBeLessThanOrEqual(HALL / 9)
})
