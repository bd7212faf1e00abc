// Owns every answer about a discussion, for the ledger: only what everybody on the board may know. Answers to "more time?"
// come through as counts, and on an anonymous board nobody's name comes through at all.

import { sql } from 'drizzle-orm'
import type { DecisionView, EntryKind, LedgerDiscussion, LedgerEntry, Topic } from '../../shared/discussion.ts'
import { OPEN_ACTIONS_MAX_SHOWN } from '../../shared/limits.ts'
import type { BoardId, IdeaId, RoundId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import * as store from './store.ts'

interface Entry<T> {
  entry: T
  stampedRev: number
}

export interface LedgerDiscussionEntries {
  state: Entry<LedgerDiscussion>
  entries: Map<string, Entry<LedgerEntry>>
  /** Drawn before anything was read: what the ledger says of an entry that is gone, and is older, leaves it. */
  rev: number
}

/** Of the session that runs, or the last one; null: there was none. For the scribe. */
export async function ledgerDiscussionOf(
  reader: Reader,
  boardId: BoardId,
  session: { id: string; startedAt: Date } | null,
): Promise<LedgerDiscussionEntries | null> {
  if (!session) return null
  const drawn = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  const rev = Number(drawn.rows[0]?.rev)
  const row = await store.discussionOf(reader, session.id)
  const named = (await store.namingOf(reader, boardId)) === 'named'
  const topics = await visible(reader, boardId, row?.topics ?? [])
  const currentId = topics.some(({ topicId }) => topicId === row?.currentId) ? (row?.currentId ?? null) : null
  const state: LedgerDiscussion = {
    rev: Math.max(rev, row?.rev ?? 0),
    sessionId: session.id,
    roundId: (row?.roundId ?? null) as RoundId | null,
    topics,
    currentId,
    timer: currentId === null ? null : (row?.timer ?? null),
    topicMs: row?.topicMs ?? null,
    more: row?.askId ? { askId: row.askId, ...(await store.countAnswers(reader, session.id)) } : null,
  }
  const earlier = { boardId, notOf: session.id, at: session.startedAt, max: OPEN_ACTIONS_MAX_SHOWN }
  const rows = [...(await store.openActionsAt(reader, earlier)), ...(await store.entriesOf(reader, session.id))]
  const entries = new Map(
    rows.map((entry) => [entry.id, { entry: entryOf(entry, named, rev), stampedRev: entry.rev }] as const),
  )
  return { state: { entry: state, stampedRev: row?.rev ?? 0 }, entries, rev }
}

/** An idea that was sealed again, or removed, is nobody's topic. */
async function visible(reader: Reader, boardId: BoardId, topics: readonly Topic[]): Promise<Topic[]> {
  const living = await store.livingOf(
    reader,
    boardId,
    topics.flatMap(({ ideaIds }) => ideaIds),
  )
  return topics
    .map((topic) => ({ ...topic, ideaIds: topic.ideaIds.filter((id) => living.has(id)) }))
    .filter(({ ideaIds }) => ideaIds.length > 0)
}

export function entryOf(row: store.ShownEntry, named: boolean, rev: number): LedgerEntry {
  const ownerId = named ? row.ownerId : null
  return {
    rev: Math.max(rev, row.rev),
    sessionId: row.sessionId,
    topicId: row.topicId,
    ideaId: row.ideaId as IdeaId | null,
    kind: row.kind as EntryKind,
    text: row.text,
    owner: row.ownerName === null ? null : { userId: ownerId, name: row.ownerName },
    dueOn: row.dueOn,
    done: row.doneAt !== null,
    by: named ? row.authorId : null,
    seq: row.seq,
  }
}

/** GET /api/ideas/<id>/decisions: what was decided about it, in any session, oldest first. */
export async function decisionsOf(reader: Reader, place: Place): Promise<Outcome<DecisionView[]>> {
  const { ideaId } = place
  if (ideaId === null || !allows('board.read', place.standing)) return notThere()
  return done(await store.decisionsOn(reader, ideaId))
}
