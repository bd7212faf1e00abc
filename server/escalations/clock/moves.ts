// Owns which move leads where, who may make it, and who owes the next one: the only place that decides it. Pure: facts in, the
// next case out; the clock's own moves are decided here, too, so that a lapse is a move like any other.
//
//   with-sponsor → endorse | ask ⇄ reply | decline | hand-over → accept | return;  silence → deputy → next level → agenda
//   endorsed → start → realise | stop;  declined → raise again

import { daysLeft, deadline, type Span } from '../../../shared/calendar.ts'
import { ANSWERS, type Answer, type CaseState, type Commitment } from '../../../shared/cases.ts'
import type { UserId } from '../../../shared/model.ts'
import type { Organisation } from '../../../shared/organisation.ts'
import { done, type Outcome, refuse } from '../../../shared/outcome.ts'
import { BOUNCES_MAX, type Case, type Rest } from './case.ts'

export type Move =
  | { name: 'ask' }
  | { name: 'reply' }
  | { name: 'endorse'; commitment: Commitment }
  | { name: 'decline'; lookAgainAt: number | null }
  | { name: 'hand-over'; toId: UserId }
  | { name: 'accept' }
  | { name: 'return' }
  /** With the commitment that was missing, or a new one. */
  | { name: 'start'; commitment?: Commitment | undefined }
  | { name: 'realise' }
  | { name: 'stop' }
  | { name: 'raise-again'; sponsorId: UserId }
  /** The clock's: whoever owed did not move in time. */
  | { name: 'lapse' }
  /** The clock's: the day has come to look at a declined idea again. */
  | { name: 'look-again' }
  /** The clock's: somebody else keeps the management's agenda now. */
  | { name: 'new-keeper' }

export type MoveName = Move['name']

/** The server's clock makes its own moves; nobody can in its name. */
export const CLOCK = Symbol('the clock')
export type Mover = UserId | typeof CLOCK

/** Where it waits for somebody to decide. */
const DECIDED_IN: ReadonlySet<CaseState> = new Set(['with-sponsor', 'with-deputy', 'with-next-level', 'on-agenda'])

export const FROM: Record<MoveName, ReadonlySet<CaseState>> = {
  ask: DECIDED_IN,
  reply: new Set(['asked']),
  endorse: DECIDED_IN,
  decline: DECIDED_IN,
  'hand-over': DECIDED_IN,
  accept: new Set(['handed-over']),
  return: new Set(['handed-over']),
  start: new Set(['endorsed']),
  realise: new Set(['endorsed', 'in-progress']),
  stop: new Set(['endorsed', 'in-progress']),
  'raise-again': new Set(['declined', 'stopped']),
  lapse: new Set(['with-sponsor', 'with-deputy', 'with-next-level', 'asked', 'handed-over']),
  'look-again': new Set(['declined']),
  'new-keeper': new Set(['on-agenda']),
}
const CLOCKS_OWN: ReadonlySet<MoveName> = new Set(['lapse', 'look-again', 'new-keeper'])

export interface Now {
  at: number
  organisation: Organisation
}

/** A case as it begins: asked of one sponsor. */
export function raise(raisedBy: UserId, sponsorId: UserId, now: Now): Case {
  return {
    ...turn('with-sponsor', sponsorId, now.organisation.settings.sponsor, now),
    raisedBy,
    sponsorId,
    rest: null,
    bounces: 0,
    commitment: null,
    lookAgainAt: null,
  }
}

/** What comes of a move, or why it is not to be made. Who raised a case may take it up again; else only who owes may move. */
export function decide(about: Case, move: Move, mover: Mover, now: Now): Outcome<Case> {
  if (!FROM[move.name].has(about.state)) {
    return refuse('conflict', 'not-its-turn', `a case that is ${about.state} cannot be moved by ${move.name}`)
  }
  const mayMove = CLOCKS_OWN.has(move.name) ? mover === CLOCK : mover === whoMay(about, move)
  if (!mayMove) return refuse('forbidden', 'not-your-move', 'somebody else owes the next move')
  switch (move.name) {
    case 'ask':
      return done(waits(about, 'asked', about.raisedBy, now))
    case 'reply':
      return done(goesOn(about, now))
    case 'hand-over':
      if (move.toId === about.owedBy || move.toId === about.raisedBy) {
        return refuse('invalid', 'not-to-them', 'it is handed to another sponsor', { field: 'toId' })
      }
      return done(waits(about, 'handed-over', move.toId, now))
    case 'accept': {
      const sponsorId = about.owedBy ?? about.sponsorId
      const { sponsor } = now.organisation.settings
      return done({ ...about, ...turn('with-sponsor', sponsorId, sponsor, now), sponsorId, rest: null })
    }
    case 'return':
      return done(comesBack(about, now))
    // Whoever answers answers under their own name, not under that of the sponsor they stand in for.
    case 'endorse': {
      const sponsorId = about.owedBy ?? about.sponsorId
      const promise = promised(move.commitment, now)
      return done({ ...about, state: 'endorsed', sponsorId, ...promise, rest: null, lookAgainAt: null })
    }
    case 'start':
      return done({ ...about, state: 'in-progress', ...(move.commitment ? promised(move.commitment, now) : {}) })
    case 'decline':
      return done({
        ...closed(about, 'declined', now),
        sponsorId: about.owedBy ?? about.sponsorId,
        lookAgainAt: move.lookAgainAt,
      })
    case 'realise':
      return done(closed(about, 'realised', now))
    case 'stop':
      return done(closed(about, 'stopped', now))
    case 'raise-again':
      return done({ ...raise(about.raisedBy, move.sponsorId, now), bounces: 0 })
    case 'look-again':
      if (due(about, now.at) !== 'look-again') return refuse('conflict', 'not-due', 'its day has not come')
      return done({ ...raise(about.raisedBy, about.sponsorId, now), bounces: about.bounces })
    case 'new-keeper':
      return about.owedBy === now.organisation.settings.agendaKeeperId
        ? refuse('conflict', 'not-due', 'they keep it already')
        : done(agenda(about, now))
    case 'lapse':
      return (about.owedUntil ?? Number.POSITIVE_INFINITY) < now.at
        ? done(lapsed(about, now))
        : refuse('conflict', 'not-due', 'there is time left')
  }
}

/** What the clock has to do now; null: nothing. After long sleep it is asked again after each move, and every step is one. */
export function due(about: Case, at: number): 'lapse' | 'look-again' | null {
  if (about.state === 'declined') return about.lookAgainAt !== null && about.lookAgainAt < at ? 'look-again' : null
  if (!FROM.lapse.has(about.state) || about.owedUntil === null) return null
  return about.owedUntil < at ? 'lapse' : null
}

function whoMay(about: Case, move: Move): UserId | null {
  if (move.name === 'raise-again') return about.raisedBy
  return about.owedBy
}

/** Every move of a person that this one may make now; `standsIn`: for who owes, as an idea's author does who answers a question. */
export function movesOf(about: Case, mover: UserId, standsIn = false): Answer[] {
  return ANSWERS.filter((name) => {
    if (!FROM[name].has(about.state)) return false
    if (name === 'reply' && standsIn) return true
    return mover === (name === 'raise-again' ? about.raisedBy : about.owedBy)
  })
}

/** When the turn that runs now ends, if it ends by itself, as the calendar and absences are known today. */
export function untilNow(about: Case, { at, organisation }: Now): number | null {
  if (!FROM.lapse.has(about.state) || about.owedUntil === null || about.owedBy === null) return about.owedUntil
  const { settings, awayOf } = organisation
  const span =
    about.state === 'asked' || about.state === 'handed-over' ? settings.person : spanOf(about.state, organisation)
  const count = about.turnDays ?? span.count
  const [calendar, away] = [settings.calendar, awayOf(about.owedBy)]
  // Nobody finds a debt that ended before it was shortened: a day is left in any case.
  const least = deadline(at, { count: 1, unit: span.unit }, calendar, away)
  const until = deadline(about.owedSince, { count, unit: span.unit }, calendar, away)
  return until < least && until < about.owedUntil ? Math.min(least, about.owedUntil) : until
}

type Turn = Pick<Case, 'state' | 'owedBy' | 'owedSince' | 'owedUntil' | 'turnDays'>

function turn(
  state: CaseState,
  owedBy: UserId,
  span: Span,
  { at, organisation }: Now,
  turnDays: number | null = null,
): Turn {
  const until = deadline(at, span, organisation.settings.calendar, organisation.awayOf(owedBy))
  return { state, owedBy, owedSince: at, owedUntil: until, turnDays }
}

function promised(commitment: Commitment, { at }: Now) {
  return { owedBy: commitment.ownerId, owedSince: at, owedUntil: commitment.dueAt, turnDays: null, commitment }
}

/** Somebody else owes; whose turn it was keeps the days they had left. */
function waits(about: Case, state: 'asked' | 'handed-over', owedBy: UserId, now: Now): Case {
  return { ...about, ...turn(state, owedBy, now.organisation.settings.person, now), rest: restOf(about, now) }
}

function restOf(about: Case, { at, organisation }: Now): Rest | null {
  if (about.owedBy === null || !isDeciding(about.state)) return about.rest
  const { calendar } = organisation.settings
  const { unit } = spanOf(about.state, organisation)
  const days =
    about.owedUntil === null ? null : daysLeft(at, about.owedUntil, unit, calendar, organisation.awayOf(about.owedBy))
  return { state: about.state, owedBy: about.owedBy, days }
}

/** The question is answered, or nobody took it: whose turn it was goes on, with at least a day. */
function goesOn(about: Case, now: Now): Case {
  const { rest } = about
  if (!rest || rest.days === null) return agenda(about, now)
  const { unit } = spanOf(rest.state, now.organisation)
  const count = Math.max(1, rest.days)
  return { ...about, ...turn(rest.state, rest.owedBy, { count, unit }, now, count), rest: null }
}

function comesBack(about: Case, now: Now): Case {
  const bounced = { ...about, bounces: about.bounces + 1 }
  return bounced.bounces >= BOUNCES_MAX ? agenda(bounced, now) : goesOn(bounced, now)
}

function lapsed(about: Case, now: Now): Case {
  // Silence answers no question: the sponsor decides with what there is.
  if (about.state === 'asked') return goesOn(about, now)
  if (about.state === 'handed-over') return comesBack(about, now)
  const { settings, ladderOf } = now.organisation
  const { deputyId, managerId } = ladderOf(about.sponsorId)
  const climb: [CaseState, UserId | null, Span][] = []
  if (about.state === 'with-sponsor') climb.push(['with-deputy', deputyId, settings.deputy])
  if (about.state !== 'with-next-level') climb.push(['with-next-level', managerId, settings.nextLevel])
  for (const [state, person, span] of climb) {
    // Whoever was silent already, or raised it, is no next step.
    if (person === null || person === about.owedBy || person === about.raisedBy) continue
    if (isAwayThroughout(person, span, now)) continue
    return { ...about, ...turn(state, person, span, now), rest: null }
  }
  return agenda(about, now)
}

/** Who has no day of work in the time they would have can not be asked: whoever comes after them is. */
function isAwayThroughout(person: UserId, span: Span, { at, organisation }: Now): boolean {
  const { calendar } = organisation.settings
  const until = deadline(at, span, calendar, [])
  return daysLeft(at, until, 'working-days', calendar, organisation.awayOf(person)) === 0
}

function agenda(about: Case, { at, organisation }: Now): Case {
  const owed = { owedBy: organisation.settings.agendaKeeperId, owedSince: at, owedUntil: null, turnDays: null }
  return { ...about, state: 'on-agenda', ...owed, rest: null }
}

function closed(about: Case, state: CaseState, { at }: Now): Case {
  return { ...about, state, owedBy: null, owedSince: at, owedUntil: null, turnDays: null, rest: null }
}

function isDeciding(state: CaseState): state is Rest['state'] {
  return DECIDED_IN.has(state)
}

function spanOf(state: CaseState, { settings }: Organisation): Span {
  if (state === 'with-deputy') return settings.deputy
  if (state === 'with-next-level') return settings.nextLevel
  return settings.sponsor
}
