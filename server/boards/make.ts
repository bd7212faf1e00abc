// Owns bringing a board into being, with everything that a board must have from its first moment: columns, a code, a
// first facilitator and, where it is anonymous, its secret. Used by the command and by the example.

import { generateNKeysBetween } from 'fractional-indexing'
import type { BoardId, ColumnId, Joining, Language, Naming, TemplateName, UserId } from '../../shared/model.ts'
import type { Actor } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { BoardDeps } from './deps.ts'
import { SECRET_BYTES, giveSecret } from './marks.ts'
import { coarseTime, joinCodeFrom } from './rules.ts'
import * as store from './store.ts'

/** The settings and columns a board begins with. */
export interface StartingPoint {
  question: string
  naming: Naming
  joining: Joining
  template: TemplateName
  language: Language
  columns: { title: string; color: string | null }[]
}

interface BoardToMake extends StartingPoint {
  boardId: BoardId
  title: string
  isExample?: boolean
  askedBy?: UserId | null
}

/** The board, its columns, code, secret and first facilitator. Answers the join code, or null when the id is taken. */
export async function makeBoard(
  tx: Tx,
  deps: BoardDeps,
  actor: Actor,
  now: Date,
  board: BoardToMake,
): Promise<string | null> {
  const { boardId, columns, ...settings } = board
  const row = { ...settings, id: boardId, createdBy: actor.userId, createdAt: now }
  if (!(await store.insertBoard(tx, row, coarseTime(now, board.naming)))) return null
  const positions = generateNKeysBetween(null, null, columns.length)
  await store.insertColumns(
    tx,
    columns.map(({ title, color }, i) => ({
      id: deps.newId() as ColumnId,
      boardId,
      title,
      color: color as store.NewColumn['color'],
      position: positions[i] ?? '',
    })),
  )
  if (board.naming === 'anonymous') await giveSecret(tx, boardId, deps.randomBytes(SECRET_BYTES))
  await store.putMember(tx, { boardId, userId: actor.userId, role: 'facilitator', joinedAt: now })
  const code = await giveJoinCode(tx, deps, boardId, now)
  await deps.enqueue(tx, 'board.changed', boardId, { boardId })
  await deps.enqueue(tx, 'people.changed', boardId, { boardId })
  await deps.enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['boards'] })
  return code
}

const CODE_ATTEMPTS = 8 // a million boards fill one code in 244: eight misses in a row will not happen

export async function giveJoinCode(tx: Tx, deps: BoardDeps, boardId: BoardId, now: Date): Promise<string> {
  for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt++) {
    const code = joinCodeFrom(deps.randomBytes(CODE_RANDOM_BYTES))
    if (await store.insertJoinCode(tx, boardId, code, now)) return code
  }
  throw new Error('no free join code was found: is the source of randomness broken?')
}
const CODE_RANDOM_BYTES = 8
