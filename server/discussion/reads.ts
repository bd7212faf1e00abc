// Owns the answer to "what was said about this idea". The only place where a comment leaves the server; fail closed.

import { and, asc, eq, isNull } from 'drizzle-orm'
import type { CommentId, CommentView, IdeaId, PersonView, UserId } from '../../shared/model.ts'
import { type Outcome, done, notThere } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { comments, ideas } from '../platform/database/schema/index.ts'
import type { DiscussionDeps } from './commands.ts'
import type { CommentRow } from './store.ts'

export interface DiscussionReadDeps extends Pick<DiscussionDeps, 'markerFor'> {
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
}

/** GET /api/ideas/<id>/comments, oldest first. */
export async function listComments(
  reader: Reader,
  actor: Actor,
  place: Place,
  deps: DiscussionReadDeps,
): Promise<Outcome<CommentView[]>> {
  const idea = place.ideaId && allows('board.read', place.standing) ? await ideaOf(reader, place.ideaId) : null
  if (!idea || (idea.removedAt && !allows('idea.remove', place.standing))) {
    return notThere()
  }
  const rows = await reader
    .select()
    .from(comments)
    .where(and(eq(comments.ideaId, idea.id), isNull(comments.removedAt)))
    .orderBy(asc(comments.createdAt), asc(comments.id))
  const named = place.naming === 'named'
  const authors = named ? rows.flatMap((row) => (row.authorId ? [row.authorId as UserId] : [])) : []
  const people = await deps.people(reader, authors, actor)
  const marker = named ? null : await deps.markerFor(reader, place.boardId)
  const mine = (row: CommentRow) =>
    named
      ? row.authorId !== null && row.authorId === actor.userId
      : marker !== null && row.authorMark !== null && Buffer.compare(row.authorMark, marker(row.id, actor.userId)) === 0
  return done(
    rows.map((row) => ({
      commentId: row.id as CommentId,
      ideaId: row.ideaId as IdeaId,
      author: named ? (people.get(row.authorId as UserId) ?? null) : null,
      mine: mine(row),
      text: row.text,
      createdAt: row.createdAt.getTime(),
      editedAt: row.editedAt?.getTime() ?? null,
    })),
  )
}

async function ideaOf(reader: Reader, ideaId: IdeaId) {
  const [row] = await reader
    .select({ id: ideas.id, removedAt: ideas.removedAt })
    .from(ideas)
    .where(eq(ideas.id, ideaId))
  return row ?? null
}
