// Owns the use cases of ideas. Their text, place and colour are edits of the board's document, not commands.

import type { BoardId, IdeaId, Stage } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type CommandContext, type Handlers, placeOf } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { addIdeas, uniqueTags } from './add.ts'
import type { IdeaDeps } from './deps.ts'
import { boardOpen, ideaRemoved, roomFor, setStage, writtenAt } from './rules.ts'
import * as store from './store.ts'

type IdeaCommand =
  | 'idea.add'
  | 'idea.add-many'
  | 'idea.update'
  | 'idea.remove'
  | 'idea.restore'
  | 'idea.like'
  | 'idea.set-stage'

export function ideaCommands(deps: IdeaDeps): Pick<Handlers, IdeaCommand> {
  return {
    async 'idea.add'(context, { boardId, ...item }) {
      const added = await addIdeas(context.tx, deps, writing(context, boardId), [item])
      if (!added.ok) return added
      const [one] = added.value
      if (!one) throw new Error('one idea asked for, none made')
      return done(one)
    },

    async 'idea.add-many'(context, { boardId, texts, column }) {
      const items = texts.map((text) => ({ text, column }))
      const added = await addIdeas(context.tx, deps, writing(context, boardId), items)
      return added.ok ? done({ ideas: added.value }) : added
    },

    async 'idea.update'(context, { ideaId, details, tags }) {
      const { tx } = context
      const idea = await store.ideaForUpdate(tx, ideaId)
      if (!idea) return noSuchIdea()
      if (idea.removedAt) return ideaRemoved()
      await store.updateIdea(tx, ideaId, {
        ...(details === undefined ? {} : { details }),
        ...(tags === undefined ? {} : { tags: uniqueTags(tags) }),
      })
      await changed(context, ideaId)
      return done({})
    },

    async 'idea.remove'(context, { ideaId }) {
      const { tx, now } = context
      const { boardId, naming } = placeOf(context)
      // The board first, as everywhere: two orders of locking would be a deadlock waiting.
      await store.boardForUpdate(tx, boardId)
      const idea = await store.ideaForUpdate(tx, ideaId)
      if (!idea) return noSuchIdea()
      if (idea.removedAt) return done({})
      await store.updateIdea(tx, ideaId, { removedAt: writtenAt(now, naming) })
      await deps.enqueue(tx, 'idea.removed', boardId, { boardId, ideaId })
      return done({})
    },

    async 'idea.restore'(context, { ideaId }) {
      const { tx } = context
      const { boardId } = placeOf(context)
      const board = await store.boardForUpdate(tx, boardId)
      const idea = await store.ideaForUpdate(tx, ideaId)
      if (!board || !idea) return noSuchIdea()
      if (!idea.removedAt) return done({})
      const open = boardOpen(board)
      if (!open.ok) return open
      const room = roomFor(board.ideas, 1)
      if (!room.ok) return room
      await store.updateIdea(tx, ideaId, { removedAt: null, columnId: await livingColumn(tx, boardId, idea.columnId) })
      await deps.enqueue(tx, 'idea.restored', boardId, { boardId, ideaId })
      return done({})
    },

    async 'idea.like'(context, { ideaId, liked }) {
      const { tx, actor } = context
      const idea = await store.ideaForUpdate(tx, ideaId)
      if (!idea) return noSuchIdea()
      if (idea.removedAt) return ideaRemoved()
      if (!(await store.putLike(tx, ideaId, actor.userId, liked))) return done({ likes: idea.likeCount })
      const likes = await store.addToLikes(tx, ideaId, liked ? 1 : -1)
      await changed(context, ideaId)
      await deps.enqueue(tx, 'answers.stale', actor.userId, {
        userIds: [actor.userId],
        topics: [`mine:${placeOf(context).boardId}`],
      })
      return done({ likes })
    },

    async 'idea.set-stage'(context, { ideaId, stage, reason = '' }) {
      const { tx, actor, now } = context
      const idea = await store.ideaForUpdate(tx, ideaId)
      if (!idea) return noSuchIdea()
      if (idea.removedAt) return ideaRemoved()
      const allowed = setStage(idea.stage as Stage, stage, reason)
      if (!allowed.ok) return allowed
      await store.putStage(tx, ideaId, { stage, reason: reason || null, by: actor.userId, at: now })
      await changed(context, ideaId)
      const { boardId } = placeOf(context)
      await deps.enqueue(tx, 'goals.changed', boardId, { boardId, ideaId })
      return done({})
    },
  }

  async function changed(context: CommandContext, ideaId: IdeaId): Promise<void> {
    const { boardId } = placeOf(context)
    await deps.enqueue(context.tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
  }
}

function writing(context: CommandContext, boardId: BoardId) {
  const { actor, now } = context
  const enteredBy = actor.seat?.proxy ? actor.seat.holderId : null
  return { boardId, author: actor.userId, standing: placeOf(context).standing, enteredBy, now }
}

const noSuchIdea = () => refuse('not-found', 'no-such-idea', 'There is no such idea.')

/** Its column may have gone while it was away. */
async function livingColumn(tx: Tx, boardId: BoardId, columnId: string | null) {
  const columns = await store.columnIds(tx, boardId)
  return columns.find((id) => id === columnId) ?? columns[0] ?? null
}
