// Owns what the discussion of a session is: its topics in turn, what is written beside them, and the minutes that come of
// it, as everybody on the board may know them. Pure: no clock, no ids.

import type { At, BoardId, IdeaId, RoundId } from './model.ts'
import type { Timer } from './session.ts'

/** `open`: still to come, or on now. Parked ones are kept for later: the parking lot. */
export const TOPIC_STATES = ['open', 'discussed', 'skipped', 'parked'] as const
export type TopicState = (typeof TOPIC_STATES)[number]

/** An idea, or ideas laid together. Its words are on the board's cards, where they are live. */
export interface Topic {
  /** The idea's id, or the group's. */
  topicId: string
  kind: 'idea' | 'group'
  /** One, or all of the group's when the topics were put in order. */
  ideaIds: IdeaId[]
  /** In the round the topics are ordered by; without one: likes. */
  votes: number
  state: TopicState
}

/** In the ledger, under `discussion`, key `state`. */
export interface LedgerDiscussion {
  rev: number
  sessionId: string
  /** The closed round the topics are ordered by; null: by likes. */
  roundId: RoundId | null
  topics: Topic[]
  /** The topic that is on; null: none is, yet or any more. */
  currentId: string | null
  /** Of the topic that is on, by the server's clock. */
  timer: Timer | null
  /** What a topic gets; null: no timer. */
  topicMs: number | null
  /** "More time?" is asked; how many said what, never who. */
  more: { askId: string; yes: number; no: number } | null
}

export const ENTRY_KINDS = ['note', 'decision', 'action'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** Who does it: a person of the board, or somebody named in words (always in words on an anonymous board). */
export interface EntryOwner {
  userId: string | null
  name: string
}

/** In the ledger, under `entries`, by its id: those of the session, and earlier actions that were still open when it began. */
export interface LedgerEntry {
  rev: number
  sessionId: string
  /** Of which topic; null: of the session as a whole. */
  topicId: string | null
  /** The idea in question, where the topic is one. */
  ideaId: IdeaId | null
  kind: EntryKind
  text: string
  owner: EntryOwner | null
  /** ISO date. */
  dueOn: string | null
  done: boolean
  /** Who wrote it; null on an anonymous board. */
  by: string | null
  /** Rises in the order of writing, over all boards. */
  seq: number
}

/** GET /api/boards/<id>/entries/mine: on an anonymous board what the asker wrote, told to nobody else. */
export interface EntriesMine {
  entryIds: string[]
}

/** GET /api/ideas/<id>/decisions. `at`: when that session began. */
export interface DecisionView {
  entryId: string
  text: string
  at: At
}

/** Facilitators always; whoever wrote it; and of an action the person who is to do it may say that it is done. */
export function mayChangeEntry(
  entry: { by: string | null; owner: EntryOwner | null },
  who: { userId: string; leads: boolean },
  what: 'edit' | 'done',
): boolean {
  if (who.leads || (entry.by !== null && entry.by === who.userId)) return true
  return what === 'done' && entry.owner !== null && entry.owner.userId === who.userId
}

/** Decisions are for who leads: they speak for the room. */
export const mayAddEntry = (kind: EntryKind, leads: boolean): boolean => leads || kind !== 'decision'

/** Still open first, oldest first; the done ones after them. */
export function byDue(a: LedgerEntry, b: LedgerEntry): number {
  if (a.done !== b.done) return a.done ? 1 : -1
  return a.seq - b.seq
}

// ── Minutes ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** GET /api/boards/<id>/minutes: the board's sessions that have ended, newest first. */
export interface MinutesLine {
  sessionId: string
  startedAt: At
  endedAt: At
  ideas: number
  decisions: number
  actions: number
}

export interface MinutesRound {
  roundId: string
  title: string
  voters: number
  /** How many of them somebody else entered for. Absent in minutes from before. */
  proxies?: number
  /** `ideaId`: of a row that is one idea. Absent in minutes from before. */
  rows: { label: string; number: number | null; value: number; rank: number; ideaId?: IdeaId }[]
}

/** GET /api/boards/<id>/minutes/<session>: what does not change any more; the text itself is the live document. */
export interface MinutesView {
  sessionId: string
  boardId: BoardId
  title: string
  question: string
  startedAt: At
  endedAt: At
  /** For the charts. */
  rounds: MinutesRound[]
  mayWrite: boolean
}
