// Owns: what happens at the same time as a step, on a real PostgreSQL with several connections, by two nodes: every idea
// and vote came before it or was refused, two facilitators who tap at once take one step, and nobody waits for ever.
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Dispatch } from '../../../server/gateway/dispatch.ts'
import type { Actor } from '../../../server/platform/command.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { roundViews } from '../../../server/votes/reads.ts'
import type { BoardId, IdeaId, RoundId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Phase } from '../../../shared/session.ts'
import { missing } from '../../support/services.ts'
import { reasonOf, type SessionWorld, sessionWorld, valueOf } from './world.ts'

const PEOPLE = 10
const dots = { budget: 5, maxPerIdea: 5, blind: true, secret: true }
const watch = { write: 'nobody', sealed: false, arrange: 'nobody', vote: 'nobody', react: 'nobody' } as const
const PHASES: Phase[] = [
  {
    phaseId: 'write',
    kind: 'write',
    title: '',
    policy: { ...watch, write: 'everyone', sealed: true },
    timerMs: null,
    round: null,
  },
  { phaseId: 'vote', kind: 'vote', title: '', policy: { ...watch, vote: 'everyone' }, timerMs: null, round: dots },
  { phaseId: 'look', kind: 'reveal', title: '', policy: watch, timerMs: null, round: null },
]

let world: SessionWorld
let nodes: [Dispatch, Dispatch]
let boardId: BoardId
let fay: Actor
let people: Actor[]

describe.skipIf(missing('postgres'))('at the same time as a step', () => {
  beforeAll(async () => {
    world = await sessionWorld({ connections: 12 })
    nodes = [world.node(), world.node()]
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ;({ boardId, fay } = await world.workshop())
    people = []
    for (let n = 0; n < PEOPLE; n++) {
      const userId = await world.person(`p${n}`)
      await world.join(boardId, userId)
      people.push(world.actor(userId, { roles: new Set(['member']) }))
    }
    valueOf(await world.run('session.start', fay, { boardId, recipe: 'own', phases: PHASES }))
  })

  const go = (from: string, by: Dispatch = nodes[0]) =>
    world.run('session.advance', fay, { boardId, from, now: true }, by)

  test('F76 every idea is on the board with a receipt, or was refused; none stays sealed', async () => {
    const writing = people.flatMap((who, n) =>
      [0, 1, 2].map((turn) => world.run('idea.add', who, { boardId, text: `${n}/${turn}` }, nodes[n % 2])),
    )
    const [stepped, ...answers] = await Promise.all([go('write', nodes[1]), ...writing])
    expect(reasonOf(stepped)).toBe('done')
    const written = answers.filter((answer) => answer.ok).length
    for (const answer of answers) expect(['done', 'not-in-this-phase']).toContain(reasonOf(answer))
    expect(await world.sealedOn(boardId)).toEqual([])
    const ideas = await world.ideasOn(boardId)
    expect(ideas).toHaveLength(written)
    expect(ideas.map((idea) => idea.number).sort((a, b) => a - b)).toEqual(ideas.map((_, n) => n + 1))
    expect((await world.ledger(boardId))?.receipts).toHaveLength(written)
  })

  test('F46 a vote was counted before the phase was left, or refused: the tally is what was stored', async () => {
    const ideas: IdeaId[] = []
    for (let n = 0; n < 4; n++)
      ideas.push(valueOf(await world.run('idea.add', people[n]!, { boardId, text: `${n}` })).ideaId)
    valueOf(await go('write'))
    for (let lap = 0; lap < 6; lap++) {
      const roundId = (await world.session(boardId))!.roundId as RoundId
      const voting = people.flatMap((who, n) =>
        [0, 1].map((turn) => {
          const ideaId = ideas[(n + turn) % ideas.length]!
          return world.run('vote.cast', who, { roundId, ideaId, votes: 1 }, nodes[n % 2])
        }),
      )
      const [stepped, ...answers] = await Promise.all([go('vote'), ...voting])
      expect(reasonOf(stepped)).toBe('done')
      for (const answer of answers) expect(['done', 'round-closed', 'not-in-this-phase']).toContain(reasonOf(answer))
      const counted = answers.filter((answer) => answer.ok).length
      expect(await world.votesIn(roundId)).toBe(counted)
      const told = (await roundViews(world.db, boardId)).find((round) => round.roundId === roundId)
      expect((told?.result ?? []).reduce((sum, idea) => sum + idea.votes, 0)).toBe(counted)
      const ballots = await world.db.select().from(schema.ballots).where(eq(schema.ballots.roundId, roundId))
      for (const { left } of ballots) expect(left).toBeGreaterThanOrEqual(0)
      const back = { boardId, from: 'look', to: 'vote' }
      valueOf(await world.run('session.advance', fay, back))
    }
  })

  test('F45 the grace ends by the clock of the database, on every node, however late the step itself is taken', async () => {
    const text = 'In the last second'
    const { ideaId } = valueOf(await world.run('idea.add', people[0]!, { boardId, text: 'Before' }))
    const shutsIn = (ms: number, to: string) =>
      world.db.execute(
        sql`update sessions set closes_at = clock_timestamp() + ${ms} * interval '1 millisecond', closing_to = ${to}
          where board_id = ${boardId}`,
      )
    const asked = (run: (by: Dispatch) => Promise<Outcome<unknown>>) => Promise.all(nodes.map(run)).then(reasons)
    const reasons = (answers: Outcome<unknown>[]) => answers.map(reasonOf)
    const add = (by: Dispatch) => world.run('idea.add', people[1]!, { boardId, text }, by)
    await shutsIn(60_000, 'vote')
    expect(await asked(add)).toEqual(['done', 'done'])
    await shutsIn(-1, 'vote')
    expect(await asked(add)).toEqual(['not-in-this-phase', 'not-in-this-phase'])

    await shutsIn(60_000, 'vote')
    valueOf(await go('write'))
    const roundId = (await world.session(boardId))!.roundId as RoundId
    const vote = (who: Actor) => (by: Dispatch) => world.run('vote.cast', who, { roundId, ideaId, votes: 1 }, by)
    await shutsIn(60_000, 'look')
    expect(await asked(vote(people[0]!))).toEqual(['done', 'done'])
    await shutsIn(-1, 'look')
    expect(await asked(vote(people[1]!))).toEqual(['not-in-this-phase', 'not-in-this-phase'])
    expect(await world.votesIn(roundId)).toBe(1)
    // The phase stays open after all, and so does the vote.
    valueOf(await world.run('session.keep-open', fay, { boardId }))
    expect(await asked(vote(people[1]!))).toEqual(['done', 'done'])
  })

  test('facilitators who tap at once take one step, and the others are told that it is taken', async () => {
    const answers = await Promise.all([0, 1, 0, 1, 0].map((n) => go('write', nodes[n])))
    expect(answers.map(reasonOf).sort()).toEqual(['done', 'phase-moved', 'phase-moved', 'phase-moved', 'phase-moved'])
    const { id, phaseId } = (await world.session(boardId))!
    expect(phaseId).toBe('vote')
    expect(await world.steps(id)).toHaveLength(2)
    expect(await world.rounds(boardId)).toHaveLength(1)
  })

  test('two who undo at once undo one step', async () => {
    valueOf(await go('write'))
    valueOf(await go('vote'))
    const undo = (by: Dispatch) => world.run('session.undo', fay, { boardId, from: 'look' }, by)
    expect((await Promise.all(nodes.map(undo))).map(reasonOf).sort()).toEqual(['done', 'phase-moved'])
    expect((await world.session(boardId))?.phaseId).toBe('vote')
  })

  test('two who start at once start one session', async () => {
    valueOf(await world.run('session.end', fay, { boardId }))
    const start = (by: Dispatch) => world.run('session.start', fay, { boardId, recipe: 'brainstorm' }, by)
    const answers = await Promise.all([...nodes, ...nodes].map(start))
    expect(answers.map(reasonOf).sort()).toEqual(['done', 'session-running', 'session-running', 'session-running'])
  })

  test('F47 steps, rounds by hand, ideas and votes never wait for each other in a ring', async () => {
    const ideas: IdeaId[] = []
    for (let n = 0; n < 4; n++)
      ideas.push(valueOf(await world.run('idea.add', people[n]!, { boardId, text: `${n}` })).ideaId)
    valueOf(await go('write'))
    for (let lap = 0; lap < 5; lap++) {
      const { roundId, phaseId } = (await world.session(boardId))!
      const byHand = { method: 'dots', budget: 2, maxPerIdea: 1, blind: false, secret: false } as const
      await Promise.all([
        world.run('session.advance', fay, {
          boardId,
          from: phaseId,
          to: phaseId === 'vote' ? 'look' : 'vote',
          now: true,
        }),
        world.run('session.undo', fay, { boardId, from: phaseId }, nodes[1]),
        world.run('round.open', fay, { boardId, ...byHand }, nodes[1]),
        ...(roundId ? [world.run('round.close', fay, { roundId })] : []),
        ...people.map((who, n) =>
          roundId
            ? world.run('vote.cast', who, { roundId, ideaId: ideas[n % 4]!, votes: 1 }, nodes[n % 2])
            : world.run('session.ready', who, { boardId, ready: true }, nodes[n % 2]),
        ),
      ])
      const open = (await world.rounds(boardId)).filter((round) => round.closedAt === null)
      expect(open.length).toBeLessThanOrEqual(1)
    }
    expect(world.deadlocked).toBe(0)
  })
})
