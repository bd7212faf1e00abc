// Owns the sentences of a case: who owes the next move, and what each step was. The clock's own steps are said as such.

import { type CaseView, CLOSED, type MoveView } from '../../shared/cases.ts'
import type { Translate } from '../i18n/translation.ts'
import { type Days, daysUntil } from '../ui/days.ts'
import { isUnsaid } from './move-input.ts'

type Words = Translate<'case'>

/** Who is no longer here keeps what they promised, not their name. */
export const nameOf = (person: { name: string } | null | undefined, t: Words): string =>
  person?.name || t('people.someone', { ns: 'common' })

export interface OwesWords {
  /** The one line that matters. */
  line: string
  /** '6 days left', '2 days late'; null: closed. */
  left: string | null
  isLate: boolean
}

export function owesWords(about: CaseView, meId: string | undefined, t: Words, days: Days): OwesWords {
  const { state, owes, sponsor } = about
  if (!owes || CLOSED.has(state)) return { line: closedWords(about, t, days), left: null, isLate: false }
  const left = owes.until === null ? null : daysUntil(owes.until, days.now)
  const isLate = owes.until !== null && owes.until < days.now
  const facts = {
    name: nameOf(owes.person, t),
    sponsor: nameOf(sponsor, t),
    asker: nameOf(lastBy(about, 'ask') ?? sponsor, t),
    until: owes.until === null ? '' : days.until(owes.until),
  }
  const who = owes.person.userId === meId ? 'me' : 'other'
  const isPromise = state === 'endorsed' || state === 'in-progress'
  const line = isLate
    ? t(`overdue.${who}.${isPromise ? 'promise' : 'answer'}`, {
        ...facts,
        until: overdueUntil(owes.until ?? 0, t, days),
      })
    : t(`owes.${who}.${isUnsaid(about) ? 'unsaid' : (state as 'asked')}`, facts)
  const counted = left === null ? null : isLate ? t('late', { count: Math.max(1, -left) }) : t('left', { count: left })
  return { line, left: counted ?? t('noEnd'), isLate }
}

/** What is past is not "today" or "tomorrow" but a day. */
const overdueUntil = (until: number, t: Words, days: Days) => t('until.day', { day: days.deadline(until) })

function closedWords(about: CaseView, t: Words, days: Days): string {
  const last = about.moves.at(-1)
  const facts = { name: nameOf(last?.by ?? about.sponsor, t), day: days.day(last?.at ?? about.askedAt) }
  return t(`closed.${about.state as 'declined' | 'realised' | 'stopped'}`, facts)
}

function lastBy(about: CaseView, move: MoveView['move']) {
  return about.moves.findLast((each) => each.move === move)?.by
}

/** One step of the history; `before` is the step that led to it. */
export function moveWords(step: MoveView, before: MoveView | undefined, t: Words): string {
  const facts = { name: nameOf(step.by, t), to: nameOf(step.owes, t) }
  if (step.move === 'lapse') return t(`history.lapse.${lapseOf(step, before)}`, facts)
  if (step.move === 'return' && step.state === 'on-agenda') return t('history.returnAgenda', facts)
  return t(`history.${step.move}`, facts)
}

function lapseOf(step: MoveView, before: MoveView | undefined) {
  if (step.state === 'with-deputy' && before?.state === 'with-sponsor') return 'deputy'
  if (step.state === 'on-agenda') return 'agenda'
  if (before?.state === 'asked') return 'asked'
  if (before?.state === 'handed-over') return 'handed'
  return step.state === 'with-next-level' ? 'nextLevel' : 'deputy'
}
