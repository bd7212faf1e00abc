// Owns how a person stands towards a board: facts in, standings out. Pure, and the only place that decides it.

import type { Joining, Role } from '../../shared/model.ts'
import type { Standing } from '../../shared/permissions.ts'

export interface StandingFacts {
  kind: 'member' | 'guest'
  roles: ReadonlySet<Role>
  joining: Joining
  membership: { role: string; removed: boolean } | null
  /** Of the session that runs on the board; rights that end with it. */
  leadsSession: boolean
  /** An idea of this board was taken to them, or came to them on its way, whoever may join it. */
  addressedHere: boolean
  /** Wrote the idea or comment in question. */
  author: boolean
  /** The case in question waits for this person, is with them, or was raised by them. */
  addressed: boolean
}

export function standingOf(facts: StandingFacts): Set<Standing> {
  const standing = new Set<Standing>()
  if (facts.kind === 'member') for (const role of facts.roles) standing.add(role)
  if (facts.addressed) standing.add('addressed')
  if (facts.membership?.removed) return standing

  if (facts.membership) {
    standing.add(facts.kind === 'guest' ? 'guest' : 'participant')
    if (facts.membership.role === 'facilitator') standing.add('facilitator')
    if (facts.leadsSession && facts.kind === 'member') standing.add('leader')
  } else if (facts.kind === 'member' && (facts.joining !== 'invited' || facts.addressedHere)) {
    standing.add('participant')
  }
  // Somebody shown out keeps no hold on what they wrote there, so 'author' comes after the check above.
  if (facts.author && (standing.has('guest') || standing.has('participant'))) standing.add('author')
  return standing
}
