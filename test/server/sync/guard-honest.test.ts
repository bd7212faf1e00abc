// No false refusal: a million honest operations, straight at the guard and the replica. A failing seed is printed: run it alone
// with KIEM_GUARD_SEED. KIEM_GUARD_OPERATIONS changes how many.
import { describe, expect, test } from 'vitest'
import { HonestBoard } from './support/honest-board.ts'
import { HonestText } from './support/honest-text.ts'

const OPERATIONS = Number(process.env.KIEM_GUARD_OPERATIONS ?? 1_000_000)
const SEED = process.env.KIEM_GUARD_SEED === undefined ? null : Number(process.env.KIEM_GUARD_SEED)
/** After so many a new document begins: what costs time in old ones is Yjs, walking over what was deleted. */
const PER_BOARD = 3_000
const PER_TEXT = 400
const PATIENCE_MS = 600_000

/** An edit in the real editor costs as much as these on a board. */
const TEXT_SHARE = 250

interface World {
  operations: number
  desk: { updates: number; guardNs: bigint }
  round(): void
  settle(): void
}

/** Worlds by their seeds until there were so many operations; answers how many. */
function run(make: (seed: number) => World, wanted: number, each: number): number {
  const [first, end] = SEED === null ? [1, Math.ceil(wanted / each) + 1] : [SEED, SEED + 1]
  let operations = 0
  let updates = 0
  let guardNs = 0n
  for (let seed = first; seed < end; seed++) {
    try {
      const world = make(seed)
      while (world.operations < each) world.round()
      world.settle()
      operations += world.operations
      updates += world.desk.updates
      guardNs += world.desk.guardNs
    } catch (cause) {
      throw new Error(`KIEM_GUARD_SEED=${seed}: ${String(cause)}`, { cause })
    }
  }
  const cost = (Number(guardNs) / 1_000 / operations).toFixed(1)
  process.stderr.write(`${operations} operations in ${updates} updates, ${cost} µs of guard each\n`)
  return operations
}

describe('honest traffic', () => {
  test(
    'S7 nothing that people do on a board is refused',
    () => {
      const wanted = SEED === null ? OPERATIONS : PER_BOARD
      expect(run((seed) => new HonestBoard(seed), wanted, PER_BOARD)).toBeGreaterThanOrEqual(wanted)
    },
    PATIENCE_MS,
  )

  test(
    'S7 nothing that people do in a proposal is refused',
    () => {
      const wanted = SEED === null ? OPERATIONS / TEXT_SHARE : PER_TEXT
      expect(run((seed) => new HonestText(seed), wanted, PER_TEXT)).toBeGreaterThanOrEqual(wanted)
    },
    PATIENCE_MS,
  )
})
