// Owns whether whoever owes the next move still is what they were asked as: a sponsor, the deputy or the manager of one, the keeper of
// the agenda. Signed in they may answer all the same until the clock moves it on; a link in an old mail must not outlive the role.

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { EscalationId, UserId } from '../../shared/model.ts'
import type { Organisation } from '../../shared/organisation.ts'
import type { Reader } from '../platform/database/handle.ts'
import { caseMoves, escalations } from '../platform/database/schema/index.ts'
import type { Case } from './clock/case.ts'
import type { CaseDeps } from './deps.ts'
import { caseOf, isSponsor } from './store.ts'

/** `organisation`: around the case's sponsor. */
export async function holdsTurn(
  reader: Reader,
  escalationId: EscalationId,
  { state, owedBy, sponsorId }: Case,
  { settings, ladderOf }: Organisation,
): Promise<boolean> {
  if (owedBy === null) return false
  switch (state) {
    case 'with-sponsor':
    case 'handed-over':
      // Whoever stood in for a sponsor may be asked again without being one.
      return (await isSponsor(reader, owedBy)) || stoodIn(reader, escalationId, owedBy)
    case 'with-deputy':
      return ladderOf(sponsorId).deputyId === owedBy
    case 'with-next-level':
      return ladderOf(sponsorId).managerId === owedBy
    case 'on-agenda':
      return settings.agendaKeeperId === owedBy
    default:
      // Who raised it answers questions, and a promise is its owner's, whatever they are in the organisation.
      return true
  }
}

/** Whether it is their turn, as what they were asked as. False also where there is no such case. */
export async function holdsTurnNow(
  deps: Pick<CaseDeps, 'organisationAround'>,
  reader: Reader,
  escalationId: EscalationId,
  userId: UserId,
): Promise<boolean> {
  const [row] = await reader.select().from(escalations).where(eq(escalations.id, escalationId))
  if (!row) return false
  const about = caseOf(row)
  if (about.owedBy !== userId) return false
  return holdsTurn(reader, escalationId, about, await deps.organisationAround(reader, [about.sponsorId]))
}

async function stoodIn(reader: Reader, escalationId: EscalationId, userId: UserId): Promise<boolean> {
  const turn = and(
    eq(sql`${caseMoves.after} ->> 'owedBy'`, userId),
    inArray(sql`${caseMoves.after} ->> 'state'`, ['with-deputy', 'with-next-level', 'on-agenda']),
  )
  const found = await reader
    .select({ seq: caseMoves.seq })
    .from(caseMoves)
    .where(and(eq(caseMoves.escalationId, escalationId), turn))
    .limit(1)
  return found.length > 0
}
