// Owns business cases as they leave in a board's file, and as they come back. A file says no more than the page does: on an
// anonymous board no estimate has a name; and back come figures and words, never whose they were (FAULTS F65, F72, F78).

import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Estimate } from '../../shared/business-case.ts'
import type { At, BoardId, IdeaId, Naming, PersonView, UserId } from '../../shared/model.ts'
import type { Actor } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { businessCases, estimates, ideaCarriers, ideas, signatureRequests } from '../platform/database/schema/index.ts'
import * as store from './store.ts'

type People = (
  reader: Reader,
  ids: readonly UserId[],
  viewer: Pick<Actor, 'kind'> | null,
) => Promise<Map<UserId, PersonView>>
type Signed = { by: string | null; at: At } | null

export interface CaseOut {
  beneficiaries: string
  estimates: (Estimate & { by: string | null; basis: string })[]
  carriedBy: string[]
  asked: Signed
  signed: Signed
}

/** Of a board's ideas those of which anything is said. */
export async function casesOut(
  reader: Reader,
  { boardId, naming }: { boardId: BoardId; naming: Naming },
  people: People,
): Promise<Map<IdeaId, CaseOut>> {
  const named = naming === 'named'
  const here = inArray(
    ideas.id,
    reader
      .select({ id: ideas.id })
      .from(ideas)
      .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt))),
  )
  const said = await reader
    .select({ ideaId: businessCases.ideaId, beneficiaries: businessCases.beneficiaries })
    .from(businessCases)
    .innerJoin(ideas, eq(ideas.id, businessCases.ideaId))
    .where(here)
  const figures = await reader
    .select({ estimate: estimates })
    .from(estimates)
    .innerJoin(ideas, eq(ideas.id, estimates.ideaId))
    .where(here)
    .orderBy(asc(estimates.id))
  const carrying = await reader
    .select({ ideaId: ideaCarriers.ideaId, userId: ideaCarriers.userId })
    .from(ideaCarriers)
    .innerJoin(ideas, eq(ideas.id, ideaCarriers.ideaId))
    .where(here)
    .orderBy(asc(ideaCarriers.at), asc(ideaCarriers.userId))
  // Who was asked for their name, and who gave it: on a named board neither was ever asked.
  const signing = named
    ? []
    : await reader
        .select({
          ideaId: ideas.id,
          authorId: ideas.authorId,
          signedAt: ideas.signedAt,
          askedBy: signatureRequests.askedBy,
          askedAt: signatureRequests.askedAt,
        })
        .from(ideas)
        .leftJoin(signatureRequests, eq(signatureRequests.ideaId, ideas.id))
        .where(here)
  const shown = signing.map((row) => ({
    ...row,
    // The author of what nobody signed is nobody's to know.
    authorId: row.signedAt === null ? null : row.authorId,
  }))
  const ids = [
    ...(named ? figures.map(({ estimate }) => estimate.authorId) : []),
    ...carrying.map(({ userId }) => userId),
    ...shown.flatMap(({ authorId, askedBy }) => [authorId, askedBy]),
  ]
  const known = await people(reader, [...new Set(ids)].filter((id) => id !== null) as UserId[], null)
  const name = (id: string | null) => (id === null ? null : (known.get(id as UserId)?.name ?? null))

  const out = new Map<IdeaId, CaseOut>()
  const of = (id: string): CaseOut => {
    const fresh = { beneficiaries: '', estimates: [], carriedBy: [], asked: null, signed: null }
    const found = out.get(id as IdeaId) ?? fresh
    out.set(id as IdeaId, found)
    return found
  }
  for (const { ideaId, beneficiaries } of said) if (beneficiaries !== '') of(ideaId).beneficiaries = beneficiaries
  for (const { estimate } of figures) {
    const { ideaId, valueLow, valueHigh, costOnce, costYearly, workDays, confidence, basis } = estimate
    const by = named ? name(estimate.authorId) : null
    of(ideaId).estimates.push({ by, valueLow, valueHigh, costOnce, costYearly, workDays, confidence, basis })
  }
  for (const { ideaId, userId } of carrying) of(ideaId).carriedBy.push(name(userId) ?? '')
  for (const { ideaId, authorId, signedAt, askedBy, askedAt } of shown) {
    if (askedAt) of(ideaId).asked = { by: name(askedBy), at: askedAt.getTime() }
    if (signedAt) of(ideaId).signed = { by: name(authorId), at: signedAt.getTime() }
  }
  return out
}

export interface CaseIn {
  beneficiaries: string
  estimates: readonly (Estimate & { basis: string })[]
}

/** Of ideas that this same transaction made: they have no case yet. */
export async function bringCases(tx: Tx, cases: ReadonlyMap<IdeaId, CaseIn>, newId: () => string): Promise<void> {
  for (const [ideaId, given] of cases) {
    if (given.beneficiaries !== '') await store.putBeneficiaries(tx, ideaId, given.beneficiaries)
    const rows = given.estimates.map((figures) => ({
      id: newId(),
      ideaId,
      authorId: null,
      authorMark: null,
      ...figures,
    }))
    if (rows.length > 0) await tx.insert(estimates).values(rows)
  }
}
