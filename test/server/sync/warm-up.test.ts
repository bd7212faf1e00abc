import { expect, test } from 'vitest'
import { warmUp } from '../../../server/sync/warm-up.ts'

test('warming up reads a document again and again, by the way a large one is opened', () => {
  // What cannot be read would throw.
  expect(warmUp()).toBeGreaterThan(50_000)
})
