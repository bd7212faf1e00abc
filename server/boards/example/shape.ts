// Owns what happened on the example board, apart from the words: who wrote what when, what came of it, who voted for
// what. The words are in words-en.ts and words-nl.ts. Data only; all of it is invented.

import type { NoteColor, Stage } from '../../../shared/model.ts'

export const PEOPLE = ['noor', 'bram', 'samira', 'joost', 'lotte', 'kofi', 'marijke'] as const
export type PersonKey = (typeof PEOPLE)[number]
/** The one who answers: a director. The others are colleagues. */
export const SPONSOR: PersonKey = 'marijke'

export const IDEAS = [
  'meetings',
  'quiet',
  'forms',
  'buddy',
  'parts',
  'app',
  'mailbox',
  'lunch',
  'paper',
  'handover',
  'words',
  'bikes',
  'name',
  'pages',
  'swap',
  'printer',
] as const
export type IdeaKey = (typeof IDEAS)[number]

export interface IdeaShape {
  author: PersonKey
  /** 0-based among the board's columns. */
  column: 0 | 1 | 2 | 3
  color: NoteColor
  daysAgo: number
  stage: Stage
  stageBy?: PersonKey
  stageDaysAgo?: number
  likes: readonly PersonKey[]
  /** Dots in the round. */
  votes?: Partial<Record<PersonKey, number>>
  escalation?: { by: PersonKey; askedDaysAgo: number; answer?: { verdict: 'endorsed' | 'declined'; daysAgo: number } }
  onBehalf?: true
}

export const SHAPE: Record<IdeaKey, IdeaShape> = {
  meetings: {
    author: 'lotte',
    column: 3,
    color: 'sage',
    daysAgo: 62,
    stage: 'realised',
    stageBy: 'marijke',
    stageDaysAgo: 6,
    likes: ['noor', 'bram', 'samira', 'joost', 'kofi', 'marijke'],
    escalation: { by: 'lotte', askedDaysAgo: 55, answer: { verdict: 'endorsed', daysAgo: 52 } },
  },
  quiet: {
    author: 'samira',
    column: 2,
    color: 'sky',
    daysAgo: 40,
    stage: 'in-progress',
    stageBy: 'samira',
    stageDaysAgo: 12,
    likes: ['noor', 'joost', 'lotte', 'kofi'],
    votes: { noor: 2, lotte: 1, kofi: 1 },
    escalation: { by: 'noor', askedDaysAgo: 24, answer: { verdict: 'endorsed', daysAgo: 20 } },
  },
  forms: {
    author: 'bram',
    column: 2,
    color: 'sun',
    daysAgo: 34,
    stage: 'accepted',
    stageBy: 'marijke',
    stageDaysAgo: 4,
    likes: ['noor', 'samira', 'joost', 'lotte', 'kofi', 'marijke'],
    votes: { noor: 2, samira: 3, joost: 3, lotte: 2, kofi: 1, marijke: 2 },
    escalation: { by: 'bram', askedDaysAgo: 8, answer: { verdict: 'endorsed', daysAgo: 4 } },
  },
  buddy: {
    author: 'kofi',
    column: 1,
    color: 'coral',
    daysAgo: 30,
    stage: 'shortlisted',
    stageBy: 'noor',
    stageDaysAgo: 8,
    likes: ['samira', 'lotte', 'marijke'],
    votes: { samira: 1, lotte: 2, kofi: 2, marijke: 1 },
  },
  parts: {
    author: 'joost',
    column: 1,
    color: 'sun',
    daysAgo: 28,
    stage: 'escalated',
    stageBy: 'noor',
    stageDaysAgo: 3,
    likes: ['bram', 'kofi'],
    votes: { bram: 3, joost: 2, kofi: 1 },
    escalation: { by: 'noor', askedDaysAgo: 3 },
  },
  app: {
    author: 'noor',
    column: 3,
    color: 'rose',
    daysAgo: 45,
    stage: 'declined',
    stageBy: 'marijke',
    stageDaysAgo: 21,
    likes: ['lotte'],
    escalation: { by: 'noor', askedDaysAgo: 27, answer: { verdict: 'declined', daysAgo: 21 } },
  },
  mailbox: {
    author: 'lotte',
    column: 2,
    color: 'sand',
    daysAgo: 33,
    stage: 'merged',
    stageBy: 'noor',
    stageDaysAgo: 29,
    likes: ['bram'],
  },
  lunch: {
    author: 'samira',
    column: 1,
    color: 'coral',
    daysAgo: 26,
    stage: 'parked',
    stageBy: 'noor',
    stageDaysAgo: 14,
    likes: ['joost', 'lotte', 'kofi'],
  },
  paper: {
    author: 'joost',
    column: 3,
    color: 'sand',
    daysAgo: 58,
    stage: 'stopped',
    stageBy: 'joost',
    stageDaysAgo: 16,
    likes: [],
  },
  handover: {
    author: 'kofi',
    column: 0,
    color: 'sky',
    daysAgo: 10,
    stage: 'open',
    likes: ['bram', 'joost'],
    votes: { bram: 1, samira: 1, marijke: 2 },
  },
  words: { author: 'samira', column: 0, color: 'sun', daysAgo: 8, stage: 'open', likes: ['kofi', 'lotte', 'noor'] },
  bikes: {
    author: 'bram',
    column: 0,
    color: 'sage',
    daysAgo: 9.5,
    stage: 'open',
    likes: ['samira'],
    votes: { bram: 1 },
  },
  name: { author: 'noor', column: 0, color: 'rose', daysAgo: 6, stage: 'open', likes: ['marijke'], onBehalf: true },
  pages: {
    author: 'lotte',
    column: 1,
    color: 'sky',
    daysAgo: 20,
    stage: 'shortlisted',
    stageBy: 'noor',
    stageDaysAgo: 8,
    likes: ['noor', 'marijke'],
    votes: { noor: 1 },
  },
  swap: { author: 'joost', column: 0, color: 'coral', daysAgo: 2, stage: 'open', likes: ['samira', 'kofi'] },
  printer: { author: 'bram', column: 0, color: 'sand', daysAgo: 1, stage: 'open', likes: [] },
}

/** One closed vote: blind and secret, five dots each, at most three on one idea. */
export const ROUND = { budget: 5, maxPerIdea: 3, openedDaysAgo: 9, closedDaysAgo: 8.9 } as const

/** The idea whose proposal has been worked out. */
export const PROPOSAL: IdeaKey = 'forms'

/** Everything that is said, in the language of the board. */
export interface Words {
  title: string
  question: string
  columns: readonly [string, string, string, string]
  round: string
  people: Record<PersonKey, { name: string; unit: string }>
  onBehalfOf: string
  ideas: Record<IdeaKey, IdeaWords>
  proposal: readonly ProposalNode[]
}

export interface IdeaWords {
  text: string
  details?: string
  tags: readonly string[]
  comments?: readonly (readonly [who: PersonKey, daysAgo: number, text: string])[]
  /** Why its stage is what it is. */
  reason?: string
  /** Why it went to the sponsor, and what she answered. */
  why?: string
  answer?: string
}

/** A node of the editor; the documents room writes it. */
export interface ProposalNode {
  node: string
  attrs?: Record<string, string | number | boolean>
  children?: readonly (ProposalNode | ProposalRun)[]
}

export interface ProposalRun {
  text: string
  marks?: Record<string, object>
}
