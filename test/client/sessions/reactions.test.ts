import { expect, test } from 'vitest'
import { RISING_MAX, risingOf } from '../../../client/sessions/reactions.ts'

test('of every reaction at least one rises, and never more than there is room for', () => {
  const kinds = (counts: Parameters<typeof risingOf>[0], free = RISING_MAX) =>
    risingOf(counts, free, 1).map(({ reaction }) => reaction)
  expect(kinds({ clap: 200, heart: 1 })).toEqual([
    'clap',
    'heart',
    ...Array.from({ length: RISING_MAX - 2 }, () => 'clap'),
  ])
  expect(kinds({ clap: 2 })).toEqual(['clap', 'clap'])
  expect(kinds({ clap: 9 }, 0)).toEqual([])
  expect(new Set(risingOf({ clap: 5 }, 5, 7).map(({ id }) => id)).size).toBe(5)
})
