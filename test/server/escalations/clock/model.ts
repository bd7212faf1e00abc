// Owns the second set of books of a case: what every move must lead to, written from the promise (who owes, since when, until
// when) and not from moves.ts, with days by the oracle. Every way from one state to another stands in WAYS, and there is no other.
import type { CaseState, Commitment, MoveName } from '../../../../shared/cases.ts'
import type { UserId } from '../../../../shared/model.ts'
import { type AwayDays, type Counting, dayAt, daysBetween, endOfTime, type Year } from './oracle.ts'

export type Step = Exclude<MoveName, 'raise'>
type Waiting = 'with-sponsor' | 'with-deputy' | 'with-next-level' | 'on-agenda'

const BACK = ['with-sponsor', 'with-deputy', 'with-next-level', 'on-agenda'] as const
const DECIDING = { ask: ['asked'], endorse: ['endorsed'], decline: ['declined'], 'hand-over': ['handed-over'] } as const

/** The diagram of the promise: from where, by which move, to where. */
export const WAYS: Record<CaseState, Partial<Record<Step, readonly CaseState[]>>> = {
  'with-sponsor': { ...DECIDING, lapse: ['with-deputy', 'with-next-level', 'on-agenda'] },
  'with-deputy': { ...DECIDING, lapse: ['with-next-level', 'on-agenda'] },
  'with-next-level': { ...DECIDING, lapse: ['on-agenda'] },
  'on-agenda': { ...DECIDING, 'new-keeper': ['on-agenda'] },
  asked: { reply: BACK, lapse: BACK },
  'handed-over': { accept: ['with-sponsor'], return: BACK, lapse: BACK },
  endorsed: { start: ['in-progress'], realise: ['realised'], stop: ['stopped'] },
  'in-progress': { realise: ['realised'], stop: ['stopped'] },
  declined: { 'raise-again': ['with-sponsor'], 'look-again': ['with-sponsor'] },
  stopped: { 'raise-again': ['with-sponsor'] },
  realised: {},
}
export const ENDED: readonly CaseState[] = ['declined', 'realised', 'stopped']
export const CLOCKS: readonly Step[] = ['lapse', 'look-again', 'new-keeper']
/** Who may make the moves of people; all others are for whoever owes the next one. */
const RAISERS: readonly Step[] = ['raise-again']

export interface Ground {
  year: Year
  spans: Record<'sponsor' | 'deputy' | 'nextLevel' | 'person', { count: number; unit: Counting }>
  keeper: UserId
  deputies: Map<UserId, UserId>
  managers: Map<UserId, UserId>
  away: Map<UserId, AwayDays>
}

/** A case as the books have it. */
export interface Book {
  state: CaseState
  raiser: UserId
  sponsor: UserId
  owes: UserId | null
  since: number
  until: number | null
  /** Of the span of its state, what was left for this turn. */
  given: number | null
  /** Whose turn it was, while somebody else owes. */
  before: { state: Waiting; owes: UserId; left: number | null } | null
  bounces: number
  promise: Commitment | null
  again: number | null
}

export interface Said {
  name: Step
  /** Null: the clock. */
  by: UserId | null
  to: UserId
  promise: Commitment | null
  again: number | null
}

const NOBODY: AwayDays = new Set()
const SPAN = { 'with-sponsor': 'sponsor', 'with-deputy': 'deputy', 'with-next-level': 'nextLevel' } as const

const spanIn = (state: CaseState, { spans }: Ground) =>
  spans[state === 'asked' || state === 'handed-over' ? 'person' : (SPAN[state as keyof typeof SPAN] ?? 'sponsor')]

function timeFor(who: UserId, state: CaseState, days: number | null, at: number, ground: Ground): number {
  const { count, unit } = spanIn(state, ground)
  return endOfTime(at, days ?? count, unit, ground.year, ground.away.get(who) ?? NOBODY)
}

/** Their turn from now on, with their whole time or what was left of it. */
function turnOf(
  book: Book,
  state: CaseState,
  who: UserId,
  at: number,
  ground: Ground,
  given: number | null = null,
): Book {
  return { ...book, state, owes: who, since: at, until: timeFor(who, state, given, at, ground), given, before: null }
}

const onAgenda = (book: Book, at: number, { keeper }: Ground): Book => ({
  ...book,
  state: 'on-agenda',
  owes: keeper,
  since: at,
  until: null,
  given: null,
  before: null,
})

export const opened = (raiser: UserId, sponsor: UserId, at: number, ground: Ground): Book =>
  turnOf({ raiser, sponsor, bounces: 0, promise: null, again: null } as Book, 'with-sponsor', sponsor, at, ground)

/** Who comes after somebody who was silent, and why nobody was passed over: they are not there, owe it now, or raised it. */
export function nextAfter(book: Book, at: number, ground: Ground): { state: CaseState; who: UserId } {
  const { deputies, managers, keeper, year, away } = ground
  const behind = (who: UserId | undefined, state: CaseState) => {
    if (who === undefined || who === book.owes || who === book.raiser) return undefined
    const { count, unit } = spanIn(state, ground)
    const last = dayAt(endOfTime(at, count, unit, year, NOBODY), year.zone)
    const atWork = daysBetween(dayAt(at, year.zone), last, 'working-days', year, away.get(who) ?? NOBODY)
    return atWork.length > 0 ? who : undefined
  }
  const deputy = book.state === 'with-sponsor' ? behind(deputies.get(book.sponsor), 'with-deputy') : undefined
  if (deputy !== undefined) return { state: 'with-deputy', who: deputy }
  const manager = book.state === 'with-next-level' ? undefined : behind(managers.get(book.sponsor), 'with-next-level')
  if (manager !== undefined) return { state: 'with-next-level', who: manager }
  return { state: 'on-agenda', who: keeper }
}

function resumed(book: Book, at: number, ground: Ground): Book {
  const { before } = book
  if (before === null || before.left === null) return onAgenda(book, at, ground)
  return turnOf(book, before.state, before.owes, at, ground, before.left < 1 ? 1 : before.left)
}

function paused(book: Book, state: 'asked' | 'handed-over', who: UserId, at: number, ground: Ground): Book {
  const { year, away } = ground
  const owes = book.owes!
  const { unit } = spanIn(book.state, ground)
  const left =
    book.until === null
      ? null
      : daysBetween(dayAt(at, year.zone), dayAt(book.until, year.zone), unit, year, away.get(owes) ?? NOBODY).length
  return { ...turnOf(book, state, who, at, ground), before: { state: book.state as Waiting, owes, left } }
}

const ended = (book: Book, state: CaseState, at: number): Book => ({
  ...book,
  state,
  owes: null,
  since: at,
  until: null,
  given: null,
  before: null,
})

/** What the move must lead to; null: it may not be made. */
export function predicted(book: Book, said: Said, at: number, ground: Ground): Book | null {
  const { name, by } = said
  if (!WAYS[book.state][name]) return null
  if (by !== (CLOCKS.includes(name) ? null : RAISERS.includes(name) ? book.raiser : book.owes)) return null
  const bounced = () =>
    book.bounces >= 1
      ? onAgenda({ ...book, bounces: book.bounces + 1 }, at, ground)
      : resumed({ ...book, bounces: book.bounces + 1 }, at, ground)
  const owner = (promise: Commitment) => ({
    owes: promise.ownerId,
    since: at,
    until: promise.dueAt,
    given: null,
    promise,
  })
  switch (name) {
    case 'ask':
      return paused(book, 'asked', book.raiser, at, ground)
    case 'reply':
      return resumed(book, at, ground)
    case 'hand-over':
      return said.to === book.owes || said.to === book.raiser ? null : paused(book, 'handed-over', said.to, at, ground)
    case 'accept':
      return { ...turnOf(book, 'with-sponsor', book.owes!, at, ground), sponsor: book.owes! }
    case 'return':
      return bounced()
    case 'endorse':
      if (said.promise === null) return null
      return { ...book, state: 'endorsed', sponsor: book.owes!, before: null, again: null, ...owner(said.promise) }
    case 'decline':
      return { ...ended(book, 'declined', at), sponsor: book.owes!, again: said.again }
    case 'start':
      return { ...book, state: 'in-progress', ...(said.promise ? owner(said.promise) : {}) }
    case 'realise':
      return ended(book, 'realised', at)
    case 'stop':
      return ended(book, 'stopped', at)
    case 'raise-again':
      return opened(book.raiser, said.to, at, ground)
    case 'look-again':
      return book.again !== null && at > book.again
        ? { ...opened(book.raiser, book.sponsor, at, ground), bounces: book.bounces }
        : null
    case 'new-keeper':
      return book.owes === ground.keeper ? null : onAgenda(book, at, ground)
    case 'lapse': {
      if (book.until === null || at <= book.until) return null
      if (book.state === 'asked') return resumed(book, at, ground)
      if (book.state === 'handed-over') return bounced()
      const { state, who } = nextAfter(book, at, ground)
      return state === 'on-agenda' ? onAgenda(book, at, ground) : turnOf(book, state, who, at, ground)
    }
  }
}

/** Days off or away have changed: the end it would have had from the beginning, and never today where there was more. */
export function reckonedAgain(book: Book, at: number, ground: Ground): number | null {
  const runs = WAYS[book.state].lapse !== undefined
  if (!runs || book.owes === null || book.until === null) return book.until
  const whole = timeFor(book.owes, book.state, book.given, book.since, ground)
  if (whole >= book.until) return whole
  const aDay = timeFor(book.owes, book.state, 1, at, ground)
  return Math.max(whole, Math.min(aDay, book.until))
}
