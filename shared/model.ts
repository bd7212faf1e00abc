// Owns the words of the product as types: branded ids, stages, roles, and every shape a client receives.
// It must stay free of behaviour and of any package, so that both sides can import it at no cost.

import type { CaseState, Owes } from './cases.ts'
import type { Method, RankedTopic, RoundScope, RoundSettings } from './rounds.ts'

declare const brand: unique symbol
export type Id<Name extends string> = string & { readonly [brand]: Name }
export type UserId = Id<'user'>
export type BoardId = Id<'board'>
export type ColumnId = Id<'column'>
export type IdeaId = Id<'idea'>
export type CommentId = Id<'comment'>
export type RoundId = Id<'round'>
export type EscalationId = Id<'escalation'>
export type ImageId = Id<'image'>
export type VersionId = Id<'version'>

/** Epoch milliseconds. */
export type At = number

export const STAGES = [
  'open',
  'shortlisted',
  'escalated',
  'accepted',
  'in-progress',
  'realised',
  'declined',
  'stopped',
  'merged',
  'parked',
] as const
export type Stage = (typeof STAGES)[number]

export const ROLES = ['member', 'coach', 'sponsor', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const LANGUAGES = ['en', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

/** `anonymous`: no path, for nobody, tells who wrote an idea or a comment. */
export type Naming = 'named' | 'anonymous'
/** `everyone`: members, and guests with the code; `members`: accounts only; `invited`: only people already on the board or holding the code with an account. */
export type Joining = 'everyone' | 'members' | 'invited'
export const NAMINGS = ['named', 'anonymous'] as const
export const JOININGS = ['everyone', 'members', 'invited'] as const

/** The six muted note colours; each also has a name on screen, colour never carries meaning alone. */
export const NOTE_COLORS = ['sun', 'coral', 'rose', 'sky', 'sage', 'sand'] as const
export type NoteColor = (typeof NOTE_COLORS)[number]

export const TEMPLATES = [
  'idea-box',
  'brainstorm',
  'retrospective',
  'start-stop-continue',
  'impact-effort',
  'quick-wins',
  'blank',
] as const
export type TemplateName = (typeof TEMPLATES)[number]

/** What the wall shows; set by a facilitator, followed by every projector. */
export type Wall = { show: 'board' } | { show: 'join' } | { show: 'result'; roundId: RoundId }

/** A person as others may see them. */
export interface PersonView {
  userId: UserId
  name: string
  /** Path of the photo, or null: the client then draws an avatar from the name. */
  image: string | null
  unit: string | null
  isGuest: boolean
}

/** GET /api/me */
export interface MeView {
  user: (PersonView & { email: string | null; language: Language | null }) | null
  roles: Role[]
  /** The one board a guest belongs to. */
  guestBoardId: BoardId | null
  /** No account exists yet: the next sign-up becomes admin. */
  firstRun: boolean
  unread: number
}

export interface BoardSummary {
  boardId: BoardId
  title: string
  question: string
  naming: Naming
  ideas: number
  people: number
  locked: boolean
  archivedAt: At | null
  /** Last time anything on it changed. */
  activeAt: At
  facilitating: boolean
  /** Led, joined or opened before; the others on the list are open to this person. */
  mine: boolean
  isExample: boolean
  /** The sponsor whose question it is; absent: nobody's in particular. */
  askedBy?: string
}

export interface ColumnView {
  columnId: ColumnId
  title: string
  color: NoteColor | null
}

/** GET /api/boards/<id> */
export interface BoardView {
  boardId: BoardId
  title: string
  question: string
  naming: Naming
  joining: Joining
  template: TemplateName
  language: Language
  locked: boolean
  archivedAt: At | null
  columns: ColumnView[]
  facilitators: PersonView[]
  /** The sponsor whose question it is; absent: nobody's in particular. */
  askedBy?: { userId: UserId; name: string }
  /** Null where guests may not join or this person may not invite. */
  joinCode: string | null
  joinUrl: string | null
  wall: Wall
  /** Permission names this person holds here: the interface shows exactly these. */
  may: string[]
  rounds: RoundView[]
}

export type EscalationStatus = 'waiting' | 'endorsed' | 'declined'

export interface EscalationView {
  escalationId: EscalationId
  ideaId: IdeaId
  sponsor: PersonView
  escalatedBy: PersonView
  why: string
  status: EscalationStatus
  state: CaseState
  /** Null: nobody, it is closed. */
  owes: Owes | null
  /** The sponsor's public words, when answered. */
  answer: string | null
  askedAt: At
  answeredAt: At | null
}

/** GET /api/boards/<id>/ideas and GET /api/ideas/<id>. Text is the card's text as of the last committed edit. */
export interface IdeaView {
  ideaId: IdeaId
  boardId: BoardId
  number: number
  text: string
  details: string
  tags: string[]
  /** Null on an anonymous board. */
  author: PersonView | null
  onBehalfOf: string | null
  /** Entered for its author by who leads. */
  proxy: boolean
  /** By whom; null on an anonymous board. */
  enteredBy: PersonView | null
  columnId: ColumnId | null
  color: NoteColor
  group: string | null
  stage: Stage
  stageReason: string | null
  stageBy: PersonView | null
  stageAt: At | null
  likes: number
  comments: number
  /** Only where a round's tally may be known. */
  tallies: { roundId: RoundId; votes: number }[]
  escalations: EscalationView[]
  removedAt: At | null
  createdAt: At
}

export interface CommentView {
  commentId: CommentId
  ideaId: IdeaId
  author: PersonView | null
  mine: boolean
  text: string
  createdAt: At
  editedAt: At | null
}

export interface RoundView {
  roundId: RoundId
  boardId: BoardId
  title: string
  method: Method
  settings: RoundSettings
  scope: RoundScope
  budget: number
  maxPerIdea: number
  /** Tallies unknown to everyone until the round closes. */
  blind: boolean
  /** Who voted for what is never shown, not even to facilitators. */
  secret: boolean
  openedAt: At
  closedAt: At | null
  voters: number
  /** How many of them somebody else entered for; 0 while it is open. */
  proxies: number
  /** Ranked, ties share a rank; null while it may not be known. */
  result: RankedTopic[] | null
}

/** GET /api/boards/<id>/mine: what on this board is mine alone to know. */
export interface MineView {
  ideas: IdeaId[]
  likes: IdeaId[]
  ballot: BallotView | null
}

export interface BallotView {
  roundId: RoundId
  votes: Record<string, number>
  left: number
}

export const INBOX_KINDS = [
  'case-moved',
  'outcome-due',
  'outcome-measured',
  'comment-added',
  'minutes-written',
  'role-granted',
  'webhook-off',
  'escalation-asked',
  'escalation-answered',
] as const
export type InboxKind = (typeof INBOX_KINDS)[number]

/** Why somebody is told. */
export type Because = 'owes' | 'raised' | 'asked' | 'yours' | 'supports' | 'voted' | 'discussed'

/** GET /api/inbox */
export interface InboxItem {
  id: string
  kind: InboxKind
  boardId: BoardId | null
  ideaId: IdeaId | null
  /** Facts for the sentence, by kind: names, titles, numbers; never hidden ones. */
  data: Record<string, string | number>
  /** Null: it is about oneself. */
  because: Because | null
  /** My move is asked for, now. */
  waits: boolean
  /** Steps of the clock that went before, and are told in this one. */
  quiet: number
  createdAt: At
  readAt: At | null
}

/** GET /api/people (admin) */
export interface AccountView extends PersonView {
  email: string
  roles: Role[]
  createdAt: At
}
