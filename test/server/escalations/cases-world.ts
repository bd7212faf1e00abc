// Owns: cases on a real PostgreSQL, with people by name, an organisation that can be changed, and a time of their own that only
// goes when it is told to. Each node has its own connections, as two processes would.
import { asc, eq } from 'drizzle-orm'
import { escalationCommands } from '../../../server/escalations/commands.ts'
import { type ClockDeps, createCaseClock } from '../../../server/escalations/clock/tick.ts'
import type { Case } from '../../../server/escalations/clock/case.ts'
import { createDesk } from '../../../server/escalations/desk.ts'
import { escalationReads } from '../../../server/escalations/reads.ts'
import { caseOf } from '../../../server/escalations/store.ts'
import type { Db, Reader, Tx } from '../../../server/platform/database/handle.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { talliesOf } from '../../../server/votes/reads.ts'
import { peopleByIds } from '../../../server/boards/reads.ts'
import type { Away, Calendar } from '../../../shared/calendar.ts'
import type { RawInputOf } from '../../../shared/commands.ts'
import type { EscalationId, IdeaId, UserId } from '../../../shared/model.ts'
import { DEFAULT_SPANS, type Ladder, type Organisation, type Spans } from '../../../shared/organisation.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { roomWorld, type RoomWorldOptions } from '../../support/room-world.ts'

export const reasonOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`

export const AMSTERDAM: Calendar = {
  timeZone: 'Europe/Amsterdam',
  holidays: new Set(['2026-04-27', '2026-12-25', '2027-01-01']),
  weekend: new Set([0, 6]),
}

/** Without the id of the case. */
export type Saying =
  RawInputOf<'escalation.answer'> extends infer Each
    ? Each extends { escalationId: string }
      ? Omit<Each, 'escalationId'>
      : never
    : never

export type CasesWorld = Awaited<ReturnType<typeof casesWorld>>

export async function casesWorld(options: RoomWorldOptions = {}) {
  const world = await roomWorld(options)
  const board = await world.board({ title: 'Lunch' })
  const { boardId } = board
  const sponsor = (name: string) => world.person(name, { roles: ['member', 'sponsor'] })
  const people = {
    ada: await world.person('ada'),
    ben: await world.person('ben'),
    vera: await sponsor('vera'),
    wim: await sponsor('wim'),
    dirk: await world.person('dirk'),
    bea: await world.person('bea'),
    keeper: await world.person('keeper', { roles: ['member', 'admin'] }),
  }
  const { vera, wim, dirk, bea, keeper } = people
  const ladders = new Map<UserId, Ladder>([
    [vera, { deputyId: dirk, managerId: bea }],
    [wim, { deputyId: null, managerId: bea }],
  ])
  const settings: Spans & { calendar: Calendar } = { ...DEFAULT_SPANS, calendar: AMSTERDAM }
  let agendaKeeperId = keeper
  const away = new Map<UserId, Away[]>()

  const deps = {
    managersOf: async (_: Reader, userIds: readonly UserId[]) => [
      ...new Set(userIds.flatMap((userId) => ladders.get(userId)?.managerId ?? [])),
    ],
    enqueue: world.enqueue,
    newId: world.newId,
    timeOf: async () => world.now,
    async organisationAround(): Promise<Organisation> {
      return {
        settings: { ...settings, agendaKeeperId },
        ladderOf: (userId) => ladders.get(userId) ?? { deputyId: null, managerId: null },
        awayOf: (userId) => away.get(userId) ?? [],
      }
    },
  }
  const run = world.runner(escalationCommands(deps), () => boardId)
  const reads = escalationReads({ peopleOf: (reader: Reader, ids) => peopleByIds(reader, ids, null), talliesOf })

  /** A node's clock; what fails is thrown. */
  const clockOn = (db: Db, over: Partial<ClockDeps> = {}) =>
    createCaseClock({
      ...deps,
      db,
      transaction: <T>(work: (tx: Tx) => Promise<T>) => db.transaction(work),
      failed: () => false,
      ...over,
    })

  return {
    ...world,
    world,
    boardId: boardId,
    people,
    settings,
    ladders,
    away,
    reads,
    desk: createDesk({ reads, peopleUnder: async (_, userId) => (userId === bea ? [vera, wim] : []) }),
    clockOn,
    organisationAround: deps.organisationAround,
    clock: clockOn(world.db),
    advance: world.advance,
    now: () => world.now,
    keeps: (userId: UserId) => void (agendaKeeperId = userId),
    idea: (given: Partial<typeof schema.ideas.$inferInsert> = {}): Promise<IdeaId> =>
      world.idea(boardId, { authorId: people.ben, ...given }),
    raise: (by: UserId, ideaId: IdeaId, sponsorId: UserId) =>
      run('idea.escalate', world.actor(by), { ideaId, sponsorId, why: 'It is cold' }),
    async raised(ideaId: IdeaId, sponsorId = vera, by = people.ada, on = boardId): Promise<EscalationId> {
      const input = { ideaId, sponsorId, why: 'It is cold' }
      const outcome = await run('idea.escalate', world.actor(by), input, { boardId: on })
      if (!outcome.ok) throw new Error(outcome.error.reason)
      return outcome.value.escalationId
    },
    say: (by: UserId, escalationId: EscalationId, saying: Saying) =>
      run('escalation.answer', world.actor(by), { escalationId, ...saying }),
    async caseNow(escalationId: EscalationId): Promise<Case> {
      const [row] = await world.db.select().from(schema.escalations).where(eq(schema.escalations.id, escalationId))
      return caseOf(row!)
    },
    entries: () => world.db.select().from(schema.caseMoves).orderBy(asc(schema.caseMoves.seq)),
    async ideaNow(ideaId: IdeaId) {
      const [row] = await world.db.select().from(schema.ideas).where(eq(schema.ideas.id, ideaId))
      return row!
    },
  }
}
