// Owns what may happen to a board, as sentences about facts. Pure: no clock, no ids, no SQL.

import { COLUMNS_MAX_PER_BOARD, GUESTS_MAX_PER_BOARD, JOIN_CODE_CHARS } from '../../shared/limits.ts'
import type { Joining, Naming, Role, UserId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'

export type PersonKind = 'member' | 'guest'

export const boardArchived = () =>
  refuse('conflict', 'board-archived', 'This board is archived. Restore it to change it.')

/** A ratchet: once somebody wrote here under a promise, the promise stays. */
export function changeNaming(from: Naming, to: Naming, hasIdeas: boolean): Outcome<Naming> {
  if (from === to || !hasIdeas) return done(to)
  return refuse(
    'conflict',
    'naming-fixed',
    'Ideas have been written here already: named or anonymous stays as it is.',
    {
      field: 'naming',
    },
  )
}

/** A question that a sponsor puts to everybody will be answered by that sponsor: nobody else's name can stand there. */
export function mayAsk(roles: ReadonlySet<Role>): Outcome<null> {
  return roles.has('sponsor')
    ? done(null)
    : refuse('forbidden', 'sponsors-ask', 'Only a sponsor puts a question under their own name.', { field: 'asks' })
}

/** Judged before a guest is made: somebody who may not come in should not get an account for it. */
export function mayJoin(board: { joining: Joining; archived: boolean }, kind: PersonKind): Outcome<null> {
  if (board.archived) return refuse('conflict', 'board-archived', 'This board is archived and takes no new people.')
  if (kind === 'guest' && board.joining !== 'everyone') {
    return refuse('forbidden', 'members-only', 'This board is for people with an account. Sign in and try again.')
  }
  return done(null)
}

export function admitGuest(guests: number): Outcome<null> {
  if (guests < GUESTS_MAX_PER_BOARD) return done(null)
  return refuse('conflict', 'board-full', 'This board has as many guests as it can hold.', {
    limit: GUESTS_MAX_PER_BOARD,
  })
}

/** A board is never left without somebody who may lead it. */
export function stepDown(facilitators: readonly UserId[], who: UserId): Outcome<null> {
  if (!facilitators.includes(who)) {
    return refuse('not-found', 'not-a-facilitator', 'This person does not lead this board.')
  }
  if (facilitators.length === 1) {
    return refuse('conflict', 'last-facilitator', 'Somebody must lead this board. Add another facilitator first.')
  }
  return done(null)
}

export function addColumn(columns: number): Outcome<null> {
  if (columns < COLUMNS_MAX_PER_BOARD) return done(null)
  return refuse('conflict', 'too-many-columns', `A board has at most ${COLUMNS_MAX_PER_BOARD} columns.`, {
    limit: COLUMNS_MAX_PER_BOARD,
  })
}

export function removeColumn(columns: readonly { id: string }[], columnId: string): Outcome<null> {
  if (!columns.some((column) => column.id === columnId)) return noSuchColumn()
  if (columns.length === 1) return refuse('conflict', 'last-column', 'A board keeps at least one column.')
  return done(null)
}

export const noSuchColumn = () => refuse('not-found', 'no-such-column', 'This column is not on this board.')

/** Where the ideas of a column that is gone belong: the living column before it, else the first. */
export function columnBeside<C extends { id: string; position: string; removed: boolean }>(
  columns: readonly C[],
  columnId: string | null,
): C | null {
  const living = columns.filter((column) => !column.removed).sort(byPosition)
  const gone = columns.find((column) => column.id === columnId)
  if (gone && !gone.removed) return gone
  // Strictly before: a column added since may have been given the place of the one that is gone.
  const before = gone ? living.filter((column) => column.position < gone.position) : []
  return before.at(-1) ?? living[0] ?? null
}

export function byPosition(a: { id: string; position: string }, b: { id: string; position: string }): number {
  return a.position < b.position ? -1 : a.position > b.position ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

// No vowels (a code should not spell anything), and none of B S Z I L O 0 1, which are read as each other.
export const JOIN_CODE_ALPHABET = '23456789CDFGHJKMNPQRTVWXY' // 25^6 is 244 million

/** @param random as many bytes as the code has characters, or more; a slight bias (256 mod 25) costs nothing here */
export function joinCodeFrom(random: Uint8Array): string {
  let code = ''
  for (let i = 0; i < JOIN_CODE_CHARS; i++) code += JOIN_CODE_ALPHABET[(random[i] ?? 0) % JOIN_CODE_ALPHABET.length]
  return code
}

/** What a person typed, as the code it was meant to be. */
export function normalizeJoinCode(typed: string): string {
  const readAs: Record<string, string> = { B: '8', S: '5', Z: '2' }
  return typed
    .slice(0, JOIN_CODE_CHARS * 4) // spaces and dashes included; anything longer is not a code
    .toUpperCase()
    .replace(/[\s\-–._]/g, '')
    .replace(/[BSZ]/g, (letter) => readAs[letter] ?? letter)
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** When something happened, as exactly as this board may tell: an anonymous board must not be read by the second. */
export function coarseTime(at: Date, naming: Naming): Date {
  const step = naming === 'anonymous' ? HOUR_MS : MINUTE_MS
  return new Date(Math.floor(at.getTime() / step) * step)
}
