// Owns the ground of the boards', ideas' and discussion's tests: a real database, commands through the real dispatch
// (so that permissions are the real ones), live documents in memory, a clock that stands still, and the scribe.
//
//   const world = await boardWorld()
//   const ada = await world.member('ada')
//   const { boardId } = await world.must(ada, 'board.create', { title: 'Lunch' })
//   await world.deliver()                         // what the outbox would do
//   world.documents.doc(boardDocument(boardId))   // a Y.Doc
import { createHash, randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import { boardCommands } from '../../../server/boards/commands.ts'
import type { Clock, LedgerSources } from '../../../server/boards/deps.ts'
import { admit } from '../../../server/boards/join.ts'
import { locate } from '../../../server/boards/locate.ts'
import { markerFor } from '../../../server/boards/marks.ts'
import { boardFrame, peopleByIds } from '../../../server/boards/reads.ts'
import { createScribe } from '../../../server/boards/scribe/scribe.ts'
import { discussionCommands } from '../../../server/discussion/commands.ts'
import { boardLayout } from '../../../server/documents/board-cards.ts'
import { escalationCommands } from '../../../server/escalations/commands.ts'
import { escalationReads } from '../../../server/escalations/reads.ts'
import { managersOf, organisationAround } from '../../../server/organisation/around.ts'
import { databaseTime } from '../../../server/platform/database/time.ts'
import { createDispatch } from '../../../server/gateway/dispatch.ts'
import { ideaCommands } from '../../../server/ideas/commands.ts'
import { ledgerIdeasOf } from '../../../server/ideas/reads.ts'
import { sealedCommands } from '../../../server/ideas/sealed.ts'
import { DamagedDocument } from '../../../server/platform/database/damaged.ts'
import type { Actor, Handlers } from '../../../server/platform/command.ts'
import { joinCodes } from '../../../server/platform/database/schema/index.ts'
import { writerNotes } from '../../../server/sessions/marks.ts'
import { voteCommands } from '../../../server/votes/commands.ts'
import { ballotOf, ledgerRound, openRoundOf, roundIdsOf, roundViews, talliesOf } from '../../../server/votes/reads.ts'
import type { CommandName, OutputOf, RawInputOf } from '../../../shared/commands.ts'
import type { BoardId, IdeaId, Role } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { roomWorld } from '../../support/room-world.ts'

export type BoardWorld = Awaited<ReturnType<typeof boardWorld>>

export async function boardWorld(options: { connections?: number } = {}) {
  const room = await roomWorld(options)
  const { db, enqueue, newId } = room
  const clock = stillClock()
  const documents = memoryDocuments()
  const { escalationsOf } = escalationReads({ peopleOf: (reader, ids) => peopleByIds(reader, ids, null), talliesOf })
  const ideaSources = {
    people: peopleByIds,
    tallies: talliesOf,
    escalations: (reader: Parameters<typeof escalationsOf>[0], _: BoardId, ids: IdeaId[]) => escalationsOf(reader, ids),
  }
  const sources: LedgerSources = {
    ideas: (reader, boardId, which) => ledgerIdeasOf(reader, boardId, which, ideaSources),
    round: ledgerRound,
    roundIds: roundIdsOf,
    session: async () => null,
    discussion: async () => null,
    openRound: openRoundOf,
  }
  const warnings: string[] = []
  const log = { warn: (_: Record<string, unknown>, message: string) => void warnings.push(message) }
  const newScribe = () => createScribe({ db, documents, sources, clock, log })
  let scribe = newScribe()

  const handlers = {
    ...boardCommands({ enqueue, newId, randomBytes: (length) => new Uint8Array(randomBytes(length)) }),
    ...ideaCommands({ enqueue, newId, markerFor, noteWriter: writerNotes({ enqueue }) }),
    ...sealedCommands({ enqueue, markerFor }),
    ...discussionCommands({ enqueue, newId, markerFor }),
    ...voteCommands({ enqueue, newId, layout: boardLayout }),
    ...escalationCommands({ enqueue, newId, organisationAround, managersOf, timeOf: databaseTime }),
  } as Handlers
  let called: string[] = []
  const dispatch = createDispatch({
    transaction: (work) => db.transaction(work),
    handlers: seen(handlers, (name) => called.push(name)),
    locate,
    turn: () => 0,
    now: () => new Date(clock.now()),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    refusalOf(error) {
      throw error
    },
    onAnswer: () => undefined,
  })

  async function send<N extends CommandName>(actor: Actor, name: N, input: RawInputOf<N>, key?: string) {
    return (await dispatch({ actor, name, input, ...(key ? { key } : {}) })) as Outcome<OutputOf<N>>
  }

  async function must<N extends CommandName>(actor: Actor, name: N, input: RawInputOf<N>): Promise<OutputOf<N>> {
    const outcome = await send(actor, name, input)
    if (!outcome.ok) throw new Error(`${name}: ${outcome.error.reason}`)
    return outcome.value
  }

  async function member(name: string, more: Role[] = []): Promise<Actor> {
    const roles: Role[] = ['member', ...more]
    const userId = await room.person(name, { roles })
    return room.actor(userId, { name, roles: new Set(roles) })
  }

  /** Through the code, as a phone comes in. */
  async function guest(boardId: BoardId, name: string): Promise<Actor> {
    const userId = await room.person(name, { guest: true })
    const admitted = await db.transaction((tx) =>
      admit(tx, enqueue, { boardId, userId, kind: 'guest', now: new Date() }),
    )
    if (!admitted.ok) throw new Error(admitted.error.reason)
    return room.actor(userId, { name, kind: 'guest' })
  }

  return {
    ...room,
    clock,
    documents,
    sources,
    ideaSources,
    readDeps: {
      frame: boardFrame,
      ...ideaSources,
      markerFor,
      ballot: ballotOf,
      rounds: roundViews,
      origin: 'https://kiem.example',
      settle: (boardId: BoardId) => scribe.settle(boardId),
    },
    warnings,
    get scribe() {
      return scribe
    },
    /** As after a crash: whatever the old one had only in memory is gone. */
    async restart() {
      scribe = newScribe()
    },
    send,
    must,
    member,
    guest,
    /** Handlers reached since the last look. */
    reached() {
      const names = called
      called = []
      return names
    },
    place: (actor: Actor, scope: Parameters<typeof locate>[2], id: string) => locate(db, actor, scope, id),
    async joinCode(boardId: BoardId) {
      const rows = await db.select().from(joinCodes).where(eq(joinCodes.boardId, boardId))
      return rows.find((row) => row.revokedAt === null)?.code ?? ''
    },
    /** What the outbox would do, in order; answers what was announced. */
    async deliver(times = 1) {
      const rows = await room.announced()
      for (const { topic, payload } of rows) {
        const handler = scribe.subscriptions[topic as keyof typeof scribe.subscriptions] as
          | ((payload: unknown) => Promise<void>)
          | undefined
        for (let i = 0; i < times; i++) await handler?.(payload)
      }
      await scribe.idle()
      return rows
    },
    /** Every table with its columns' values as text, for looking for what must not be there. */
    async dump(): Promise<Map<string, Record<string, unknown>[]>> {
      const tables = await db.execute<{ name: string }>(
        sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
      )
      const dumped = new Map<string, Record<string, unknown>[]>()
      for (const { name } of tables.rows) {
        const { rows } = await db.execute<{ row: Record<string, unknown> }>(
          sql`select to_jsonb(t) as row from ${sql.identifier(name)} t`,
        )
        dumped.set(
          name,
          rows.map(({ row }) => row),
        )
      }
      return dumped
    },
  }
}

function seen(handlers: Handlers, tell: (name: string) => void): Handlers {
  const wrapped = Object.entries(handlers).map(([name, handler]) => [
    name,
    (...args: [never, never]) => {
      tell(name)
      return handler(...args)
    },
  ])
  return Object.fromEntries(wrapped) as Handlers
}

export type MemoryDocuments = ReturnType<typeof memoryDocuments>

/** Live documents without sockets or disk: real Y.Docs, written in order. */
export function memoryDocuments() {
  const docs = new Map<string, Y.Doc>()
  const listeners = new Set<(document: string) => void>()
  let broken: Error | null = null
  let damaged: string | null = null
  const doc = (name: string): Y.Doc => {
    const known = docs.get(name)
    if (known) return known
    const made = new Y.Doc()
    made.on('update', () => {
      written += 1
      for (const listener of listeners) listener(name)
    })
    docs.set(name, made)
    return made
  }
  let written = 0
  let intruder: ((name: string) => void) | null = null
  const compacted: string[] = []
  return {
    /** Something somebody does in the last moment before the next write. */
    beforeNextWrite(act: (name: string) => void) {
      intruder = act
    },
    doc,
    /** Updates of any document so far: what clients would have received. */
    get written() {
      return written
    },
    /** From now on writes fail, until `null`. */
    breakWith(error: Error | null) {
      broken = error
    },
    /** From now on this document can only be read, as far as it goes; `null`: all are whole again. */
    damage(name: string | null) {
      damaged = name
    },
    async write(name: string, change: (doc: Y.Doc) => void): Promise<void> {
      await Promise.resolve()
      if (broken) throw broken
      if (name === damaged) throw new DamagedDocument(`${name} is damaged`)
      intruder?.(name)
      intruder = null
      const target = doc(name)
      target.transact(() => change(target))
    },
    async read<T>(name: string, look: (doc: Y.Doc, is: { damaged: boolean }) => T): Promise<T> {
      await Promise.resolve()
      return look(doc(name), { damaged: name === damaged })
    },
    async compact(name: string): Promise<boolean> {
      await Promise.resolve()
      compacted.push(name)
      return name !== damaged
    },
    /** Documents whose deleted text was let go. */
    compacted,
    onWritten(listener: (document: string) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLearned: () => () => undefined,
  }
}

export type StillClock = ReturnType<typeof stillClock>

export function stillClock(startAt = Date.parse('2026-03-02T10:17:42.123Z')): Clock & { advance(ms: number): void } {
  let now = startAt
  let serial = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  return {
    now: () => now,
    after(delayMs, run) {
      const id = ++serial
      timers.set(id, { at: now + delayMs, run })
      return () => void timers.delete(id)
    },
    advance(ms) {
      now += ms
      for (const [id, { at, run }] of [...timers].sort(([, a], [, b]) => a.at - b.at)) {
        if (at > now || !timers.delete(id)) continue
        run()
      }
    },
  }
}
