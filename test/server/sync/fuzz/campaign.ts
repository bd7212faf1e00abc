// So many operations as wars of different seeds, one after the other. A failure says the seed; the same seed fails again.
import { expect } from 'vitest'
import { judge } from './judgement.ts'
import type { Terrain } from './terrain.ts'
import { War } from './war.ts'

/** Long enough for everything to meet everything, short enough that a failing one can be read. */
export const OPERATIONS_PER_WAR = 2_500

export async function fight(seed: number, terrain: Terrain, operations = OPERATIONS_PER_WAR): Promise<War> {
  const war = new War(seed, terrain)
  const heard: unknown[] = []
  const { error } = console
  console.error = (...words: unknown[]) => void heard.push(words)
  try {
    await war.begin()
    for (let i = 0; i < operations && war.witness.wrongs.length === 0; i++) await war.operate()
    if (war.witness.wrongs.length === 0) await war.peace()
    await judge(war)
    expect(heard, 'I8 console.error').toEqual([])
    for (const node of war.nodes) await node.drain()
  } catch (cause) {
    throw new Error(`seed ${seed}, ${terrain.nodes} node(s), ${operations} operations: ${String(cause)}`, { cause })
  } finally {
    console.error = error
  }
  return war
}

export interface Total {
  wars: number
  operations: number
  tally: Record<string, number>
}

/** Wars with seeds from `first` on until so many operations are done. */
export async function campaign(first: number, operations: number, terrain: Terrain): Promise<Total> {
  const total: Total = { wars: 0, operations: 0, tally: {} }
  while (total.operations < operations) {
    const war = await fight(first + total.wars, terrain)
    total.wars += 1
    total.operations += OPERATIONS_PER_WAR
    for (const [what, times] of Object.entries(war.witness.tally)) total.tally[what] = (total.tally[what] ?? 0) + times
  }
  return total
}
