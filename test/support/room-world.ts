// Owns: a room test's ground: a real PostgreSQL with our schema, people, a board and ideas made by plain SQL, and
// `run`, which does what dispatch does for a room: zod, one transaction, rollback on refusal, retry on a deadlock.
//
//   const world = await roomWorld()
//   const run = world.runner(voteCommands({ enqueue: world.enqueue, newId: world.newId }))
//   await run('vote.cast', world.actor(ben), { roundId, ideaId, votes: 2 })
//   await world.close()
import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Actor, Enqueue, Handler, Handlers, Place } from '../../server/platform/command.ts'
import type { Db } from '../../server/platform/database/handle.ts'
import * as schema from '../../server/platform/database/schema/index.ts'
import type { Topic, Topics } from '../../server/platform/topics.ts'
import { COMMANDS, type CommandName, type InputOf, type OutputOf, type RawInputOf } from '../../shared/commands.ts'
import type { BoardId, ColumnId, IdeaId, Naming, Role, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Standing } from '../../shared/permissions.ts'
import { memoryFolder } from './memory-folder.ts'
import { embeddedTemplate, postgresDatabase } from './services.ts'

const DEADLOCKS_FORGIVEN = 3

export type Announced = { [T in Topic]: { topic: T; key: string; payload: Topics[T] } }[Topic]
export type Runner<H extends Partial<Handlers>> = <N extends keyof H & CommandName>(
  name: N,
  actor: Actor,
  input: RawInputOf<N>,
  place?: Partial<Place>,
) => Promise<Outcome<OutputOf<N>>>

export type RoomWorld = Awaited<ReturnType<typeof roomWorld>>

export interface RoomWorldOptions {
  connections?: number
  /** On the embedded database instead, which has one connection. */
  embedded?: boolean
}

async function postgresFor(connections: number): Promise<{ db: Db; close(): Promise<void> }> {
  const database = await postgresDatabase()
  const pool = new pg.Pool({ connectionString: database.url, max: connections, pipeline: true })
  // Dropping the database ends connections that are just closing; nothing is lost by it.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    db: drizzle(pool, { schema }),
    async close() {
      await pool.end()
      await database.drop()
    },
  }
}

async function embedded(): Promise<{ db: Db; close(): Promise<void> }> {
  // Only where it is asked for: every room's tests would have to load it.
  const [{ openDatabase }, { createLog }] = await Promise.all([
    import('../../server/platform/database/index.ts'),
    import('../../server/platform/log.ts'),
  ])
  const { folder, remove } = await memoryFolder()
  const config = { databaseUrl: null, dataDir: folder }
  const database = await openDatabase(config, createLog('silent'), { template: await embeddedTemplate() })
  return {
    db: database.db,
    async close() {
      await database.close()
      await remove()
    },
  }
}

export async function roomWorld(options: RoomWorldOptions = {}) {
  const { db, close } = options.embedded ? await embedded() : await postgresFor(options.connections ?? 8)
  let serial = 0
  const newId = () => randomUUID().replaceAll('-', '')
  let now = new Date('2026-03-02T10:00:00Z')

  const enqueue: Enqueue = async (tx, topic, key, payload) => {
    await tx.insert(schema.outbox).values({ topic, key, payload })
  }

  async function person(name: string, given: { guest?: boolean; roles?: Role[] } = {}): Promise<UserId> {
    const id = newId() as UserId
    const email = `${name}.${serial++}@example.org`
    await db.insert(schema.user).values({ id, name, email, isAnonymous: given.guest ?? false })
    for (const role of given.roles ?? []) await db.insert(schema.userRoles).values({ userId: id, role })
    return id
  }

  function actor(userId: UserId, given: Partial<Actor> = {}): Actor {
    return {
      userId,
      sessionId: `session-${userId}`,
      name: 'Somebody',
      kind: 'member',
      roles: new Set(),
      language: 'en',
      ...given,
    }
  }

  async function board(given: Partial<typeof schema.boards.$inferInsert> = {}, columns = ['To do', 'Done']) {
    const boardId = newId() as BoardId
    await db.insert(schema.boards).values({ id: boardId, title: 'A board', naming: 'named', ...given })
    const columnIds = columns.map(() => newId() as ColumnId)
    for (const [index, title] of columns.entries()) {
      const row = { id: columnIds[index]!, boardId, title, position: `a${index}` }
      await db.insert(schema.boardColumns).values(row)
    }
    return { boardId, columnIds }
  }

  async function join(boardId: BoardId, userId: UserId, role: 'participant' | 'facilitator' = 'participant') {
    await db.insert(schema.boardMembers).values({ boardId, userId, role })
  }

  async function idea(boardId: BoardId, given: Partial<typeof schema.ideas.$inferInsert> = {}): Promise<IdeaId> {
    const id = newId() as IdeaId
    const number = given.number ?? ++serial + 1000
    await db.insert(schema.ideas).values({ id, boardId, number, text: `Idea ${number}`, ...given })
    return id
  }

  async function place(boardId: BoardId, given: Partial<Place> = {}): Promise<Place> {
    const [row] = await db.select().from(schema.boards).where(eq(schema.boards.id, boardId))
    if (!row) throw new Error(`no board ${boardId}`)
    const standing: ReadonlySet<Standing> = new Set(['member', 'participant'])
    const archived = row.archivedAt !== null
    const at = { boardId, naming: row.naming as Naming, locked: row.locked, archived, ideaId: null, standing }
    return { ...at, phase: null, ...given }
  }

  async function inTransaction<N extends CommandName>(
    handler: Handler<N>,
    actor: Actor,
    input: InputOf<N>,
    at: Place | null,
  ) {
    let outcome: Outcome<OutputOf<N>> | undefined
    try {
      await db.transaction(async (tx) => {
        outcome = await handler({ tx, actor, place: at, now }, input)
        if (!outcome.ok) tx.rollback()
      })
    } catch (error) {
      if (outcome && !outcome.ok) return outcome
      throw error
    }
    return outcome!
  }

  /** `at` is the board in question; dispatch finds it by the command's scope, a room test says it. */
  function runner<H extends Partial<Handlers>>(handlers: H, at: () => BoardId | null): Runner<H> {
    return async (name, who, input, over) => {
      const parsed = COMMANDS[name].input.safeParse(input)
      if (!parsed.success) {
        return { ok: false, error: { kind: 'invalid', reason: parsed.error.issues[0]!.message, message: 'not sound' } }
      }
      const boardId = over?.boardId ?? at()
      const where = boardId ? await place(boardId, over) : null
      for (let attempt = 0; ; attempt++) {
        try {
          return await inTransaction(handlers[name] as never, who, parsed.data as never, where)
        } catch (error) {
          if (attempt >= DEADLOCKS_FORGIVEN || !/deadlock/.test(String((error as Error).cause ?? error))) throw error
          deadlocks++
        }
      }
    }
  }
  let deadlocks = 0

  return {
    db,
    newId,
    enqueue,
    person,
    actor,
    board,
    join,
    idea,
    place,
    runner,
    get deadlocks() {
      return deadlocks
    },
    get now() {
      return now
    },
    advance(ms: number) {
      now = new Date(now.getTime() + ms)
      return now
    },
    /** What was announced since the last look, in order. */
    async announced(): Promise<Announced[]> {
      const rows = await db.select().from(schema.outbox).orderBy(asc(schema.outbox.id))
      await db.delete(schema.outbox)
      return rows.map(({ topic, key, payload }) => ({ topic, key, payload }) as Announced)
    },
    close,
  }
}
