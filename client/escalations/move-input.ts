// Owns what a move needs before it can be sent, and the command it becomes. Pure: the form shows what is said here, and the
// server decides again.

import type { Answer, CaseView } from '../../shared/cases.ts'
import type { RawInputOf } from '../../shared/commands.ts'
import { wholeIn } from '../ui/figures.ts'

/** What somebody has filled in, as typed; kept on their device until it is sent. */
export interface MoveDraft {
  words: string
  /** What would change my mind; what was learnt. */
  also: string
  /** To look at a declined idea again; empty: no date. */
  lookAgainOn: string
  firstStep: string
  dueOn: string
  /** Empty: me. */
  ownerId: string
  ownerName: string
  euros: string
  days: string
  /** Whom it is handed to, or taken to again. */
  sponsorId: string
}

export const EMPTY_DRAFT: MoveDraft = {
  words: '',
  also: '',
  lookAgainOn: '',
  firstStep: '',
  dueOn: '',
  ownerId: '',
  ownerName: '',
  euros: '',
  days: '',
  sponsorId: '',
}

export type MoveField = 'words' | 'also' | 'lookAgainOn' | 'firstStep' | 'dueOn' | 'euros' | 'days' | 'sponsor'
/** What is wrong with a field. */
export type MoveProblem = 'missing' | 'past' | 'number'

export const NEEDS_WORDS: ReadonlySet<Answer> = new Set([
  'ask',
  'reply',
  'decline',
  'return',
  'realise',
  'stop',
  'raise-again',
])

/** Backed on the spot: the first step is still to be named. */
export function isUnsaid({ state, commitment }: Pick<CaseView, 'state' | 'commitment'>): boolean {
  return state === 'endorsed' && !commitment?.firstStep
}

/** Does this move promise something? */
export function promises(answer: Answer, about: Pick<CaseView, 'state' | 'commitment'>): boolean {
  return answer === 'endorse' || (answer === 'start' && isUnsaid(about))
}

export interface Moving {
  answer: Answer
  draft: MoveDraft
  /** Its fields are shown and wanted. */
  commits: boolean
  /** `YYYY-MM-DD` */
  today: string
}

/** In the order of the form, so that the first one is where the eye begins. */
export function problemsOf({ answer, draft, commits, today }: Moving): Partial<Record<MoveField, MoveProblem>> {
  const found: Partial<Record<MoveField, MoveProblem>> = {}
  if (answer === 'hand-over' && draft.sponsorId === '') found.sponsor = 'missing'
  if (commits) {
    if (draft.firstStep.trim() === '') found.firstStep = 'missing'
    if (draft.dueOn === '') found.dueOn = 'missing'
    else if (draft.dueOn < today) found.dueOn = 'past'
    if (isBad(draft.euros)) found.euros = 'number'
    if (isBad(draft.days)) found.days = 'number'
  }
  if (NEEDS_WORDS.has(answer) && draft.words.trim() === '') found.words = 'missing'
  if ((answer === 'decline' || answer === 'stop') && draft.also.trim() === '') found.also = 'missing'
  if (answer === 'decline' && draft.lookAgainOn !== '' && draft.lookAgainOn <= today) found.lookAgainOn = 'past'
  return found
}

/** The command; only for a draft without problems. */
export function moveInput(
  escalationId: CaseView['escalationId'],
  { answer, draft, commits }: Moving,
  meId: string,
): RawInputOf<'escalation.answer'> {
  const words = draft.words.trim() || undefined
  const said = draft.words.trim()
  const commitment = commits
    ? {
        ownerId: draft.ownerId || meId,
        firstStep: draft.firstStep.trim(),
        dueOn: draft.dueOn,
        euros: wholeIn(draft.euros) ?? undefined,
        days: wholeIn(draft.days) ?? undefined,
      }
    : undefined
  switch (answer) {
    case 'endorse':
    case 'start':
      return { escalationId, answer, words, commitment }
    case 'ask':
      return { escalationId, answer, question: said }
    case 'reply':
      return { escalationId, answer, text: said }
    case 'decline':
      return {
        escalationId,
        answer,
        reason: said,
        wouldChange: draft.also.trim(),
        lookAgainOn: draft.lookAgainOn || undefined,
      }
    case 'hand-over':
      return { escalationId, answer, toId: draft.sponsorId, words }
    case 'accept':
      return { escalationId, answer, words }
    case 'return':
      return { escalationId, answer, reason: said }
    case 'realise':
      return { escalationId, answer, words: said }
    case 'stop':
      return { escalationId, answer, reason: said, learnt: draft.also.trim() }
    case 'raise-again':
      return { escalationId, answer, why: said, sponsorId: draft.sponsorId || undefined }
  }
}

/** Empty is none: nothing of the kind was promised. */
const isBad = (typed: string) => typed.trim() !== '' && wholeIn(typed) === null
