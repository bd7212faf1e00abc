// Owns the shape in which a case leaves the server: rows in, what everybody who may see the idea may know out. Pure.

import type { CaseView, MoveName, MoveView } from '../../shared/cases.ts'
import { statusOf } from '../../shared/cases.ts'
import type { EscalationId, EscalationView, IdeaId, PersonView, UserId } from '../../shared/model.ts'
import type { escalations } from '../platform/database/schema/index.ts'
import type { StoredMove } from './audit/store.ts'
import { movesOf } from './clock/moves.ts'
import { caseOf } from './store.ts'

/** A deadline is shown as the day it is the last moment of: an hour more or less, as clocks change, is the same day. */
const DAY_MS = 86_400_000

export type Row = typeof escalations.$inferSelect
export type People = ReadonlyMap<UserId, PersonView>

/** Whoever cannot be shown any more; the promise they made stays. */
function shown(people: People, userId: string): PersonView {
  const gone = { userId: userId as UserId, name: '', image: null, unit: null, isGuest: false }
  return people.get(userId as UserId) ?? gone
}

/** Everybody a row names. */
export function peopleIn(row: Row): UserId[] {
  const ids = [row.sponsorId, row.escalatedBy, row.owedBy, row.commitment?.ownerId]
  return ids.filter((id) => id !== null && id !== undefined) as UserId[]
}

export function escalationView(row: Row, people: People): EscalationView {
  return {
    escalationId: row.id as EscalationId,
    ideaId: row.ideaId as IdeaId,
    sponsor: shown(people, row.sponsorId),
    escalatedBy: shown(people, row.escalatedBy),
    why: row.why,
    status: statusOf(row.state),
    state: row.state,
    owes: row.owedBy === null ? null : owesOf(row, row.owedBy, people),
    answer: row.answer,
    askedAt: row.askedAt.getTime(),
    answeredAt: row.answeredAt?.getTime() ?? null,
  }
}

function owesOf(row: Row, owedBy: string, people: People) {
  return {
    person: shown(people, owedBy),
    since: row.owedSince.getTime(),
    until: row.owedUntil?.getTime() ?? null,
  }
}

/** Who asks, and whether they wrote the idea under their name; null: nobody in particular. */
export type Asking = { userId: UserId; isAuthor: boolean } | null

export function caseView(row: Row, moves: readonly StoredMove[], people: People, asking: Asking): CaseView {
  const { commitment } = row
  const seen = moves.map((each) => moveView(each, people))
  return {
    ...escalationView(row, people),
    commitment: commitment && {
      firstStep: commitment.firstStep,
      dueAt: commitment.dueAt,
      ...(commitment.euros === undefined ? {} : { euros: commitment.euros }),
      ...(commitment.days === undefined ? {} : { days: commitment.days }),
      owner: shown(people, commitment.ownerId),
    },
    lookAgainAt: row.state === 'declined' && row.lookAgainAt ? row.lookAgainAt.getTime() + DAY_MS : null,
    moves: [...before(row, seen, people), ...seen],
    may: asking ? movesOf(caseOf(row), asking.userId, asking.isAuthor) : [],
  }
}

function moveView(stored: StoredMove, people: People): MoveView {
  const { seq, by, at, words, also, after } = stored
  return {
    seq,
    move: stored.move as MoveName,
    by: by === null ? null : shown(people, by),
    at: at.getTime(),
    words,
    also,
    state: after.state,
    owes: after.owedBy === null ? null : shown(people, after.owedBy),
    ...(after.via ? { via: after.via } : {}),
  }
}

/** Cases that began before moves were kept: what the row itself tells of them. */
function before(row: Row, moves: readonly MoveView[], people: People): MoveView[] {
  if (moves[0]?.move === 'raise') return []
  const sponsor = shown(people, row.sponsorId)
  const asked = { move: 'raise', by: shown(people, row.escalatedBy), words: row.why, state: 'with-sponsor' } as const
  const at = Math.min(row.askedAt.getTime(), moves[0]?.at ?? Number.POSITIVE_INFINITY)
  const raised: MoveView = { ...asked, seq: -1, at, also: null, owes: sponsor }
  if (moves.length > 0 || row.answeredAt === null) return [raised]
  const endorsed = statusOf(row.state) === 'endorsed'
  const answered: MoveView = {
    seq: 0,
    move: endorsed ? 'endorse' : 'decline',
    by: sponsor,
    at: row.answeredAt.getTime(),
    words: row.answer,
    also: null,
    state: endorsed ? 'endorsed' : 'declined',
    owes: endorsed ? sponsor : null,
  }
  return [raised, answered]
}
