// Two nodes on one log that hear nothing of each other: what one has stored the other learns only by looking.
import { createSync, memoryBus } from '../../../../server/sync/index.ts'
import { FakeClock, HeldLog, seeded } from './fakes.ts'

export function nodesApart(log = new HeldLog()) {
  const clock = new FakeClock()
  const bus = memoryBus()
  const node = (seed: number) => {
    const own = bus.join()
    own.cut(true)
    return createSync({ log, clock, random: seeded(seed), access: async () => 'edit', bus: own })
  }
  return { clock, here: node(1), there: node(2) }
}
