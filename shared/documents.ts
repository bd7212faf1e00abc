// Owns the names and shapes of the live documents and the typed ways into them. No rule about who may write: see
// ARCHITECTURE "The documents". Readers must cope with anything: a board document is written by people.

import * as Y from 'yjs'
import type { CaseState } from './cases.ts'
import type {
  At,
  BoardId,
  ColumnId,
  EscalationStatus,
  IdeaId,
  Naming,
  NoteColor,
  RoundId,
  Stage,
  Wall,
} from './model.ts'
import type { LedgerDiscussion, LedgerEntry } from './discussion.ts'
import { NOTE_COLORS } from './model.ts'
import type { Method, RankedTopic, RoundScope, RoundSettings } from './rounds.ts'
import type { LedgerReceipts, LedgerSession } from './session.ts'

export type DocumentKind = 'board' | 'ledger' | 'proposal' | 'minutes'
export type DocumentName = `${DocumentKind}.${string}`

export const boardDocument = (boardId: BoardId): DocumentName => `board.${boardId}`
export const ledgerDocument = (boardId: BoardId): DocumentName => `ledger.${boardId}`
export const proposalDocument = (ideaId: IdeaId): DocumentName => `proposal.${ideaId}`

/** What was said in a session that has ended; same content as a proposal. */
export const minutesDocument = (sessionId: string): DocumentName => `minutes.${sessionId}`

const NAME = /^(board|ledger|proposal|minutes)\.([A-Za-z0-9_-]{8,64})$/

/** `{kind, id}` of a well-formed name (id of the board, of the idea for a proposal, of the session for minutes), else null. */
export function parseDocumentName(name: string): { kind: DocumentKind; id: string } | null {
  const match = NAME.exec(name)
  return match ? { kind: match[1] as DocumentKind, id: match[2]! } : null
}

// ── board.<id> ──────────────────────────────────────────────────────────────────────────────────────────────

/** A card as read from the document, with a sound value in every field whatever was written there. */
export interface Card {
  ideaId: IdeaId
  title: string
  column: ColumnId | null
  /** Fractional index: sorts as a plain string, ties broken by ideaId. */
  order: string
  /** Free wall place of the card's top left corner, in wall units. */
  x: number
  y: number
  group: string | null
  color: NoteColor
}

export interface Column {
  columnId: ColumnId
  title: string
  order: string
  color: NoteColor | null
}

/** Ideas laid together under one title. Cards name their group; where it stands follows from its cards. */
export interface Group {
  groupId: string
  title: string
  /** The group it was merged into: who still lays a card here lays it there. */
  into: string | null
}

export type CardMap = Y.Map<unknown>

export const cardsOf = (doc: Y.Doc): Y.Map<CardMap> => doc.getMap('cards')
export const columnsOf = (doc: Y.Doc): Y.Map<Y.Map<unknown>> => doc.getMap('columns')
export const groupsOf = (doc: Y.Doc): Y.Map<Y.Map<unknown>> => doc.getMap('groups')

/** The live text of a card, or null where the document holds something else there. */
export function cardTitle(card: CardMap | undefined): Y.Text | null {
  const title = card instanceof Y.Map ? card.get('title') : null
  return title instanceof Y.Text ? title : null
}

const textOr = <T>(value: unknown, otherwise: T) => (typeof value === 'string' ? value : otherwise)
const finiteOr = (value: unknown, otherwise: number) =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise
const colorOr = <T>(value: unknown, otherwise: T) =>
  (NOTE_COLORS as readonly unknown[]).includes(value) ? (value as NoteColor) : otherwise

export function readCard(ideaId: string, card: CardMap): Card {
  return {
    ideaId: ideaId as IdeaId,
    title: cardTitle(card)?.toJSON() ?? '',
    column: textOr(card.get('column'), null) as ColumnId | null,
    order: textOr(card.get('order'), ''),
    x: finiteOr(card.get('x'), 0),
    y: finiteOr(card.get('y'), 0),
    group: textOr(card.get('group'), null),
    color: colorOr<NoteColor>(card.get('color'), 'sun'),
  }
}

export function readColumn(columnId: string, column: Y.Map<unknown>): Column {
  return {
    columnId: columnId as ColumnId,
    title: textOr(column.get('title'), ''),
    order: textOr(column.get('order'), ''),
    color: colorOr<NoteColor | null>(column.get('color'), null),
  }
}

export function readGroup(groupId: string, group: Y.Map<unknown> | undefined): Group {
  const read = (key: string) => (group instanceof Y.Map ? group.get(key) : null)
  const title = read('title')
  return {
    groupId,
    title: title instanceof Y.Text ? title.toJSON() : textOr(title, ''),
    into: textOr(read('group'), null),
  }
}

/** Order within a column; equal keys (two people, same gap) still sort the same for everyone. */
export function byOrder<T extends { order: string }>(idOf: (item: T) => string) {
  return (a: T, b: T): number =>
    a.order < b.order ? -1 : a.order > b.order ? 1 : idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0
}

/** The birth of a card, for the server's scribe alone. Call inside a transaction of the document. */
export function putCard(doc: Y.Doc, card: Card): void {
  const map: CardMap = new Y.Map()
  const title = new Y.Text()
  title.insert(0, card.title)
  map.set('title', title)
  map.set('column', card.column)
  map.set('order', card.order)
  map.set('x', card.x)
  map.set('y', card.y)
  map.set('group', card.group)
  map.set('color', card.color)
  cardsOf(doc).set(card.ideaId, map)
}

// ── ledger.<id> ─────────────────────────────────────────────────────────────────────────────────────────────
// Plain JSON values in root maps, each with the database revision it was computed from. Only the server writes.

/** A sponsor's public support or refusal, as everyone on the board sees it. */
export interface LedgerEscalation {
  escalationId: string
  sponsor: { userId: string; name: string; image: string | null }
  status: EscalationStatus
  answer: string | null
  at: At
  /** Where it is on its way; absent in ledgers written before cases had states. */
  state?: CaseState
  /** Who owes the next move, until when (null: without an end); null: nobody. */
  owes?: { name: string; until: At | null } | null
}

export interface LedgerIdea {
  rev: number
  number: number
  author: { userId: string; name: string; image: string | null } | null
  onBehalfOf: string | null
  /** Only on what who leads entered for its author; null where nobody has a name. */
  enteredBy?: { userId: string; name: string; image: string | null } | null
  stage: Stage
  comments: number
  likes: number
  hasDetails: boolean
  tags: string[]
  escalations: LedgerEscalation[]
  /** Only of rounds whose tally may be known: open ones that are not blind, and closed ones. */
  tallies: { roundId: string; votes: number }[]
  removed: boolean
  /** How many signs say that it is ready to be taken up (business-case-views.ts); absent: too few to tell. */
  ready?: number
}

export interface LedgerRound {
  rev: number
  title: string
  budget: number
  maxPerIdea: number
  blind: boolean
  secret: boolean
  openedAt: At
  closedAt: At | null
  /** Absent in rounds that were written down before there were others: dots. */
  method?: Method
  settings?: RoundSettings
  scope?: RoundScope
  /** How many have cast at least one vote; a count only. */
  voters: number
  /** How many of them somebody else entered for. Absent: none, or it is open still. */
  proxies?: number
  /** Ranked; null while it may not be known. Of dots only once it is closed: until then tallies are on the ideas. */
  result: RankedTopic[] | null
}

export interface LedgerBoard {
  rev: number
  title: string
  question: string
  naming: Naming
  locked: boolean
  archivedAt: At | null
  wall: Wall
  /** The round now open, if any. */
  roundId: RoundId | null
  /** The sponsor whose question it is, by name; absent: nobody's in particular. */
  askedBy?: string
}

export const ledgerIdeas = (doc: Y.Doc): Y.Map<LedgerIdea> => doc.getMap('ideas')
export const ledgerRounds = (doc: Y.Doc): Y.Map<LedgerRound> => doc.getMap('rounds')
/** One key, `settings`. */
export const ledgerBoard = (doc: Y.Doc): Y.Map<LedgerBoard> => doc.getMap('board')
/** One key, `count`: `{rev, people}` on the board so far. */
export const ledgerPeople = (doc: Y.Doc): Y.Map<{ rev: number; people: number }> => doc.getMap('people')

/** One key, `state`: the session that runs, or the last one. */
export const ledgerSession = (doc: Y.Doc): Y.Map<LedgerSession> => doc.getMap('session')

/** One key, `all`: what anyone can check their own receipt against. */
export const ledgerReceipts = (doc: Y.Doc): Y.Map<LedgerReceipts> => doc.getMap('receipts')

/** One key, `state`: the topics of that session. */
export const ledgerDiscussion = (doc: Y.Doc): Y.Map<LedgerDiscussion> => doc.getMap('discussion')
/** What is written beside them, by id. */
export const ledgerEntries = (doc: Y.Doc): Y.Map<LedgerEntry> => doc.getMap('entries')

// ── proposal.<ideaId> ───────────────────────────────────────────────────────────────────────────────────────

export const proposalContent = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('content')
