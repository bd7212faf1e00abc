// Owns the use cases of a board's settings and life. Columns are in columns.ts, people in people.ts.

import type { BoardId, Joining, Language, Naming, TemplateName } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Actor, CommandContext, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { columnCommands } from './columns.ts'
import { destroyAuthorshipKey } from './authorship.ts'
import type { BoardDeps } from './deps.ts'
import { createExample } from './example/create.ts'
import { locate } from './locate.ts'
import { type StartingPoint, giveJoinCode, makeBoard } from './make.ts'
import { SECRET_BYTES, destroySecret, giveSecret } from './marks.ts'
import { peopleCommands } from './people.ts'
import { boardArchived, changeNaming, mayAsk } from './rules.ts'
import * as store from './store.ts'
import { TEMPLATE_TEXTS } from './templates.ts'

/** Which goals it serves is for the goals room. */
type BoardCommand = Exclude<Extract<keyof Handlers, `board.${string}` | `column.${string}`>, 'board.set-goals'>

export function boardCommands(deps: BoardDeps): Pick<Handlers, BoardCommand> {
  return {
    ...columnCommands(deps),
    ...peopleCommands(deps),

    async 'board.create'({ tx, actor, now }, input) {
      const asking = input.asks ? mayAsk(actor.roles) : null
      if (asking && !asking.ok) return asking
      const start = await startingPoint(tx, actor, input)
      if (!start.ok) return start
      const settings = { ...start.value, askedBy: input.asks ? actor.userId : null }
      const boardId = input.boardId ?? (deps.newId() as BoardId)
      const made = await makeBoard(tx, deps, actor, now, { boardId, title: input.title, ...settings })
      if (made) return done({ boardId, joinCode: made })
      return await sameAgain(tx, actor, boardId, input.title)
    },

    async 'board.create-example'(context, { language }) {
      return done(await createExample(context, deps, language))
    },

    async 'board.update'(context, { boardId, asks, ...changes }) {
      const { tx, actor } = context
      const asking = asks ? mayAsk(actor.roles) : null
      if (asking && !asking.ok) return asking
      const board = await store.boardForUpdate(tx, boardId)
      if (!board) return refuse('not-found', 'no-such-board')
      if (board.archivedAt) return boardArchived()
      if (changes.naming && changes.naming !== board.naming) {
        const naming = changeNaming(board.naming as Naming, changes.naming, await store.hasIdeas(tx, boardId))
        if (!naming.ok) return naming
        if (naming.value === 'anonymous') await giveSecret(tx, boardId, deps.randomBytes(SECRET_BYTES))
        else {
          await destroySecret(tx, boardId)
          await destroyAuthorshipKey(tx, boardId)
        }
      }
      const askedBy = asks === undefined ? {} : { askedBy: asks ? actor.userId : null }
      await store.updateBoard(tx, boardId, { ...defined(changes), ...askedBy })
      await announce(context, boardId)
      // Who may join decides who may read, and whether names are shown what presence tells: live connections are judged again.
      const naming = changes.naming && changes.naming !== board.naming
      const joining = changes.joining && changes.joining !== board.joining
      if (naming || joining) await deps.enqueue(tx, 'access.changed', boardId, { boardId })
      if (joining) await deps.enqueue(tx, 'readers.changed', boardId, { boardId })
      return done({})
    },

    async 'board.lock'(context, { boardId, locked }) {
      const { tx } = context
      const board = await store.boardForUpdate(tx, boardId)
      if (!board) return refuse('not-found', 'no-such-board')
      if (board.archivedAt) return boardArchived()
      if (board.locked === locked) return done({})
      await store.updateBoard(tx, boardId, { locked })
      await announce(context, boardId)
      await deps.enqueue(tx, 'access.changed', boardId, { boardId })
      return done({})
    },

    'board.archive': (context, { boardId }) => setArchived(context, boardId, true),
    'board.restore': (context, { boardId }) => setArchived(context, boardId, false),

    async 'board.rotate-code'({ tx, now }, { boardId }) {
      const board = await store.boardForUpdate(tx, boardId)
      if (!board) return refuse('not-found', 'no-such-board')
      if (board.archivedAt) return boardArchived()
      await store.revokeJoinCodes(tx, boardId, now)
      return done({ joinCode: await giveJoinCode(tx, deps, boardId, now) })
    },

    async 'board.show'(context, { boardId, wall }) {
      const { tx } = context
      if (wall.show === 'result' && !(await store.hasRound(tx, boardId, wall.roundId))) {
        return refuse('not-found', 'no-such-round', 'This vote is not on this board.', { field: 'wall.roundId' })
      }
      await store.updateBoard(tx, boardId, { wall })
      await announce(context, boardId)
      return done({})
    },
  }

  async function setArchived(
    context: CommandContext,
    boardId: BoardId,
    archived: boolean,
  ): Promise<Outcome<Record<string, never>>> {
    const { tx, now } = context
    const board = await store.boardForUpdate(tx, boardId)
    if (!board) return refuse('not-found', 'no-such-board')
    if ((board.archivedAt !== null) === archived) return done({})
    await store.updateBoard(tx, boardId, { archivedAt: archived ? now : null })
    // A closed anonymous board forgets who wrote; opened again it begins with another key.
    if (archived) await destroyAuthorshipKey(tx, boardId)
    await announce(context, boardId)
    await deps.enqueue(tx, 'access.changed', boardId, { boardId })
    return done({})
  }

  async function announce({ tx, actor }: CommandContext, boardId: BoardId): Promise<void> {
    await deps.enqueue(tx, 'board.changed', boardId, { boardId })
    await deps.enqueue(tx, 'answers.stale', actor.userId, {
      userIds: [actor.userId],
      topics: ['boards', `board:${boardId}`],
    })
  }
}

type CreateInput = Parameters<Handlers['board.create']>[1]

/** The settings and columns of a template, or of another board this person may read. */
async function startingPoint(tx: Tx, actor: Actor, input: CreateInput): Promise<Outcome<StartingPoint>> {
  if (!input.copyOf) {
    const template = input.template ?? 'blank'
    const language = input.language ?? actor.language
    const { question, columns } = TEMPLATE_TEXTS[template][language]
    const { naming = 'named', joining = 'everyone' } = input
    return done({ question: input.question ?? question, naming, joining, template, language, columns: [...columns] })
  }
  const place = await locate(tx, actor, 'board', input.copyOf)
  const original = place && allows('board.read', place.standing) ? await store.boardOf(tx, place.boardId) : null
  if (!original) {
    return refuse('not-found', 'no-such-board', 'The board to copy is not there.', { field: 'copyOf' })
  }
  return done({
    question: input.question ?? original.question,
    naming: input.naming ?? (original.naming as Naming),
    joining: input.joining ?? (original.joining as Joining),
    template: original.template as TemplateName,
    language: input.language ?? (original.language as Language),
    columns: await store.columnsOf(tx, input.copyOf),
  })
}

/** A client that proposed the id and never heard the answer asks again, perhaps with a new key. */
async function sameAgain(tx: Tx, actor: Actor, boardId: BoardId, title: string) {
  const board = await store.boardOf(tx, boardId)
  const joinCode = await store.joinCodeOf(tx, boardId)
  if (board && joinCode && board.createdBy === actor.userId && board.title === title) return done({ boardId, joinCode })
  return refuse('conflict', 'id-taken', 'This board id is in use. Propose another, or none.', { field: 'boardId' })
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>
}
