// Owns the use cases of the discussion of an idea. On an anonymous board nothing here may let out who wrote: not a
// result, not an outbox row, not a time to the second.

import type { BoardId, CommentId, IdeaId, UserId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { addComment, coarse, writtenAt } from './rules.ts'
import * as store from './store.ts'

/** The mark of this person on this comment, under the board's secret. */
export type Marker = (subjectId: string, userId: UserId) => Uint8Array

export interface DiscussionDeps {
  enqueue: Enqueue
  newId: () => string
  /** Null on a named board, or where the secret was destroyed. */
  markerFor(reader: Reader, boardId: BoardId): Promise<Marker | null>
}

const noSuchIdea = () => refuse('not-found', 'no-such-idea', 'There is no such idea.')
const noSuchComment = () => refuse('not-found', 'no-such-comment', 'There is no such comment any more.')

export function discussionCommands(
  deps: DiscussionDeps,
): Pick<Handlers, 'comment.add' | 'comment.update' | 'comment.remove'> {
  return {
    async 'comment.add'({ tx, actor, now }, { ideaId, text, commentId: proposed }) {
      const talk = await store.talkForUpdate(tx, ideaId)
      if (!talk) return noSuchIdea()
      const named = talk.naming === 'named'
      const marker = named ? null : await deps.markerFor(tx, talk.boardId)
      if (!named && !marker) throw new Error('an anonymous board without a secret')

      const commentId = proposed ?? (deps.newId() as CommentId)
      const known = proposed ? await store.commentById(tx, proposed) : null
      if (known) {
        const mine = named ? known.authorId === actor.userId : same(known.authorMark, marker?.(known.id, actor.userId))
        // Asked again by a client that never heard the answer.
        if (mine && known.ideaId === ideaId && known.text === text) return done({ commentId })
        return refuse('conflict', 'id-taken', 'This comment id is in use. Propose another, or none.', {
          field: 'commentId',
        })
      }
      const allowed = addComment(talk)
      if (!allowed.ok) return allowed
      await store.insertComment(tx, {
        id: commentId,
        ideaId,
        authorId: named ? actor.userId : null,
        authorMark: marker ? marker(commentId, actor.userId) : null,
        text,
        createdAt: writtenAt(now, talk.naming, talk.lastAt),
      })
      const { boardId } = talk
      await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
      await deps.enqueue(tx, 'comment.added', boardId, { boardId, ideaId, commentId })
      return done({ commentId })
    },

    async 'comment.update'(context, { commentId, text }) {
      const { tx, now } = context
      const { boardId, naming } = placeOf(context)
      const comment = await store.commentById(tx, commentId)
      if (!comment || comment.removedAt) return noSuchComment()
      if (comment.text === text) return done({})
      const talk = await store.talkForUpdate(tx, comment.ideaId as IdeaId)
      if (!talk || talk.removed) return refuse('conflict', 'idea-removed', 'This idea was removed. Restore it first.')
      await store.updateComment(tx, comment, text, coarse(now, naming))
      await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [comment.ideaId as IdeaId] })
      return done({})
    },

    async 'comment.remove'(context, { commentId }) {
      const { tx, now } = context
      const { boardId, naming } = placeOf(context)
      const found = await store.commentById(tx, commentId)
      if (!found) return noSuchComment()
      await store.talkForUpdate(tx, found.ideaId as IdeaId)
      const comment = await store.commentById(tx, commentId) // re-read under the lock: somebody may have been first
      if (!comment || comment.removedAt) return done({})
      await store.removeComment(tx, comment, coarse(now, naming))
      await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [comment.ideaId as IdeaId] })
      return done({})
    },
  }
}

function same(a: Uint8Array | null, b: Uint8Array | undefined): boolean {
  return a !== null && b !== undefined && Buffer.compare(a, b) === 0
}
