import { describe, expect, test } from 'vitest'
import { START_OVERS_MAX_PER_MINUTE, StartOvers } from '../../../client/live/start-overs.ts'

const NOW = 1_000_000

describe('starting over ends in a clear state, never in a loop', () => {
  test('START_OVERS_MAX_PER_MINUTE: one more within a minute is refused, for that document alone', () => {
    const turns = new StartOvers()
    for (let turn = 0; turn < START_OVERS_MAX_PER_MINUTE; turn++) expect(turns.take('board.a', NOW + turn)).toBe(true)
    expect(turns.take('board.a', NOW + 59_000)).toBe(false)
    expect(turns.take('board.b', NOW + 59_000)).toBe(true)
  })

  test('a minute later there is another turn, and a person may ask for one at once', () => {
    const turns = new StartOvers()
    for (let turn = 0; turn < START_OVERS_MAX_PER_MINUTE; turn++) turns.take('board.a', NOW)
    expect(turns.take('board.a', NOW + 60_000)).toBe(true)
    for (let turn = 0; turn < START_OVERS_MAX_PER_MINUTE; turn++) turns.take('board.b', NOW)
    turns.forgive('board.b')
    expect(turns.take('board.b', NOW + 1)).toBe(true)
  })
})
