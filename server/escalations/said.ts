// Owns turning what a person said into a move: days into moments, names into people who may be asked, and every refusal of what
// cannot be meant. Pure. Whether it is their turn, clock/moves.ts decides.

import { dayOf, deadline, endOfDay, nextDay } from '../../shared/calendar.ts'
import type { Commitment } from '../../shared/cases.ts'
import type { InputOf } from '../../shared/commands.ts'
import { DAYS_AHEAD_MAX } from '../../shared/limits.ts'
import type { Stage, UserId } from '../../shared/model.ts'
import type { Organisation } from '../../shared/organisation.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Case } from './clock/case.ts'
import type { Move } from './clock/moves.ts'
import type { Words } from './moving.ts'
import { mayBeAsked } from './rules.ts'

type Answering = InputOf<'escalation.answer'>
type Promising = Extract<Answering, { answer: 'endorse' }>['commitment']

export interface Facts {
  by: UserId
  about: Case
  stage: Stage
  /** Whoever is asked to take it from here; true where nobody is. */
  isSponsor: boolean
  isWaiting: boolean
  isOwnerColleague: boolean
  at: number
  organisation: Organisation
}

export function moveOf(input: Answering, facts: Facts): Outcome<Move> {
  switch (input.answer) {
    case 'endorse': {
      if (!input.commitment) return done({ name: 'endorse', commitment: onTheSpot(facts) })
      const commitment = commitmentOf(input.commitment, facts)
      return commitment.ok ? done({ name: 'endorse', commitment: commitment.value }) : commitment
    }
    case 'start': {
      if (!input.commitment) return done({ name: 'start' })
      const commitment = commitmentOf(input.commitment, facts)
      return commitment.ok ? done({ name: 'start', commitment: commitment.value }) : commitment
    }
    case 'decline': {
      if (input.lookAgainOn === undefined) return done({ name: 'decline', lookAgainAt: null })
      const until = endOf(input.lookAgainOn, 'lookAgainOn', 1, facts)
      if (!until.ok) return until
      // It comes back when that day begins, not when it has gone by.
      const { timeZone } = facts.organisation.settings.calendar
      return done({ name: 'decline', lookAgainAt: endOfDay(nextDay(input.lookAgainOn, -1), timeZone) })
    }
    case 'hand-over':
      return mayBeAsked(facts, 'toId') ?? done({ name: 'hand-over', toId: input.toId })
    case 'accept':
      return mayBeAsked({ ...facts, isSponsor: true }, 'escalationId') ?? done({ name: 'accept' })
    case 'raise-again': {
      if (facts.stage === 'realised' || facts.stage === 'merged') {
        return refuse('conflict', 'idea-over', `an idea that is ${facts.stage} is no longer taken to a sponsor`)
      }
      const sponsorId = input.sponsorId ?? facts.about.sponsorId
      return mayBeAsked(facts, 'sponsorId') ?? done({ name: 'raise-again', sponsorId })
    }
    default:
      return done({ name: input.answer })
  }
}

/** What stands in the history: what was said, and what else was asked for. */
export function wordsOf(input: Answering): Words {
  const said = (text: string | undefined) => text || null
  switch (input.answer) {
    case 'ask':
      return { words: input.question, also: null }
    case 'reply':
      return { words: input.text, also: null }
    case 'decline':
      return { words: input.reason, also: said(input.wouldChange) }
    case 'return':
      return { words: input.reason, also: null }
    case 'stop':
      return { words: input.reason, also: input.learnt }
    case 'raise-again':
      return { words: input.why, also: null }
    default:
      return { words: said(input.words), also: null }
  }
}

/** Before everybody, in one tap: whoever endorses owes the first step, and says which it is when it begins. */
function onTheSpot({ by, at, organisation }: Facts): Commitment {
  const { sponsor, calendar } = organisation.settings
  return { ownerId: by, firstStep: '', dueAt: deadline(at, sponsor, calendar, organisation.awayOf(by)) }
}

function commitmentOf(promised: NonNullable<Promising>, facts: Facts): Outcome<Commitment> {
  const { ownerId, firstStep, dueOn, euros, days } = promised
  if (!facts.isOwnerColleague) {
    return refuse('invalid', 'not-a-colleague', 'a promise is kept by somebody with an account', {
      field: 'commitment.ownerId',
    })
  }
  const dueAt = endOf(dueOn, 'commitment.dueOn', 0, facts)
  if (!dueAt.ok) return dueAt
  return done({
    ownerId,
    firstStep,
    dueAt: dueAt.value,
    ...(euros === undefined ? {} : { euros }),
    ...(days === undefined ? {} : { days }),
  })
}

/** The last moment of that day, which is at least so many days from today and not years away. */
function endOf(day: string, field: string, leastAhead: number, { at, organisation }: Facts): Outcome<number> {
  const { timeZone } = organisation.settings.calendar
  const today = dayOf(at, timeZone)
  if (day < nextDay(today, leastAhead)) return refuse('invalid', 'day-passed', 'choose a day to come', { field })
  if (day > nextDay(today, DAYS_AHEAD_MAX)) {
    return refuse('invalid', 'day-too-far', 'choose a day within three years', { field, limit: DAYS_AHEAD_MAX })
  }
  return done(endOfDay(day, timeZone))
}
