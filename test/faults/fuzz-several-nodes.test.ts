// Half of the million operations (T4): two and three nodes that lose, double and delay each other's hints.
// KIEM_FUZZ_OPERATIONS says how many in all, KIEM_FUZZ_SEED where to begin: a night takes other seeds than the day before.
import { expect, test } from 'vitest'
import { BOARD_TERRAIN } from '../server/sync/fuzz/boards.ts'
import { campaign } from '../server/sync/fuzz/campaign.ts'
import { PROPOSAL_TERRAIN } from '../server/sync/fuzz/proposals.ts'
import { OPEN_TERRAIN } from '../server/sync/fuzz/terrain.ts'

const OPERATIONS = Number(process.env.KIEM_FUZZ_OPERATIONS ?? 1_000_000)
const SEED = Number(process.env.KIEM_FUZZ_SEED ?? 100_000)
const NODES = [2, 3]
const TERRAINS = [OPEN_TERRAIN, BOARD_TERRAIN, PROPOSAL_TERRAIN]
const SHARE = Math.ceil(OPERATIONS / 2 / (NODES.length * TERRAINS.length))
// A quarter of a millisecond each on a busy machine, and patience.
const DEADLINE_MS = 60_000 + SHARE * 2

for (const [at, terrain] of TERRAINS.entries()) {
  test.each(NODES)(
    `${SHARE} operations on ${terrain.documents[0]} and its like, %i node(s)`,
    { timeout: DEADLINE_MS },
    async (nodes) => {
      const total = await campaign(SEED + at * 10_000_000 + nodes * 1_000_000, SHARE, { ...terrain, nodes })
      expect(total.operations).toBeGreaterThanOrEqual(SHARE)
      expect(total.tally['acknowledgements'] ?? 0).toBeGreaterThan(SHARE / 200)
    },
  )
}
