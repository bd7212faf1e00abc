// Owns: what a step does and what its undo restores, on a real PostgreSQL: rounds, sealed ideas, timer, marks; the ten
// seconds, by whichever node. Walks of all that people can do are walks.test.ts.
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasIdeas } from '../../../server/boards/store.ts'
import { presenceOf } from '../../../server/gateway/document-access.ts'
import type { Actor } from '../../../server/platform/command.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { boardDocument, proposalDocument } from '../../../shared/documents.ts'
import type { BoardId, IdeaId, RoundId } from '../../../shared/model.ts'
import type { Phase } from '../../../shared/session.ts'
import { missing } from '../../support/services.ts'
import { reasonOf, type SessionWorld, sessionWorld, valueOf } from './world.ts'

let world: SessionWorld
let boardId: BoardId
let fay: Actor
let ann: Actor
let ben: Actor

const dots = { budget: 3, maxPerIdea: 2, blind: true, secret: true }
const phase = (phaseId: string, over: Partial<Phase> & { sealed?: boolean; voting?: boolean } = {}): Phase => {
  const { sealed = false, voting = false, ...rest } = over
  const policy = { write: 'everyone', sealed, arrange: 'everyone', vote: 'everyone', react: 'everyone' } as const
  return { phaseId, kind: 'write', title: '', policy, timerMs: null, round: voting ? dots : null, ...rest }
}
const PHASES = [phase('secret', { sealed: true }), phase('open'), phase('vote', { voting: true }), phase('talk')]

describe.skipIf(missing('postgres'))('steps of a session', () => {
  beforeAll(async () => {
    world = await sessionWorld()
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ;({ boardId, fay, ann, ben } = await world.workshop())
    world.shuts.length = 0
  })

  const start = (phases: Phase[] = PHASES) => world.run('session.start', fay, { boardId, recipe: 'own', phases })
  const at = async () => (await world.session(boardId))!
  const go = async (to: string) =>
    world.run('session.advance', fay, { boardId, from: (await at()).phaseId, to, now: true })
  const undo = async () => world.run('session.undo', fay, { boardId, from: (await at()).phaseId })
  const add = (who: Actor, text: string) => world.run('idea.add', who, { boardId, text })
  const cast = (who: Actor, roundId: string, ideaId: IdeaId, votes = 1) =>
    world.run('vote.cast', who, { roundId, ideaId, votes })

  test('what is written sealed is shown at the first phase that is not, with receipts, and undone it is sealed again', async () => {
    valueOf(await start())
    const mine = valueOf(await add(ann, 'Soup'))
    valueOf(await add(ben, 'Bread'))
    expect(await world.ledger(boardId)).toMatchObject({ sealed: { ideas: 2, people: 2 }, receipts: [] })
    valueOf(await go('open'))
    expect(await world.sealedOn(boardId)).toEqual([])
    expect(world.ids(await world.ideasOn(boardId))).toContain(mine.ideaId)
    expect((await world.ledger(boardId))?.receipts).toHaveLength(2)
    expect(await world.ledger(boardId)).toMatchObject({ sealed: null })

    valueOf(await undo())
    expect(await world.ideasOn(boardId)).toEqual([])
    expect(await world.ledger(boardId)).toMatchObject({
      phaseId: 'secret',
      sealed: { ideas: 2, people: 2 },
      receipts: [],
    })
    expect(reasonOf(await undo())).toBe('nothing-to-undo')
  })

  test('a reveal whose ideas are in use is not undone, and going back leaves them where they are', async () => {
    valueOf(await start())
    const { ideaId } = valueOf(await add(ann, 'Soup'))
    valueOf(await go('open'))
    valueOf(await world.run('idea.like', ben, { ideaId, liked: true }))
    expect(reasonOf(await undo())).toBe('revealed-in-use')
    expect((await at()).phaseId).toBe('open')
    valueOf(await go('secret'))
    expect(world.ids(await world.ideasOn(boardId))).toEqual([ideaId])
  })

  test('a step back into a sealed phase is not undone over what was written there since', async () => {
    valueOf(await start())
    valueOf(await go('open'))
    valueOf(await go('secret'))
    valueOf(await add(ann, 'Late'))
    expect(reasonOf(await undo())).toBe('written-since')
    valueOf(await go('open'))
    expect(await world.sealedOn(boardId)).toEqual([])
  })

  test('a vote phase opens its round and closes it as it is left; undone, the votes go on where they stopped', async () => {
    valueOf(await start())
    const { ideaId } = valueOf(await add(ann, 'Soup'))
    valueOf(await go('open'))
    valueOf(await go('vote'))
    const { roundId } = await at()
    expect(await world.rounds(boardId)).toMatchObject([{ id: roundId, closedAt: null, budget: 3, blind: true }])
    expect(valueOf(await cast(ann, roundId!, ideaId, 2)).left).toBe(1)
    expect(reasonOf(await undo())).toBe('round-has-votes')
    valueOf(await go('talk'))
    expect(reasonOf(await cast(ben, roundId!, ideaId))).toBe('round-closed')
    expect((await world.rounds(boardId))[0]?.closedAt).not.toBeNull()
    valueOf(await undo())
    expect((await at()).roundId).toBe(roundId)
    expect(valueOf(await cast(ann, roundId!, ideaId, 1)).left).toBe(2)
    expect(await world.votesIn(roundId!)).toBe(1)
  })

  test('a round nobody voted in is gone when its step is undone, and the wall that showed it shows the board', async () => {
    valueOf(await start())
    valueOf(await go('vote'))
    const { roundId } = await at()
    await world.db
      .update(schema.boards)
      .set({ wall: { show: 'result', roundId: roundId as RoundId } })
      .where(eq(schema.boards.id, boardId))
    valueOf(await undo())
    expect(await world.rounds(boardId)).toEqual([])
    const [board] = await world.db.select().from(schema.boards).where(eq(schema.boards.id, boardId))
    expect(board?.wall).toEqual({ show: 'board' })
    valueOf(await go('vote'))
    expect(await world.rounds(boardId)).toHaveLength(1)
  })

  test('a round that was opened by hand is the phase’s own from then on: its votes count and it ends with the phase', async () => {
    valueOf(await start([phase('open'), phase('vote', { voting: true }), phase('talk')]))
    const { ideaId } = valueOf(await add(ann, 'Soup'))
    const byHand = { method: 'dots', budget: 1, maxPerIdea: 1, blind: false, secret: false } as const
    const { roundId } = valueOf(await world.run('round.open', fay, { boardId, ...byHand }))
    valueOf(await cast(ann, roundId, ideaId))
    valueOf(await go('vote'))
    expect((await at()).roundId).toBe(roundId)
    expect(await world.rounds(boardId)).toHaveLength(1)
    valueOf(await undo())
    expect((await world.rounds(boardId))[0], 'what the step did not open it does not take away').toMatchObject({
      id: roundId,
      closedAt: null,
    })
    valueOf(await go('vote'))
    valueOf(await go('talk'))
    expect((await world.rounds(boardId))[0]?.closedAt).not.toBeNull()
    expect(await world.votesIn(roundId)).toBe(1)
  })

  test('a phase for voting ends the voting, also in a round that was opened in it by hand', async () => {
    valueOf(await start([phase('vote', { voting: true }), phase('talk')]))
    const byHand = { method: 'dots', budget: 1, maxPerIdea: 1, blind: false, secret: false } as const
    valueOf(await world.run('round.close', fay, { roundId: (await at()).roundId as RoundId }))
    const { roundId } = valueOf(await world.run('round.open', fay, { boardId, ...byHand }))
    valueOf(await go('talk'))
    expect((await world.rounds(boardId)).filter((round) => round.closedAt === null)).toEqual([])
    valueOf(await undo())
    expect((await world.rounds(boardId)).filter((round) => round.closedAt === null)).toMatchObject([{ id: roundId }])
    expect((await at()).roundId).toBe(roundId)
  })

  test('S24 while people write sealed, nobody is shown who else is there, nor what they are at', async () => {
    const shown = () => presenceOf(world.db, boardDocument(boardId))
    expect(await shown()).toBe('full')
    valueOf(await start())
    expect(await shown()).toBe('quiet')
    valueOf(await go('open'))
    expect(await shown()).toBe('full')
    const { ideaId } = valueOf(await add(ann, 'Soup'))
    valueOf(await go('secret'))
    expect(await presenceOf(world.db, proposalDocument(ideaId))).toBe('quiet')
    valueOf(await world.run('session.end', fay, { boardId }))
    expect(await shown()).toBe('full')
  })

  test('what is sealed keeps how a board signs: named stays named', async () => {
    valueOf(await start())
    valueOf(await add(ann, 'Soup'))
    expect(await world.db.transaction((tx) => hasIdeas(tx, boardId))).toBe(true)
  })

  test('a round closed by hand stays closed; another one opened since has to be closed before its phase comes back', async () => {
    valueOf(await start([phase('vote', { voting: true }), phase('talk')]))
    const first = (await at()).roundId as RoundId
    valueOf(await world.run('round.close', fay, { roundId: first }))
    valueOf(await go('talk'))
    valueOf(await undo())
    expect((await world.rounds(boardId)).filter((round) => round.closedAt === null)).toEqual([])
    valueOf(await go('talk'))
    valueOf(await go('vote'))
    valueOf(await go('talk'))
    const byHand = { method: 'dots', budget: 1, maxPerIdea: 1, blind: false, secret: false } as const
    valueOf(await world.run('round.open', fay, { boardId, ...byHand }))
    expect(reasonOf(await undo())).toBe('round-already-open')
  })

  test('ending closes the round and shows what is sealed: nothing is lost, and another session may start', async () => {
    valueOf(await start([phase('secret', { sealed: true, voting: true })]))
    valueOf(await add(ann, 'Soup'))
    valueOf(await world.run('session.end', fay, { boardId }))
    expect(await world.ideasOn(boardId)).toHaveLength(1)
    expect((await world.rounds(boardId))[0]?.closedAt).not.toBeNull()
    const ended = await world.ledger(boardId)
    expect(ended).toMatchObject({ endedAt: expect.any(Number), sealed: null, timer: null })
    expect(ended?.receipts).toHaveLength(1)
    expect(reasonOf(await world.run('session.end', fay, { boardId }))).toBe('no-session')
    expect(reasonOf(await start())).toBe('done')
    expect(await world.ledger(boardId)).toMatchObject({ endedAt: null, receipts: [] })
  })

  test('marks are of one visit: gone with the step, back with its undo', async () => {
    valueOf(await start())
    valueOf(await world.run('session.ready', ann, { boardId, ready: true }))
    valueOf(await world.run('session.ready', ben, { boardId, ready: true }))
    valueOf(await world.run('session.ready', ben, { boardId, ready: true }))
    expect(await world.ledger(boardId)).toMatchObject({ ready: 2 })
    valueOf(await go('open'))
    expect(await world.ledger(boardId)).toMatchObject({ ready: 0 })
    valueOf(await undo())
    expect(await world.ledger(boardId)).toMatchObject({ ready: 2 })
    valueOf(await go('open'))
    valueOf(await go('secret'))
    expect(await world.ledger(boardId), 'another visit').toMatchObject({ ready: 0 })
  })

  test('somebody shown out is neither waited for nor heard', async () => {
    valueOf(await start())
    valueOf(await world.run('session.ready', ann, { boardId, ready: true }))
    valueOf(await world.run('session.hand', ann, { boardId, raised: true }))
    expect(await world.ledger(boardId)).toMatchObject({ ready: 1, raisedHands: 1 })
    const membership = and(eq(schema.boardMembers.boardId, boardId), eq(schema.boardMembers.userId, ann.userId))
    await world.db.update(schema.boardMembers).set({ removedAt: new Date() }).where(membership)
    expect(await world.ledger(boardId)).toMatchObject({ ready: 0, raisedHands: 0 })
  })

  describe('the ten seconds', () => {
    const next = async () => valueOf(await world.run('session.advance', fay, { boardId, from: (await at()).phaseId }))

    test('by the database’s clock, and by a sweep when the node that promised it is gone', async () => {
      valueOf(await start())
      expect((await next()).closesAt).toEqual(expect.any(Number))
      expect(world.shuts).toEqual([{ boardId, inMs: 10_000 }])
      await world.closing.sweep()
      expect((await at()).phaseId).toBe('secret')
      valueOf(await add(ann, 'In the last second'))
      await world.graceOver(boardId)
      await world.newClosing().sweep()
      expect(await at()).toMatchObject({ phaseId: 'open', closesAt: null, closingTo: null })
      expect(await world.ideasOn(boardId)).toHaveLength(1)
      expect(await world.steps((await at()).id)).toMatchObject([{ by: fay.userId }, { by: null, fromPhase: 'secret' }])
    })

    test('a timer that rings before the database’s clock says so waits for it', async () => {
      valueOf(await start())
      await next()
      world.closing.shutting(boardId, 0)
      await world.scheduled.pop()!()
      expect((await at()).phaseId).toBe('secret')
      await world.graceOver(boardId)
      await world.scheduled.pop()!()
      expect((await at()).phaseId).toBe('open')
      expect(world.scheduled).toEqual([])
    })

    test('one step, however many nodes come at once', async () => {
      valueOf(await start())
      await next()
      await world.graceOver(boardId)
      await Promise.all([world.newClosing(), world.newClosing(), world.newClosing()].map((node) => node.sweep()))
      expect(await world.steps((await at()).id)).toHaveLength(2)
    })

    test('kept open, undone or ended it does not come; a second tap does not wait for it', async () => {
      valueOf(await start())
      await next()
      valueOf(await world.run('session.keep-open', fay, { boardId }))
      await world.graceOver(boardId)
      await world.closing.sweep()
      expect((await at()).phaseId).toBe('secret')
      await next()
      expect((await next()).closesAt).toBeNull()
      expect((await at()).phaseId).toBe('open')
      await next()
      valueOf(await undo())
      expect(await at()).toMatchObject({ phaseId: 'secret', closesAt: null })
    })

    test('a plan without the phase that was to come keeps this one open', async () => {
      valueOf(await start())
      await next()
      valueOf(await world.run('session.plan', fay, { boardId, phases: [PHASES[0]!, PHASES[3]!] }))
      expect(await at()).toMatchObject({ phaseId: 'secret', closesAt: null })
    })

    test('an archived board stands still: nothing steps, and restored the session is as it was', async () => {
      valueOf(await start())
      valueOf(await add(ann, 'Soup'))
      await next()
      await world.db.update(schema.boards).set({ archivedAt: new Date() }).where(eq(schema.boards.id, boardId))
      await world.graceOver(boardId)
      await world.closing.sweep()
      expect(await at()).toMatchObject({ phaseId: 'secret', closesAt: null })
      expect(reasonOf(await go('open'))).toBe('board-archived')
      expect(reasonOf(await add(ann, 'More'))).toBe('board-archived')
      await world.db.update(schema.boards).set({ archivedAt: null }).where(eq(schema.boards.id, boardId))
      expect(reasonOf(await add(ann, 'More'))).toBe('done')
      expect(await world.sealedOn(boardId)).toHaveLength(2)
    })

    test('a locked board can be led on; what a step shows is shown', async () => {
      valueOf(await start())
      valueOf(await add(ann, 'Soup'))
      await world.db.update(schema.boards).set({ locked: true }).where(eq(schema.boards.id, boardId))
      expect(reasonOf(await world.run('session.ready', ann, { boardId, ready: true }))).toBe('board-locked')
      expect(reasonOf(await go('open'))).toBe('done')
      expect(await world.ideasOn(boardId)).toHaveLength(1)
    })

    test('a phase whose round cannot open stays open, and the next tap says why', async () => {
      valueOf(await start())
      const full = Array.from({ length: 100 }, () => ({
        id: world.newId(),
        boardId,
        ...dots,
        method: 'dots',
        closedAt: new Date(),
      }))
      await world.db.insert(schema.rounds).values(full)
      valueOf(await world.run('session.advance', fay, { boardId, from: 'secret', to: 'vote' }))
      await world.graceOver(boardId)
      await world.closing.sweep()
      expect(await at()).toMatchObject({ phaseId: 'secret', closesAt: null })
      expect(reasonOf(await go('vote'))).toBe('too-many-rounds')
    })
  })
})
