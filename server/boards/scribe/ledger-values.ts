// Owns what a ledger says: read from the database, put into the document, and found overwritten. Never an older revision
// over a newer one. It knows no time, no queue and no retry: see ledger.ts.

import { isDeepStrictEqual } from 'node:util'
import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type * as Y from 'yjs'
import {
  type LedgerBoard,
  type LedgerIdea,
  type LedgerRound,
  ledgerBoard,
  ledgerDiscussion,
  ledgerEntries,
  ledgerIdeas,
  ledgerPeople,
  ledgerReceipts,
  ledgerRounds,
  ledgerSession,
} from '../../../shared/documents.ts'
import type { BoardId, IdeaId, Naming, RoundId } from '../../../shared/model.ts'
import type { Reader } from '../../platform/database/handle.ts'
import { boardMembers, user } from '../../platform/database/schema/index.ts'
import type { LedgerDiscussionEntries, LedgerSessionEntries, LedgerSources, Stamped } from '../deps.ts'
import { boardOf } from '../store.ts'

/** What has to be published anew. */
export interface Changes {
  board?: boolean
  people?: boolean
  session?: boolean
  discussion?: boolean
  ideas?: Iterable<IdeaId> | 'all'
  rounds?: Iterable<RoundId> | 'all'
}

export interface Pending {
  board: boolean
  people: boolean
  session: boolean
  discussion: boolean
  ideas: Set<IdeaId> | 'all'
  rounds: Set<RoundId> | 'all'
}

export function nothing(): Pending {
  return { board: false, people: false, session: false, discussion: false, ideas: new Set(), rounds: new Set() }
}

export function isNothing({ ideas, rounds, ...flags }: Pending): boolean {
  const any = flags.board || flags.people || flags.session || flags.discussion
  return !any && ideas !== 'all' && ideas.size === 0 && rounds !== 'all' && rounds.size === 0
}

export function add(pending: Pending, changes: Changes): void {
  pending.board ||= changes.board ?? false
  pending.people ||= changes.people ?? false
  pending.session ||= changes.session ?? false
  pending.discussion ||= changes.discussion ?? false
  pending.ideas = union(pending.ideas, changes.ideas ?? [])
  pending.rounds = union(pending.rounds, changes.rounds ?? [])
}

function union<T>(all: Set<T> | 'all', more: Iterable<T> | 'all'): Set<T> | 'all' {
  if (all === 'all' || more === 'all') return 'all'
  for (const one of more) all.add(one)
  return all
}

export interface Values {
  board: Stamped<LedgerBoard> | null
  people: Stamped<{ rev: number; people: number }> | null
  session: LedgerSessionEntries | null
  discussion: LedgerDiscussionEntries | null
  /** What was asked for: of these, what has no value is no more, and leaves the ledger. */
  asked: Pick<Pending, 'ideas' | 'rounds'> & { rev: number }
  ideas: Map<IdeaId, Stamped<LedgerIdea>>
  rounds: Map<RoundId, Stamped<LedgerRound>>
}

export async function readValues(
  db: Reader,
  sources: LedgerSources,
  boardId: BoardId,
  changes: Pending,
): Promise<Values> {
  const all = changes.ideas === 'all' || changes.rounds === 'all'
  const asked = { ...changes, rev: all ? await drawRevision(db) : Number.POSITIVE_INFINITY }
  const rounds = new Map<RoundId, Stamped<LedgerRound>>()
  const roundIds = changes.rounds === 'all' ? await sources.roundIds(db, boardId) : changes.rounds
  for (const roundId of roundIds) {
    const round = await sources.round(db, roundId)
    if (round) rounds.set(roundId, { entry: round, stampedRev: 0 })
  }
  const { ideas } = changes
  return {
    board: changes.board ? await boardEntry(db, boardId, sources) : null,
    people: changes.people ? await peopleEntry(db, boardId) : null,
    session: changes.session ? await sources.session(db, boardId) : null,
    discussion: changes.discussion ? await sources.discussion(db, boardId) : null,
    asked,
    ideas:
      ideas !== 'all' && ideas.size === 0
        ? new Map()
        : await sources.ideas(db, boardId, ideas === 'all' ? ideas : [...ideas]),
    rounds,
  }
}

async function boardEntry(
  reader: Reader,
  boardId: BoardId,
  sources: LedgerSources,
): Promise<Stamped<LedgerBoard> | null> {
  // Drawn before the rows are read: see ledgerIdeasOf.
  const rev = await drawRevision(reader)
  const board = await boardOf(reader, boardId)
  if (!board) return null
  const entry: LedgerBoard = {
    rev: Math.max(rev, board.rev),
    title: board.title,
    question: board.question,
    naming: board.naming as Naming,
    locked: board.locked,
    archivedAt: board.archivedAt?.getTime() ?? null,
    wall: board.wall,
    roundId: await sources.openRound(reader, boardId),
    ...(await askerOf(reader, board.askedBy)),
  }
  return { entry, stampedRev: board.rev }
}

async function askerOf(reader: Reader, userId: string | null): Promise<Pick<LedgerBoard, 'askedBy'>> {
  if (userId === null) return {}
  const [row] = await reader.select({ name: user.name }).from(user).where(eq(user.id, userId))
  return row ? { askedBy: row.name } : {}
}

async function peopleEntry(reader: Reader, boardId: BoardId): Promise<Stamped<{ rev: number; people: number }>> {
  const rev = await drawRevision(reader)
  const [row] = await reader
    .select({ people: count() })
    .from(boardMembers)
    .where(and(eq(boardMembers.boardId, boardId), isNull(boardMembers.removedAt)))
  return { entry: { rev, people: row?.people ?? 0 }, stampedRev: 0 }
}

async function drawRevision(reader: Reader): Promise<number> {
  const { rows } = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  return Number(rows[0]?.rev)
}

interface Revised {
  rev: number
}

/** Answers, per key, the revision the ledger holds now. */
export function putValues(doc: Y.Doc, values: Values): Map<string, number> {
  const revs = new Map<string, number>()
  const into = <V extends Revised>(map: Y.Map<V>, prefix: string, entries: Iterable<readonly [string, Stamped<V>]>) => {
    for (const [key, value] of entries) revs.set(`${prefix}${key}`, putOne(map, key, value))
  }
  into(ledgerIdeas(doc), IDEA, values.ideas)
  into(ledgerRounds(doc), ROUND, values.rounds)
  if (values.board) into(ledgerBoard(doc), BOARD, [['settings', values.board]])
  if (values.people) into(ledgerPeople(doc), PEOPLE, [['count', values.people]])
  if (values.session) {
    into(ledgerSession(doc), SESSION, [['state', values.session.state]])
    into(ledgerReceipts(doc), SESSION, [['all', values.session.receipts]])
  }
  if (values.discussion) {
    const { state, entries, rev } = values.discussion
    into(ledgerDiscussion(doc), DISCUSSION, [['state', state]])
    into(ledgerEntries(doc), ENTRY, entries)
    for (const key of takeAway(ledgerEntries(doc), 'all', entries, rev)) revs.set(`${ENTRY}${key}`, GONE)
  }
  const { ideas, rounds, rev } = values.asked
  for (const key of takeAway(ledgerIdeas(doc), ideas, values.ideas, rev)) revs.set(`${IDEA}${key}`, GONE)
  for (const key of takeAway(ledgerRounds(doc), rounds, values.rounds, rev)) revs.set(`${ROUND}${key}`, GONE)
  return revs
}

function putOne<V extends Revised>(map: Y.Map<V>, key: string, { entry, stampedRev }: Stamped<V>): number {
  const there = map.get(key)
  if (there && there.rev > entry.rev) return there.rev
  // The same said again costs every reader a frame for nothing. A row that was stamped since is said again even if it
  // reads the same: something that the ledger does not spell out (a comment's words, a column) has changed.
  const told = there && there.rev >= stampedRev && isDeepStrictEqual({ ...there, rev: 0 }, { ...entry, rev: 0 })
  if (told) return there.rev
  map.set(key, entry)
  return entry.rev
}

/**
 * An idea that was sealed again, a round of a step that was undone: nobody may read of them any more. What was written
 * after `rev` was drawn is newer than what was read.
 */
function takeAway<V extends Revised>(
  map: Y.Map<V>,
  asked: Iterable<string> | 'all',
  values: ReadonlyMap<string, unknown>,
  rev: number,
): string[] {
  const gone = [...(asked === 'all' ? map.keys() : asked)].filter((key) => {
    const there = map.get(key)
    return there !== undefined && there.rev < rev && !values.has(key)
  })
  for (const key of gone) map.delete(key)
  return gone
}

/** Stands for the revision of what was taken away. */
const GONE = -1

const IDEA = 'idea/'
const ROUND = 'round/'
const BOARD = 'board/'
const PEOPLE = 'people/'
const SESSION = 'session/'
const DISCUSSION = 'discussion/'
const ENTRY = 'entry/'

export function overwritten(doc: Y.Doc, written: ReadonlyMap<string, number>): Pending {
  const lost = nothing()
  const ideas = ledgerIdeas(doc)
  const rounds = ledgerRounds(doc)
  for (const [key, rev] of written) {
    if (key.startsWith(IDEA)) {
      const id = key.slice(IDEA.length) as IdeaId
      if (older(ideas.get(id), rev)) union(lost.ideas, [id])
    } else if (key.startsWith(ROUND)) {
      const id = key.slice(ROUND.length) as RoundId
      if (older(rounds.get(id), rev)) union(lost.rounds, [id])
    } else if (key.startsWith(ENTRY)) lost.discussion ||= older(ledgerEntries(doc).get(key.slice(ENTRY.length)), rev)
    else if (key.startsWith(DISCUSSION)) lost.discussion ||= older(ledgerDiscussion(doc).get('state'), rev)
    else if (key.startsWith(BOARD)) lost.board = older(ledgerBoard(doc).get('settings'), rev)
    else if (key === `${SESSION}state`) lost.session ||= older(ledgerSession(doc).get('state'), rev)
    else if (key === `${SESSION}all`) lost.session ||= older(ledgerReceipts(doc).get('all'), rev)
    else lost.people = older(ledgerPeople(doc).get('count'), rev)
  }
  return lost
}

const older = (there: Revised | undefined, rev: number) =>
  rev === GONE ? there !== undefined : !there || there.rev < rev
