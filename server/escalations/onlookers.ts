// Owns whose desks show what others owe: those people's managers, as far as they may read the board it is on. It must never tell
// anybody that something happened on a board that is not there to them.

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, casePeople, escalations, user } from '../platform/database/schema/index.ts'
import type { CaseDeps } from './deps.ts'

/** Of these people's managers those who may read that board. */
export async function onlookersOf(
  deps: Pick<CaseDeps, 'managersOf'>,
  reader: Reader,
  boardId: BoardId,
  userIds: readonly UserId[],
): Promise<UserId[]> {
  const managers = userIds.length === 0 ? [] : await deps.managersOf(reader, userIds)
  if (managers.length === 0) return []
  const rows = await reader
    .select({ userId: user.id })
    .from(user)
    .innerJoin(boards, eq(boards.id, boardId))
    .where(and(inArray(user.id, managers), mayRead(sql.raw('"user".id'))))
  return rows.map(({ userId }) => userId as UserId)
}

/** Everybody on whose desk this idea is, because of any case of it. */
export async function desksShowing(
  deps: Pick<CaseDeps, 'managersOf'>,
  reader: Reader,
  boardId: BoardId,
  ideaId: IdeaId,
): Promise<UserId[]> {
  const cases = await reader
    .select({ sponsorId: escalations.sponsorId, raisedBy: escalations.escalatedBy, owedBy: escalations.owedBy })
    .from(escalations)
    .where(eq(escalations.ideaId, ideaId))
  if (cases.length === 0) return []
  // Deputies, who measures it: whoever it ever was with.
  const ever = await reader
    .select({ userId: casePeople.userId })
    .from(casePeople)
    .innerJoin(escalations, eq(escalations.id, casePeople.escalationId))
    .where(eq(escalations.ideaId, ideaId))
  const owing = cases.flatMap(({ owedBy }) => (owedBy === null ? [] : [owedBy as UserId]))
  const onlookers = await onlookersOf(deps, reader, boardId, owing)
  const named = cases.flatMap(({ sponsorId, raisedBy }) => [sponsorId, raisedBy])
  return [...new Set([...named, ...owing, ...ever.map(({ userId }) => userId), ...onlookers])] as UserId[]
}

/**
 * As boards/standing.ts has it for members: to whom a board is not there, what is on it is on nobody's desk either.
 * `person`: a user's id, or the column that holds it.
 */
export function mayRead(person: UserId | SQL): SQL {
  return sql`(not exists (select 1 from board_members m
      where m.board_id = ${boards.id} and m.user_id = ${person} and m.removed_at is not null)
    and (${boards.joining} <> 'invited'
      or exists (select 1 from board_members m where m.board_id = ${boards.id} and m.user_id = ${person})
      or exists (select 1 from ${casePeople} p join ${escalations} e on e.id = p.escalation_id
        join ideas i on i.id = e.idea_id where p.user_id = ${person} and i.board_id = ${boards.id})))`
}
