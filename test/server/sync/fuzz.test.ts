// Seeded wars over the whole engine (see fuzz/war.ts), short enough for every day; test/faults/fuzz-*.test.ts fight the million.
// A failure prints its seed: keep it in SEEDS_THAT_ONCE_FAILED.
import { describe, expect, test } from 'vitest'
import { BOARD_TERRAIN } from './fuzz/boards.ts'
import { campaign, fight } from './fuzz/campaign.ts'
import { PROPOSAL_TERRAIN } from './fuzz/proposals.ts'
import { OPEN_TERRAIN } from './fuzz/terrain.ts'

const OPERATIONS = 2_500
const TERRAINS = { anything: OPEN_TERRAIN, boards: BOARD_TERRAIN, proposals: PROPOSAL_TERRAIN }
// On a busy machine; alone a war takes a third of a second.
const DEADLINE_MS = 120_000

describe('I1 I2 I3 I5 I8 I9 S12 after any war all copies are equal and nothing is lost', () => {
  for (const [what, terrain] of Object.entries(TERRAINS)) {
    test.each([1, 2, 3])(`${what}, on %i node(s)`, { timeout: DEADLINE_MS }, async (nodes) => {
      await campaign(nodes * 1_000, OPERATIONS, { ...terrain, nodes })
    })
  }

  test('the wars are wars: all of it happens in them', { timeout: DEADLINE_MS }, async () => {
    const { tally } = (await fight(7, { ...OPEN_TERRAIN, nodes: 2 }, 2 * OPERATIONS)).witness
    const kinds = (word: string) => Object.keys(tally).filter((what) => what.startsWith(word)).length
    expect(tally['acknowledgements']).toBeGreaterThan(100)
    expect(kinds('trouble')).toBeGreaterThan(10)
    expect(kinds('closed')).toBeGreaterThan(3)
  })
})

/** What each of them found is also a test of its own: early-edits.test.ts, behind.test.ts, marks.test.ts, durability.test.ts. */
const SEEDS_THAT_ONCE_FAILED = [
  { seed: 1, nodes: 1, on: OPEN_TERRAIN, why: 'typed on coming back, before the step 2 with what was written offline' },
  { seed: 10, nodes: 3, on: OPEN_TERRAIN, why: 'moved to a node that had not heard of what the page knew' },
  { seed: 11, nodes: 2, on: PROPOSAL_TERRAIN, why: 'came into a room in the moment it failed' },
  { seed: 7, nodes: 1, on: PROPOSAL_TERRAIN, why: 'marks tidied up that no row deletes' },
  { seed: 5, nodes: 2, on: PROPOSAL_TERRAIN, why: 'marks tidied up that no row deletes' },
  { seed: 10, nodes: 3, on: PROPOSAL_TERRAIN, why: 'marks tidied up that no row deletes' },
]

describe('seeds that once failed', () => {
  test.each(SEEDS_THAT_ONCE_FAILED)(
    '$seed on $nodes node(s): $why',
    { timeout: DEADLINE_MS },
    async ({ seed, nodes, on }) => {
      await fight(seed, { ...on, nodes })
    },
  )
})
