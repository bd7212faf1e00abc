// Owns POST /api/join: a code and a name, and somebody is on the board. Two hundred people behind one address all get
// in; somebody who tries codes gets nowhere (FAULTS F66). What a board is, is told by functions handed in.

import { z } from 'zod'
import { NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { CodeGate } from './code-gate.ts'
import { addGuest, renameGuest } from './guests.ts'
import { personName } from './rules.ts'
import { newSessionToken } from './session-cookie.ts'

export interface JoinDeps {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  boardByCode(code: string): Promise<{ boardId: BoardId } | null>
  admit(
    tx: Tx,
    admission: { boardId: BoardId; userId: UserId; kind: 'member' | 'guest'; newcomer?: boolean; now: Date },
  ): Promise<Outcome<{ boardId: BoardId }>>
  boardsOf(userId: UserId): Promise<BoardId[]>
  /** Of a session that is on disk: the cookie to set. */
  cookieOf(token: string): string
  sessionLifeMs: number
  begun(token: string, guest: Actor, endsAt: number): void
  forgetUser(userId: UserId): void
  gate: CodeGate
  newId(): string
  now(): Date
}

export interface Joined {
  value: { boardId: BoardId }
  cookies: string[]
}

const INPUT = z.strictObject({
  code: z.string().max(64),
  name: z
    .string()
    .max(NAME_MAX_CHARS * 4)
    .optional(),
})

export type Join = (who: { actor: Actor | null; address: string }, body: unknown) => Promise<Outcome<Joined>>

export function createJoin(deps: JoinDeps): Join {
  return async ({ actor, address }, body) => {
    const parsed = INPUT.safeParse(body)
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.map(String).join('.')
      return refuse('invalid', 'invalid-input', 'send {code, name}', field ? { field } : {})
    }
    const { code, name } = parsed.data
    const waitMs = deps.gate.mayTry(address, code)
    if (waitMs > 0) return slower(waitMs)
    const board = await deps.boardByCode(code)
    if (!board) {
      const slowMs = deps.gate.wrong(address)
      return slowMs > 0 ? slower(slowMs) : refuse('not-found', 'wrong-code', 'there is no board with this code')
    }
    deps.gate.right(address, code)
    return enter(deps, actor, board.boardId, name)
  }
}

function slower(retryAfterMs: number) {
  return refuse('too-fast', 'too-many-codes', 'too many attempts from here; wait a moment', { retryAfterMs })
}

async function enter(
  deps: JoinDeps,
  actor: Actor | null,
  boardId: BoardId,
  name: string | undefined,
): Promise<Outcome<Joined>> {
  const now = deps.now()
  if (actor?.kind === 'member') {
    const admitted = await inTransaction(deps, (tx) =>
      deps.admit(tx, { boardId, userId: actor.userId, kind: 'member', now }),
    )
    return admitted.ok ? done({ value: { boardId }, cookies: [] }) : admitted
  }
  if (actor && (await deps.boardsOf(actor.userId)).includes(boardId)) {
    return stayAs(deps, actor, boardId, name, now)
  }
  const called = personName(name ?? '')
  if (!called.ok) return called
  const userId = deps.newId() as UserId
  const token = newSessionToken()
  const session = { id: deps.newId(), token, endsAt: new Date(now.getTime() + deps.sessionLifeMs) }
  // One transaction: a guest without a session could never come back as themselves.
  const admitted = await inTransaction(deps, async (tx) => {
    const added = addGuest(tx, { userId, name: called.value, session, now })
    const [outcome] = await Promise.all([
      deps.admit(tx, { boardId, userId, kind: 'guest', newcomer: true, now }),
      added,
    ])
    return outcome
  })
  if (!admitted.ok) return admitted
  const guest: Actor = {
    userId,
    sessionId: session.id,
    name: called.value,
    kind: 'guest',
    roles: new Set(),
    language: 'en',
  }
  deps.begun(token, guest, session.endsAt.getTime())
  return done({ value: { boardId }, cookies: [deps.cookieOf(token)] })
}

/** The same guest again: a reload, a second scan. A name typed anew is taken over. */
async function stayAs(
  deps: JoinDeps,
  guest: Actor,
  boardId: BoardId,
  name: string | undefined,
  now: Date,
): Promise<Outcome<Joined>> {
  const called = name === undefined ? null : personName(name)
  if (called?.ok && called.value !== guest.name) {
    await deps.transaction((tx) => renameGuest(tx, { userId: guest.userId, name: called.value, now }))
    deps.forgetUser(guest.userId)
  }
  return done({ value: { boardId }, cookies: [] })
}

/** A refusal takes back what was written before it: a guest who may not enter is nobody. */
async function inTransaction<T>(deps: JoinDeps, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  let refusal: Outcome<T> | null = null
  try {
    return await deps.transaction(async (tx) => {
      const outcome = await work(tx)
      if (outcome.ok) return outcome
      refusal = outcome
      throw new Error('refused')
    })
  } catch (error) {
    if (refusal) return refusal
    throw error
  }
}
