// Owns who is listed as leading, and in which order: in the lead, leading, deputy, then the others. Pure.

import type { LedgerLead } from '../../shared/session.ts'

export interface LeaderPart {
  inLead: boolean
  /** A facilitator of the board, who always may lead. */
  onBoard: boolean
  /** Leads this session by being asked to. */
  shares: boolean
  deputy: boolean
}

/** A list to choose from; beyond it one types a name. */
export const LEADERS_SHOWN = 30

export function partOf(userId: string, lead: LedgerLead, facilitators: readonly string[]): LeaderPart {
  return {
    inLead: lead.by?.userId === userId,
    onBoard: facilitators.includes(userId),
    shares: lead.others.some((other) => other.userId === userId),
    deputy: lead.deputy?.userId === userId,
  }
}

export function shownLeaders<P extends { userId: string; name: string }>(
  people: readonly P[],
  lead: LedgerLead,
  facilitators: readonly string[],
  query: string,
): { shown: P[]; more: boolean } {
  const wanted = query.trim().toLocaleLowerCase()
  const place = ({ userId }: P) => {
    const part = partOf(userId, lead, facilitators)
    return part.inLead ? 0 : part.onBoard || part.shares ? 1 : part.deputy ? 2 : 3
  }
  const found = people
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name))
  return { shown: found.slice(0, LEADERS_SHOWN), more: found.length > LEADERS_SHOWN }
}
