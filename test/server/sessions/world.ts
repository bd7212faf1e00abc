// Owns: a session's ground for room tests: real SQL, the commands of sessions, ideas and votes wired as compose does it,
// and the job that shuts phases, run by hand. Due moments are moved in the database, whose clock decides.
//
//   const world = await sessionWorld()
//   const { boardId, fay, ann } = await world.workshop()
//   await world.run('session.start', fay, { boardId, recipe: 'brainstorm' })
//   await world.graceOver(boardId); await world.closing.sweep()
import { and, eq, isNull, sql } from 'drizzle-orm'
import { locate, locateEach } from '../../../server/boards/locate.ts'
import { peopleCommands } from '../../../server/boards/people.ts'
import { ideaDeps } from '../../../server/compose-handlers.ts'
import { rounds, sealed } from '../../../server/compose-sessions.ts'
import { boardLayout } from '../../../server/documents/board-cards.ts'
import { createDispatch, type Dispatch } from '../../../server/gateway/dispatch.ts'
import { ideaCommands } from '../../../server/ideas/commands.ts'
import { sealedCommands } from '../../../server/ideas/sealed.ts'
import type { Actor, Handlers } from '../../../server/platform/command.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { randomOctets } from '../../../server/platform/ids.ts'
import { enqueue } from '../../../server/platform/outbox.ts'
import { createClosing } from '../../../server/sessions/closing.ts'
import { sessionCommands } from '../../../server/sessions/commands.ts'
import { ledgerSessionOf } from '../../../server/sessions/reads.ts'
import { castingTogether, voteCommands } from '../../../server/votes/commands.ts'
import type { CommandName, OutputOf, RawInputOf } from '../../../shared/commands.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { roomWorld } from '../../support/room-world.ts'

export type SessionWorld = Awaited<ReturnType<typeof sessionWorld>>

export async function sessionWorld(options: { connections?: number } = {}) {
  const room = await roomWorld(options)
  const { db, newId } = room
  const shuts: { boardId: BoardId; inMs: number }[] = []
  const scheduled: (() => Promise<void>)[] = []
  const warnings: string[] = []
  const deps = { ...ideaDeps, newId }
  const handlers = {
    ...sessionCommands({
      enqueue,
      newId,
      rounds,
      sealed,
      shutting: (boardId, inMs) => void shuts.push({ boardId, inMs }),
    }),
    ...peopleCommands({ ...deps, randomBytes: randomOctets }),
    ...ideaCommands(deps),
    ...sealedCommands(deps),
    ...voteCommands({ ...deps, layout: boardLayout }),
  }

  /** As one node has it: casts of one moment together, a deadlock tried again as the database asks. */
  function node(): Dispatch {
    return createDispatch({
      transaction: again,
      handlers: handlers as unknown as Handlers,
      together: { handlers: { 'vote.cast': castingTogether(deps) }, locateEach },
      locate,
      turn: () => 0,
      now: () => new Date(),
      hash: (text) => text,
      refusalOf(error) {
        throw error
      },
      onAnswer: () => undefined,
    })
  }
  let deadlocks = 0
  async function again<T>(work: Parameters<typeof db.transaction<T>>[0]): Promise<T> {
    for (;;) {
      try {
        return await db.transaction(work)
      } catch (error) {
        if (!/deadlock/.test(String((error as Error).cause ?? error))) throw error
        deadlocks++
      }
    }
  }
  const first = node()

  const closing = () =>
    createClosing({
      db,
      transaction: again,
      schedule: { after: (_name, _ms, job) => (scheduled.push(job), () => undefined), every: () => undefined },
      log: { warn: (_fields: unknown, message?: string) => void warnings.push(message ?? '') },
      now: () => new Date(),
      enqueue,
      rounds,
      sealed,
    })

  return {
    ...room,
    node,
    shuts,
    scheduled,
    warnings,
    newClosing: closing,
    closing: closing(),
    get deadlocked() {
      return deadlocks
    },
    async run<N extends CommandName & keyof typeof handlers>(
      name: N,
      actor: Actor,
      input: RawInputOf<N>,
      by: Dispatch = first,
    ): Promise<Outcome<OutputOf<N>>> {
      return (await by({ actor, name, input })) as Outcome<OutputOf<N>>
    },
    /** A board led by fay, on which ann and ben are. */
    async workshop(given: Parameters<typeof room.board>[0] = {}) {
      const { boardId, columnIds } = await room.board(given)
      const someone = async (name: string, role: 'facilitator' | 'participant') => {
        const userId = await room.person(name)
        await room.join(boardId, userId, role)
        return room.actor(userId, { name, roles: new Set(['member']) })
      }
      const fay = await someone('fay', 'facilitator')
      return {
        boardId,
        columnIds,
        fay,
        ann: await someone('ann', 'participant'),
        ben: await someone('ben', 'participant'),
      }
    },
    async session(boardId: BoardId) {
      const running = and(eq(schema.sessions.boardId, boardId), isNull(schema.sessions.endedAt))
      const rows = await db.select().from(schema.sessions).where(running)
      if (rows.length > 1) throw new Error('two sessions run on one board')
      return rows[0] ?? null
    },
    steps: (sessionId: string) =>
      db.select().from(schema.sessionSteps).where(eq(schema.sessionSteps.sessionId, sessionId)),
    rounds: (boardId: BoardId) => db.select().from(schema.rounds).where(eq(schema.rounds.boardId, boardId)),
    sealedOn: (boardId: BoardId) => db.select().from(schema.sealedIdeas).where(eq(schema.sealedIdeas.boardId, boardId)),
    ideasOn: (boardId: BoardId) => db.select().from(schema.ideas).where(eq(schema.ideas.boardId, boardId)),
    ledger: async (boardId: BoardId) => {
      const entries = await ledgerSessionOf(db, boardId, sealed)
      return entries && { ...entries.state.entry, receipts: entries.receipts.entry.receipts }
    },
    /** The ten seconds are over, by the database's clock. */
    async graceOver(boardId: BoardId) {
      await db
        .update(schema.sessions)
        .set({ closesAt: sql`closes_at - interval '11 seconds'` })
        .where(eq(schema.sessions.boardId, boardId))
    },
    async votesIn(roundId: string): Promise<number> {
      const rows = await db.select().from(schema.votes).where(eq(schema.votes.roundId, roundId))
      return rows.reduce((sum, row) => sum + row.votes, 0)
    },
    ids: (rows: { id: string }[]) => rows.map((row) => row.id as IdeaId).sort(),
  }
}

export const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.error.reason)
  return outcome.value
}
