// Owns what a session is: phases as data, the ready-made recipes, and `mayInPhase`, the only place that decides what an
// actor may do in a phase. Pure: no clock, no ids, nobody's name.

import type { At, IdeaId } from './model.ts'
import type { Permission, Standing } from './permissions.ts'
import type { Criterion, Method } from './rounds.ts'

/** For words and a mark on screen; what may be done is in the policy alone. */
export const PHASE_KINDS = ['write', 'reveal', 'group', 'vote', 'discuss', 'decide'] as const
export type PhaseKind = (typeof PHASE_KINDS)[number]

/** `nobody`: not even a facilitator. */
export const HANDS = ['everyone', 'facilitators', 'nobody'] as const
export type Hands = (typeof HANDS)[number]

export interface PhasePolicy {
  /** Who may add ideas. */
  write: Hands
  /** What is written stays with its author until a phase comes that is not sealed; nobody else's eyes, by any path. */
  sealed: boolean
  /** Who may change, move, colour and group cards that are on the board. */
  arrange: Hands
  /** Who may vote in a round that is open. Opening and closing rounds is for facilitators, always. */
  vote: Hands
  /** Likes, comments: who may react to what is on the board. */
  react: Hands
}

/** How a vote phase votes; its round opens as the phase begins and closes as it ends. */
export interface PhaseRound {
  /** Absent: dots. */
  method?: Method | undefined
  /** Of dots; the other methods take no notice of them. */
  budget: number
  maxPerIdea: number
  /** Of a score; absent: impact × effort. */
  criteria?: Criterion[] | undefined
  /** Of a ranking. */
  top?: number | undefined
  /** Absent: everything on the board. */
  scope?: 'board' | 'groups' | undefined
  blind: boolean
  secret: boolean
}

export interface Phase {
  phaseId: string
  kind: PhaseKind
  /** Empty: the interface names it by its kind. */
  title: string
  policy: PhasePolicy
  /** What its timer starts at; null: none. Facilitators may start one at any time. */
  timerMs: number | null
  round: PhaseRound | null
  /** Votes or talks about so many of the best of the session's last vote, and what ties with them; absent: about all. */
  best?: number | undefined
}

export const RECIPES = [
  'brainstorm',
  'retrospective',
  'silent-ideas',
  'idea-sprint',
  'async-live',
  'quick-vote',
  'own',
] as const
export type RecipeName = (typeof RECIPES)[number]

const WATCH: PhasePolicy = { write: 'nobody', sealed: false, arrange: 'nobody', vote: 'nobody', react: 'nobody' }
export const POLICIES = {
  sealed: { ...WATCH, write: 'everyone', sealed: true },
  open: { ...WATCH, write: 'everyone', arrange: 'everyone', react: 'everyone' },
  reveal: { ...WATCH, react: 'everyone' },
  group: { ...WATCH, arrange: 'everyone', react: 'everyone' },
  vote: { ...WATCH, vote: 'everyone' },
  discuss: { ...WATCH, arrange: 'facilitators', write: 'facilitators', react: 'everyone' },
} as const satisfies Record<string, PhasePolicy>

const MINUTE_MS = 60_000
/** Five dots over a board of ten to fifty topics is the field's habit; facilitators change it. */
const DOTS: PhaseRound = { budget: 5, maxPerIdea: 3, blind: true, secret: true }

/** What is worth most for the least work: read off the matrix, not off a count. */
const IMPACT_AND_EFFORT: PhaseRound = { ...DOTS, method: 'score', scope: 'groups' }

type Step = Omit<Phase, 'phaseId' | 'title'>
const step = (kind: PhaseKind, policy: PhasePolicy, minutes: number | null, round: PhaseRound | null = null): Step => ({
  kind,
  policy,
  timerMs: minutes === null ? null : minutes * MINUTE_MS,
  round,
})

/** Ready-made rows of phases. Names and explanations are the interface's. */
export const RECIPE_STEPS: Record<Exclude<RecipeName, 'own'>, readonly Step[]> = {
  brainstorm: [
    step('write', POLICIES.sealed, 5),
    step('reveal', POLICIES.reveal, null),
    step('group', POLICIES.group, 8),
    step('vote', POLICIES.vote, 4, DOTS),
    step('discuss', POLICIES.discuss, 15),
    step('decide', POLICIES.discuss, null),
  ],
  retrospective: [
    step('write', POLICIES.sealed, 6),
    step('reveal', POLICIES.reveal, null),
    step('group', POLICIES.group, 6),
    step('vote', POLICIES.vote, 3, { ...DOTS, budget: 3, maxPerIdea: 2 }),
    step('discuss', POLICIES.discuss, 20),
  ],
  // Brainwriting: write alone, read what came, write on what others began.
  'silent-ideas': [
    step('write', POLICIES.sealed, 5),
    step('reveal', POLICIES.reveal, 3),
    step('write', POLICIES.sealed, 5),
    step('reveal', POLICIES.reveal, 3),
    step('vote', POLICIES.vote, 4, DOTS),
  ],
  'idea-sprint': [
    step('write', POLICIES.sealed, 6),
    step('reveal', POLICIES.reveal, 3),
    step('group', POLICIES.group, 6),
    step('vote', POLICIES.vote, 6, IMPACT_AND_EFFORT),
    step('decide', POLICIES.discuss, 15),
  ],
  // Days of collecting in one's own time, without a clock; then together.
  'async-live': [
    step('write', POLICIES.open, null),
    step('group', POLICIES.group, 8),
    step('vote', POLICIES.vote, 4, DOTS),
    step('discuss', POLICIES.discuss, 15),
    step('decide', POLICIES.discuss, null),
  ],
  'quick-vote': [step('vote', POLICIES.vote, 4, DOTS), step('discuss', POLICIES.discuss, 10)],
}

/** A row of phases somebody keeps for themselves. */
export interface OwnRecipe {
  recipeId: string
  name: string
  phases: Phase[]
}

// ── What may be done ────────────────────────────────────────────────────────────────────────────────────────────

const ASKS: Partial<Record<Permission, Exclude<keyof PhasePolicy, 'sealed'>>> = {
  'idea.add': 'write',
  'board.write': 'arrange',
  'vote.cast': 'vote',
  'idea.like': 'react',
  'comment.add': 'react',
  'minutes.write': 'react',
}

/**
 * What stands in the way of `permission` in this phase, or null. It only ever takes away: what `allows` forbids stays
 * forbidden. `policy` null: no session is on.
 */
export function mayInPhase(
  policy: PhasePolicy | null,
  permission: Permission,
  standing: ReadonlySet<Standing>,
): 'not-in-this-phase' | null {
  const asked = ASKS[permission]
  if (!policy || !asked) return null
  // Who leads writes along at any time.
  if (permission === 'minutes.write' && leads(standing)) return null
  const hands = policy[asked]
  if (hands === 'everyone' || (hands === 'facilitators' && leads(standing))) return null
  return 'not-in-this-phase'
}

const leads = (standing: ReadonlySet<Standing>): boolean => standing.has('facilitator') || standing.has('leader')

/** New ideas stay with their author. */
export const isSealed = (policy: PhasePolicy | null): boolean => policy?.sealed ?? false

/** After a tap on "next" a phase in which people write or vote stays open this long, so that nobody is cut off. */
export const hasGrace = (policy: PhasePolicy): boolean => policy.write !== 'nobody' || policy.vote !== 'nobody'

// ── Who leads ───────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * `here`: who is in the lead has a connection; `away`: they have none, somebody else who may lead has; `nobody`: none of
 * those who may lead has one, and the deputy may take over. The session goes on in all three.
 */
export const LEAD_STATES = ['here', 'away', 'nobody'] as const
export type LeadState = (typeof LEAD_STATES)[number]

export interface LedgerLead {
  /** In the lead; null: their account is gone. */
  by: { userId: string; name: string } | null
  state: LeadState
  deputy: { userId: string; name: string } | null
  /** Who may lead this session beside the board's facilitators. */
  others: { userId: string; name: string }[]
}

// ── Together at one card ────────────────────────────────────────────────────────────────────────────────────────

/** Everybody is called to this card. Whoever comes later than `SUMMONS_LASTS_MS` after `at` is not pulled there. */
export interface Summons {
  ideaId: IdeaId
  /** By the server's clock; the same card called again has a later one. */
  at: At
}

// ── Reactions ───────────────────────────────────────────────────────────────────────────────────────────────────

/** By name: how they look is the interface's. */
export const REACTIONS = ['clap', 'heart', 'bulb', 'laugh', 'think'] as const
export type Reaction = (typeof REACTIONS)[number]
export type ReactionCounts = { [R in Reaction]?: number }

// ── What clients receive ────────────────────────────────────────────────────────────────────────────────────────

export interface Timer {
  /** Runs until then, by the server's clock; null while it pauses. */
  endsAt: At | null
  /** What is left of a paused timer. */
  leftMs: number | null
  totalMs: number
}

/** What may be asked of a timer, the session's or a topic's. */
export type TimerAsk =
  | { set: 'start'; ms: number }
  | { set: 'pause' }
  | { set: 'resume' }
  | { set: 'add'; ms: number }
  | { set: 'stop' }

/** In the ledger, under `session`, key `state`: what everybody on the board may know. */
export interface LedgerSession {
  rev: number
  sessionId: string
  recipe: RecipeName
  phases: Phase[]
  phaseId: string
  /** The phase shuts then (10 s of grace), by the server's clock. */
  closesAt: At | null
  timer: Timer | null
  /** How many marked themselves ready in this phase. */
  ready: number
  /** Sealed so far, while a sealed phase is on: how many ideas, of how many people. Never texts, never sizes. */
  sealed: { ideas: number; people: number } | null
  raisedHands: number
  /** People who sit at somebody else's device: no page of their own shows that they are there. Absent: none. */
  seats?: number
  /** Null: everybody looks where they like. */
  summons: Summons | null
  /** How many go their own way when they are called. */
  roaming: number
  lead: LedgerLead
  endedAt: At | null
}

/**
 * In the ledger, under `receipts`, key `all`: of every reveal of the session, in no order, the receipt of each idea as it
 * was revealed. Apart from the state, which changes with every mark of readiness while these may be thousands.
 */
export interface LedgerReceipts {
  rev: number
  sessionId: string
  receipts: string[]
}

/** GET /api/boards/<id>/session: the moment by the server's clock, and what is mine alone. */
export interface SessionMine {
  now: At
  ready: boolean
  handRaised: boolean
  /** I go my own way when everybody is called to a card. */
  roams: boolean
  /** My sealed ideas, in the order I wrote them. */
  sealed: SealedIdea[]
  /** The last step may be taken back, and what it was; null for who may not lead. */
  undo: { from: string | null; to: string } | null
  /** Raised hands, first come first, for facilitators of a named board; null for everybody else. */
  hands: { userId: string; name: string }[] | null
}

export interface SealedIdea {
  ideaId: IdeaId
  text: string
  columnId: string | null
  color: string
  /** SHA-256 (hex) of `receiptText`: the author keeps it and finds it among `receipts` at the reveal. */
  receipt: string
  onBehalfOf: string | null
}

/** What a receipt is the SHA-256 of (UTF-8). Nobody can guess it: an idea's id has 128 random bits and is unknown until the reveal. */
export const receiptText = (ideaId: IdeaId, text: string): string => `${ideaId}\n${text}`
