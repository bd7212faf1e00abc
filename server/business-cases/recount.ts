// Owns counting the signs of ideas anew when something about them has changed, so that the mark on a card follows by itself. What
// changes in one moment is counted together, once per idea; it is a hint: what a crash or a failure leaves out, the next change or
// the next visit to the idea makes good. Must never be awaited by whoever changed something.

import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { READY_SHOWN_FROM } from '../../shared/business-case-views.ts'
import { proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId, Naming, UserId } from '../../shared/model.ts'
import type { Enqueue } from '../platform/command.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import { boards, ideaLikes, ideaReadiness, ideas, syncDocuments } from '../platform/database/schema/index.ts'
import { type ReadinessDeps, readyIn } from './readiness.ts'
import { type Signs, signsOf } from './signs.ts'

/** Soon enough to be seen as an answer, late enough that a room full of likes is one count. */
export const RECOUNT_AFTER_MS = 1_000
/** While people write, every word would be one. */
export const RECOUNT_WRITTEN_AFTER_MS = 3_000
/** Rows held at once by one transaction: people wait behind them. */
const KEPT_AT_ONCE = 200

export interface KeepDeps {
  enqueue: Enqueue
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

export interface RecountDeps extends ReadinessDeps, KeepDeps {
  reader: Reader
  /** Once, after so long; never when the program stops before. */
  after(delayMs: number, job: () => Promise<void>): void
  failed(error: unknown): void
}

export interface Recounts {
  ideas(ideaIds: readonly IdeaId[]): void
  /** Everything on it: only what its cards show is kept. */
  board(boardId: BoardId): void
  /** Its proposal is being written. */
  written(ideaId: IdeaId): void
  /** Everything they stand behind, where it is told how many units do. */
  supportedBy(userIds: readonly UserId[]): void
}

export function createRecounts(deps: RecountDeps): Recounts {
  const keep = keepReadiness(deps)
  const soon = gathered<IdeaId>(RECOUNT_AFTER_MS, countIdeas)
  const later = gathered<IdeaId>(RECOUNT_WRITTEN_AFTER_MS, countIdeas)
  const whole = gathered<BoardId>(RECOUNT_AFTER_MS, async (boardIds) => {
    for (const boardId of boardIds) await countBoard(boardId)
  })
  const whose = gathered<UserId>(RECOUNT_AFTER_MS, async (userIds) => {
    const rows = await deps.reader
      .selectDistinct({ ideaId: ideaLikes.ideaId })
      .from(ideaLikes)
      .innerJoin(ideas, eq(ideas.id, ideaLikes.ideaId))
      .innerJoin(boards, eq(boards.id, ideas.boardId))
      .where(and(inArray(ideaLikes.userId, [...userIds]), eq(boards.naming, 'named')))
    await countIdeas(rows.map(({ ideaId }) => ideaId as IdeaId))
  })
  /** One after the other: it is nobody's turn to wait for the database because of this. */
  let tail = Promise.resolve()

  function gathered<T>(delayMs: number, run: (waiting: readonly T[]) => Promise<void>): (item: T) => void {
    const waiting = new Set<T>()
    return (item) => {
      if (waiting.size === 0) {
        deps.after(delayMs, () => {
          const taken = [...waiting]
          waiting.clear()
          tail = tail.then(() => run(taken)).catch(deps.failed)
          return tail
        })
      }
      waiting.add(item)
    }
  }

  async function countIdeas(ideaIds: readonly IdeaId[]): Promise<void> {
    const rows = await deps.reader
      .select({ ideaId: ideas.id, boardId: ideas.boardId })
      .from(ideas)
      .where(inArray(ideas.id, [...ideaIds]))
    const byBoard = new Map<BoardId, IdeaId[]>()
    for (const row of rows) {
      const of = byBoard.get(row.boardId as BoardId) ?? []
      of.push(row.ideaId as IdeaId)
      byBoard.set(row.boardId as BoardId, of)
    }
    for (const [boardId, of] of byBoard) await count(boardId, of, 0)
  }

  async function countBoard(boardId: BoardId): Promise<void> {
    const rows = await deps.reader.select({ ideaId: ideas.id }).from(ideas).where(eq(ideas.boardId, boardId))
    await count(
      boardId,
      rows.map(({ ideaId }) => ideaId as IdeaId),
      READY_SHOWN_FROM,
    )
  }

  /** Numbers under `from` are all the same. */
  async function count(boardId: BoardId, ideaIds: readonly IdeaId[], from: number): Promise<void> {
    const { reader } = deps
    const [board] = await reader.select({ naming: boards.naming }).from(boards).where(eq(boards.id, boardId))
    if (!board || ideaIds.length === 0) return
    const signs = await signsOf(reader, { boardId, naming: board.naming as Naming }, ideaIds, deps)
    const owners = [...new Set([...signs.values()].flatMap(({ ownerIds }) => ownerIds))]
    const there = owners.length === 0 ? new Map<UserId, unknown>() : await deps.people(reader, owners, null)
    const found = new Map([...signs].map(([id, each]) => [id, withoutProposal(each, there)]))
    // A proposal is a document and costs more than a row: only where it makes a difference.
    const near = [...found].flatMap(([id, idea]) => (readyIn(idea) + 1 >= from ? [id] : []))
    for (const id of await begun(near)) {
      const idea = found.get(id)
      if (idea) found.set(id, { ...idea, proposal: await deps.fullness(id) })
    }
    await keep(reader, boardId, new Map([...found].map(([id, idea]) => [id, readyIn(idea)])), from)
  }

  /** Of these, those whose proposal anybody ever opened. */
  async function begun(ideaIds: readonly IdeaId[]): Promise<IdeaId[]> {
    if (ideaIds.length === 0) return []
    const byName = new Map(ideaIds.map((id) => [proposalDocument(id) as string, id]))
    const rows = await deps.reader
      .select({ name: syncDocuments.name })
      .from(syncDocuments)
      .where(inArray(syncDocuments.name, [...byName.keys()]))
    return rows.flatMap(({ name }) => byName.get(name) ?? [])
  }

  return {
    ideas: (ideaIds) => ideaIds.forEach((id) => soon(id)),
    board: whole,
    written: later,
    supportedBy: (userIds) => userIds.forEach((id) => whose(id)),
  }
}

function withoutProposal({ ownerIds, ...signs }: Signs, there: ReadonlyMap<UserId, unknown>) {
  return {
    ...signs,
    owners: ownerIds.filter((id) => there.has(id)),
    proposal: { filled: 0, parts: 0, empty: [] as string[] },
  }
}

/**
 * Keeps what was found, and has the ledger say so of those where it is another number than before; under `from` no number is
 * another.
 */
export function keepReadiness({ enqueue, transaction }: KeepDeps) {
  return async function keep(
    reader: Reader,
    boardId: BoardId,
    found: ReadonlyMap<IdeaId, number>,
    from = 0,
  ): Promise<void> {
    const known = await reader
      .select()
      .from(ideaReadiness)
      .where(inArray(ideaReadiness.ideaId, [...found.keys()]))
    const before = new Map(known.map(({ ideaId, ready }) => [ideaId, ready]))
    const shown = (ready: number) => (ready < from ? 0 : ready)
    const changed = [...found].filter(([id, ready]) => shown(before.get(id) ?? 0) !== shown(ready)).map(([id]) => id)
    for (let at = 0; at < changed.length; at += KEPT_AT_ONCE) {
      const these = changed.slice(at, at + KEPT_AT_ONCE)
      await transaction((tx) => write(tx, these))
    }

    async function write(tx: Tx, ideaIds: IdeaId[]): Promise<void> {
      // The ideas first, as everywhere, and in the order in which everybody holds them; their rows are stamped, so that the
      // ledger is told anew.
      const held = await tx
        .select({ id: ideas.id })
        .from(ideas)
        .where(inArray(ideas.id, ideaIds))
        .orderBy(asc(ideas.id))
        .for('no key update')
      const there = held.map(({ id }) => id as IdeaId)
      if (there.length === 0) return
      await tx.update(ideas).set({ rev: nextRev }).where(inArray(ideas.id, there))
      await tx
        .insert(ideaReadiness)
        .values(there.map((ideaId) => ({ ideaId, ready: found.get(ideaId) ?? 0 })))
        .onConflictDoUpdate({ target: ideaReadiness.ideaId, set: { ready: sql`excluded.ready` } })
      await enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: there })
    }
  }
}
