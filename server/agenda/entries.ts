// Owns what is written beside the topics: notes, decisions, actions. On an anonymous board no row says who wrote one: its
// author can show that they did (a mark), nobody else can tell. An action's owner is words there: not a person of the board.

import { type EntryOwner, mayAddEntry, mayChangeEntry } from '../../shared/discussion.ts'
import { ENTRIES_MAX_PER_SESSION } from '../../shared/limits.ts'
import type { BoardId, Naming } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import { type CommandContext, type Handlers, placeOf } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { AgendaDeps } from './deps.ts'
import { isMarked } from './marks.ts'
import { noSuchTopic } from './rules.ts'
import * as store from './store.ts'

type EntryCommand = Extract<keyof Handlers, `entry.${string}`>
type OwnerAsk = { userId: string } | { name: string } | null

export function entryCommands(deps: Pick<AgendaDeps, 'enqueue' | 'newId' | 'markerFor'>): Pick<Handlers, EntryCommand> {
  return {
    async 'entry.add'(context, { boardId, kind, text, topicId = null, owner = null, dueOn = null, entryId: proposed }) {
      const { tx, actor } = context
      const { standing, naming } = placeOf(context)
      if (!mayAddEntry(kind, allows('session.lead', standing))) {
        return refuse('forbidden', 'decisions-are-led', 'Who leads writes down what was decided.', { field: 'kind' })
      }
      const running = await store.runningForShare(tx, boardId)
      if (!running) return refuse('conflict', 'no-session', 'No session is running on this board.')
      const entryId = proposed ?? deps.newId()
      const known = proposed ? await store.entryById(tx, proposed) : null
      // Asked again by a client that never heard the answer.
      if (known) return known.boardId === boardId && known.text === text ? done({ entryId }) : idTaken()
      const topic = await topicOf(tx, running.sessionId, topicId)
      if (!topic.ok) return topic
      if ((await store.countEntries(tx, running.sessionId)) >= ENTRIES_MAX_PER_SESSION) {
        return refuse('conflict', 'too-many-entries', 'This session has as many notes as it can hold.', {
          limit: ENTRIES_MAX_PER_SESSION,
        })
      }
      const owned = await ownerOf(tx, boardId, naming, owner)
      if (!owned.ok) return owned
      const marker = naming === 'named' ? null : await deps.markerFor(tx, boardId)
      await store.insertEntry(tx, {
        id: entryId,
        boardId,
        sessionId: running.sessionId,
        topicId,
        ideaId: topic.value,
        kind,
        text,
        ...owned.value,
        dueOn,
        authorId: naming === 'named' ? actor.userId : null,
        authorMark: marker?.(entryId, actor.userId) ?? null,
      })
      await changed(tx, boardId)
      return done({ entryId })
    },

    'entry.update': (context, { boardId, entryId, rev, text, owner, dueOn }) =>
      changing(context, boardId, entryId, 'edit', async (entry) => {
        const { tx } = context
        if (entry.removedAt) return noSuchEntry()
        if (entry.rev > rev) {
          return refuse(
            'conflict',
            'entry-changed',
            'Somebody has changed this meanwhile. Look again before you change it.',
          )
        }
        const owned = owner === undefined ? null : await ownerOf(tx, boardId, placeOf(context).naming, owner)
        if (owned && !owned.ok) return owned
        await store.updateEntry(tx, entryId, {
          ...(text === undefined ? {} : { text }),
          ...(dueOn === undefined ? {} : { dueOn }),
          ...owned?.value,
        })
        return done({})
      }),

    'entry.done': (context, { boardId, entryId, done: isDone }) =>
      changing(context, boardId, entryId, 'done', async (entry) => {
        if (entry.removedAt) return noSuchEntry()
        if ((entry.doneAt !== null) !== isDone) {
          await store.updateEntry(context.tx, entryId, { doneAt: isDone ? context.now : null })
        }
        return done({})
      }),

    'entry.remove': (context, { boardId, entryId, removed }) =>
      changing(context, boardId, entryId, 'edit', async (entry) => {
        if ((entry.removedAt !== null) !== removed) {
          await store.updateEntry(context.tx, entryId, { removedAt: removed ? context.now : null })
        }
        return done({})
      }),
  }

  async function changing(
    context: CommandContext,
    boardId: BoardId,
    entryId: string,
    what: 'edit' | 'done',
    work: (entry: store.EntryRow) => Promise<Outcome<Record<string, never>>>,
  ): Promise<Outcome<Record<string, never>>> {
    const { tx, actor } = context
    const entry = await store.entryForUpdate(tx, boardId, entryId)
    if (!entry) return noSuchEntry()
    const leads = allows('session.lead', placeOf(context).standing)
    const owner: EntryOwner | null = entry.ownerId === null ? null : { userId: entry.ownerId, name: '' }
    const marker = entry.authorMark === null ? null : await deps.markerFor(tx, boardId)
    const by = isMarked(entry, marker, actor.userId) ? actor.userId : entry.authorId
    if (!mayChangeEntry({ by, owner }, { userId: actor.userId, leads }, what)) {
      return refuse('forbidden', 'not-your-entry', 'This was written by somebody else. Who leads can change it.')
    }
    const outcome = await work(entry)
    if (outcome.ok) await changed(tx, boardId)
    return outcome
  }

  async function changed(tx: Tx, boardId: BoardId): Promise<void> {
    await deps.enqueue(tx, 'discussion.changed', boardId, { boardId })
  }
}

/** The idea in question, where the topic is one. */
async function topicOf(tx: Tx, sessionId: string, topicId: string | null): Promise<Outcome<string | null>> {
  if (topicId === null) return done(null)
  const row = await store.discussionOf(tx, sessionId)
  const topic = row?.topics.find((one) => one.topicId === topicId)
  if (!topic) return noSuchTopic()
  if (topic.kind === 'group') return done(null)
  const [ideaId] = topic.ideaIds
  return done((await store.ideaIsThere(tx, ideaId ?? '')) ? (ideaId ?? null) : null)
}

async function ownerOf(
  tx: Tx,
  boardId: BoardId,
  naming: Naming,
  owner: OwnerAsk,
): Promise<Outcome<{ ownerId: string | null; ownerName: string | null }>> {
  if (owner === null) return done({ ownerId: null, ownerName: null })
  if ('name' in owner) return done({ ownerId: null, ownerName: owner.name })
  if (naming === 'anonymous') {
    return refuse('conflict', 'owner-in-words', 'On an anonymous board write down who does it in words.', {
      field: 'owner',
    })
  }
  const name = await store.personOn(tx, boardId, owner.userId)
  if (name === null) return refuse('not-found', 'no-such-person', 'There is no such person here.', { field: 'owner' })
  return done({ ownerId: owner.userId, ownerName: name })
}

const noSuchEntry = () => refuse('not-found', 'no-such-entry', 'This is no longer there.')
const idTaken = () =>
  refuse('conflict', 'id-taken', 'This id is in use. Propose another, or none.', { field: 'entryId' })
