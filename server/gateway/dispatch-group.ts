// Owns commands that a whole room sends in one moment (votes): what arrives about one thing while a transaction for it is
// under way is carried out together in the next one, one commit for all of them. Each is answered by itself, and none is
// answered before that commit. It must never let one ask's trouble become another's: a group that fails is taken apart.

import type { CommandName } from '../../shared/commands.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import { isUnavailable } from '../platform/database/unavailable.ts'
import { type KeyClaim, KeyTaken } from './idempotency.ts'

/** Parsed, of a known person, within their rate. */
export interface Asked {
  actor: Actor
  name: CommandName
  /** What it is about: the id of its scope. */
  id: string
  input: object
  claim: KeyClaim | null
}

/** In one transaction; answers in the order of the asks. */
export type CarryOut = (asks: readonly Asked[]) => Promise<Outcome<unknown>[]>

/** Two hundred people who vote in the same second are two or three commits; more at once would let the first wait long. */
export const GROUP_MAX_ASKS = 100
/** Another node holding the same key is done with it once we have waited for it; twice is a bug. */
const KEY_ATTEMPTS = 3

interface Waiting {
  asked: Asked
  resolve(outcome: Outcome<unknown>): void
  reject(error: unknown): void
}

export function createGatherer(carryOut: CarryOut): (asked: Asked) => Promise<Outcome<unknown>> {
  /** Present while something is under way in that lane. */
  const lanes = new Map<string, Waiting[]>()

  async function drain(lane: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await together(take(waiting))
    lanes.delete(lane)
  }

  async function together(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await carryOut(group.map(({ asked }) => asked))
      group.forEach((one, i) => one.resolve(outcomes[i]!))
    } catch (error) {
      const itsOwn = group.length === 1 && !(error instanceof KeyTaken)
      if (itsOwn || isUnavailable(error)) for (const one of group) one.reject(error)
      else for (const one of group) await alone(one)
    }
  }

  /** Nothing of the group was stored: one of them is at fault, and only that one may suffer. */
  async function alone({ asked, resolve, reject }: Waiting): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const [outcome] = await carryOut([asked])
        return resolve(outcome!)
      } catch (error) {
        if (!(error instanceof KeyTaken) || attempt === KEY_ATTEMPTS) return reject(error)
      }
    }
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      const lane = `${asked.name} ${asked.id}`
      const under = lanes.get(lane)
      const waiting = under ?? []
      waiting.push({ asked, resolve, reject })
      if (under) return
      lanes.set(lane, waiting)
      void drain(lane, waiting)
    })
}

/** The first of the queue. A key sent twice waits for its first answer, and whoever sent it keeps their order. */
function take(waiting: Waiting[]): Waiting[] {
  const keys = new Set<string>()
  const group: Waiting[] = []
  const held = new Set<string>()
  const rest: Waiting[] = []
  for (const one of waiting) {
    const { actor, claim } = one.asked
    const again = claim !== null && keys.has(claim.hash)
    if (group.length >= GROUP_MAX_ASKS || again || held.has(actor.userId)) {
      held.add(actor.userId)
      rest.push(one)
      continue
    }
    if (claim) keys.add(claim.hash)
    group.push(one)
  }
  waiting.splice(0, waiting.length, ...rest)
  return group
}
