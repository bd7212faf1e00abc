// Owns: a session led from outside, on the embedded database: every command of it with its refusals and limits, what
// everybody may know of it in the ledger, what is one's own, and what the phase takes away on every path.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { boardDocument, ledgerReceipts, ledgerRounds, ledgerSession } from '../../shared/documents.ts'
import * as limits from '../../shared/limits.ts'
import type { BoardId, BoardView } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { OwnRecipe, Phase, SessionMine } from '../../shared/session.ts'
import { readNotice } from '../../shared/wire.ts'
import type { LiveDocument } from '../support/documents.ts'
import type { Person } from '../support/people.ts'
import { OPEN, phase } from '../support/phases.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let fay: Person
let ann: Person
let boardId: BoardId
let ledger: LiveDocument

beforeAll(async () => {
  world = await startWorld()
  fay = await world.person('fay')
  ann = await world.person('ann')
})
afterAll(() => world.close())

beforeEach(async () => {
  boardId = (await fay.must('board.create', { title: 'Workshop' })).boardId
  await ann.read(`/api/boards/${boardId}`)
  ledger = await ann.ledger(boardId)
  return () => ledger.close()
})

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const mine = (person: Person) => person.read<SessionMine>(`/api/boards/${boardId}/session`)
const may = async (person: Person) => (await person.read<BoardView>(`/api/boards/${boardId}`)).may
const state = () => ledgerSession(ledger.doc).get('state')
const told = (wanted: object) =>
  until(() => expect(state()).toMatchObject(wanted), `the ledger to say ${JSON.stringify(wanted)}`)

/** Moved in the database, whose clock decides. */
const shutsIn = (interval: string) =>
  world.app.database.db.execute(
    sql`update sessions set closes_at = now() + ${interval}::interval where board_id = ${boardId} and closes_at is not null`,
  )

const SEALED = phase('sealed', {
  policy: { ...OPEN, sealed: true, arrange: 'nobody', vote: 'nobody', react: 'nobody' },
})
const LOOK = phase('look', { policy: { ...OPEN, write: 'facilitators', arrange: 'facilitators', vote: 'nobody' } })
const start = (phases: Phase[]) => fay.command('session.start', { boardId, recipe: 'own', phases })

describe('the commands of a session', () => {
  test('lead: shared, handed over, and taken over by the deputy while nobody leads; the board stays its facilitators’ own', async () => {
    await start([LOOK, phase('last')])
    await told({ lead: { by: { name: 'fay' }, state: 'here', deputy: null, others: [] } })
    expect(await may(ann)).not.toContain('session.lead')
    await fay.must('session.share-lead', { boardId, userId: ann.userId, leads: true })
    await told({ lead: { others: [{ userId: ann.userId, name: 'ann' }] } })
    expect(await may(ann)).toEqual(expect.arrayContaining(['session.lead', 'round.manage', 'board.write']))
    expect(reasonOf(await ann.command('board.update', { boardId, title: 'Mine' }))).toBe('forbidden')
    await fay.must('session.share-lead', { boardId, userId: ann.userId, leads: false })
    expect(reasonOf(await ann.command('session.timer', { boardId, set: 'stop' }))).toBe('forbidden')

    await fay.must('session.deputy', { boardId, userId: ann.userId })
    await told({ lead: { deputy: { name: 'ann' } } })
    expect(reasonOf(await ann.command('session.take-over', { boardId }))).toBe('lead-is-here')
    await world.app.database.db.execute(sql`update sessions set lead_state = 'nobody' where board_id = ${boardId}`)
    await ann.must('session.take-over', { boardId })
    await told({ lead: { by: { name: 'ann' }, state: 'here' } })
    await ann.must('session.advance', { boardId, from: 'look', now: true })
    await told({ phaseId: 'last' })
    await fay.must('session.hand-over', { boardId, userId: fay.userId })
    await told({ lead: { by: { name: 'fay' } } })
  })

  test('reactions: everybody who is there hears how many of which, nobody whose; none while people write unseen', async () => {
    await start([LOOK, SEALED])
    const { socket } = await fay.socket()
    const heard: unknown[] = []
    socket.on('reactions', (body) => heard.push(body))
    const there = await fay.ledger(boardId)
    const react = (times = 1, who = ann) => who.command('session.react', { boardId, reaction: 'clap', times })
    await react(2)
    await until(() => expect(heard).toEqual([{ boardId, counts: { clap: 2 } }]), 'the reaction to rise')
    expect(reasonOf(await react(limits.REACTION_MAX_TIMES + 1))).toBe('too-large')
    // Twice as many: on a slow machine some come back while these are on their way.
    const many = Array.from({ length: 2 * limits.REACTIONS_MAX_PER_PERSON_PER_10_S }, () => react())
    expect((await Promise.all(many)).map(reasonOf)).toContain('too-many-commands')
    await fay.must('session.advance', { boardId, from: 'look', now: true })
    expect(reasonOf(await react(1, fay))).toBe('not-in-this-phase')
    await fay.must('session.end', { boardId })
    expect(reasonOf(await react(1, fay))).toBe('no-session')
    there.close()
  })

  test('recipes are one’s own: kept, changed and removed by nobody else, as many as the limit', async () => {
    const save = (person: Person, name: string, recipeId?: string) =>
      person.command('recipe.save', { name, phases: [LOOK, phase('last')], ...(recipeId && { recipeId }) })
    const kept = (person: Person) => person.read<OwnRecipe[]>('/api/recipes')
    const { recipeId } = await fay.must('recipe.save', { name: 'Ours', phases: [SEALED, LOOK] })
    expect(await kept(fay)).toEqual([{ recipeId, name: 'Ours', phases: [SEALED, LOOK] }])
    expect(await kept(ann)).toEqual([])
    expect(reasonOf(await save(ann, 'Mine now', recipeId))).toBe('id-taken')
    await ann.must('recipe.remove', { recipeId })
    await fay.must('recipe.save', { recipeId, name: 'Ours, shorter', phases: [LOOK] })
    expect(await kept(fay)).toMatchObject([{ name: 'Ours, shorter', phases: [LOOK] }])
    expect(reasonOf(await fay.command('recipe.save', { name: 'Bad', phases: [SEALED, SEALED] }))).toBe('bad-phases')
    expect(reasonOf(await save(fay, 'x'.repeat(limits.RECIPE_NAME_MAX_CHARS + 1)))).toBe('too-long')
    for (let n = 1; n < limits.OWN_RECIPES_MAX_PER_PERSON; n++)
      expect(reasonOf(await save(fay, `No ${n}`))).toBe('done')
    expect(reasonOf(await save(fay, 'One more'))).toBe('too-many')
    await fay.must('recipe.remove', { recipeId })
    expect(await kept(fay)).toHaveLength(limits.OWN_RECIPES_MAX_PER_PERSON - 1)
  })

  test('summon: everybody hears to which card; who goes their own way knows it, others only how many do', async () => {
    await start([LOOK, phase('last')])
    const { ideaId } = await fay.must('idea.add', { boardId, text: 'Soup' })
    await fay.must('session.summon', { boardId, ideaId })
    await told({ summons: { ideaId, at: expect.any(Number) }, roaming: 0 })
    await ann.must('session.roam', { boardId, roams: true })
    await told({ roaming: 1 })
    expect([(await mine(ann)).roams, (await mine(fay)).roams]).toEqual([true, false])
    await fay.must('session.summon', { boardId, ideaId: null })
    await told({ summons: null })
  })

  test('start: the first phase is on with its timer; one session at a time; phases that cannot work are refused', async () => {
    expect(reasonOf(await start([SEALED, SEALED]))).toBe('bad-phases')
    expect(reasonOf(await fay.command('session.start', { boardId, recipe: 'own' }))).toBe('bad-phases')
    const many = Array.from({ length: limits.PHASES_MAX_PER_SESSION + 1 }, (_, n) => phase(`p${n}`))
    expect(reasonOf(await start(many))).toBe('too-many')
    const long = 'x'.repeat(limits.PHASE_TITLE_MAX_CHARS + 1)
    expect(reasonOf(await start([phase('a', { title: long })]))).toBe('too-long')
    const { sessionId } = await fay.must('session.start', { boardId, recipe: 'brainstorm' })
    await told({
      sessionId,
      recipe: 'brainstorm',
      ready: 0,
      raisedHands: 0,
      endedAt: null,
      sealed: { ideas: 0, people: 0 },
    })
    expect(state()?.phases.map(({ kind }) => kind)).toEqual(['write', 'reveal', 'group', 'vote', 'discuss', 'decide'])
    expect(state()?.phaseId).toBe(state()?.phases[0]?.phaseId)
    expect(state()?.timer).toMatchObject({ leftMs: null, totalMs: 300_000 })
    expect(reasonOf(await fay.command('session.start', { boardId, recipe: 'brainstorm' }))).toBe('session-running')
  })

  test('advance: ten seconds of grace, kept open, at once; and what one does not see any more is refused', async () => {
    await start([SEALED, LOOK, phase('last')])
    const { closesAt } = await fay.must('session.advance', { boardId, from: 'sealed' })
    const { now } = await mine(fay)
    expect(closesAt! - now).toBeLessThanOrEqual(limits.PHASE_GRACE_MS)
    expect(closesAt! - now).toBeGreaterThan(0)
    await shutsIn('1 hour') // a busy machine must not race the ten seconds
    await told({ phaseId: 'sealed', closesAt: expect.any(Number) })
    await fay.must('session.keep-open', { boardId })
    await told({ phaseId: 'sealed', closesAt: null })
    expect(await fay.must('session.advance', { boardId, from: 'sealed', now: true })).toEqual({ closesAt: null })
    await told({ phaseId: 'look', closesAt: null })
    expect(reasonOf(await fay.command('session.advance', { boardId, from: 'sealed' }))).toBe('phase-moved')
    expect(reasonOf(await fay.command('session.advance', { boardId, from: 'look', to: 'look' }))).toBe('phase-is-on')
    expect(reasonOf(await fay.command('session.advance', { boardId, from: 'look', to: 'gone' }))).toBe('no-such-phase')
    await fay.must('session.advance', { boardId, from: 'look', to: 'last', now: true })
    expect(reasonOf(await fay.command('session.advance', { boardId, from: 'last' }))).toBe('no-phase-after')
  })

  test('the grace runs out by itself, and what was written in it counts', async () => {
    await start([SEALED, LOOK])
    await fay.must('session.advance', { boardId, from: 'sealed' })
    await shutsIn('1 hour')
    await ann.must('idea.add', { boardId, text: 'In the last second' })
    await told({ phaseId: 'sealed', sealed: { ideas: 1, people: 1 } })
    await shutsIn('-1 second')
    await told({ phaseId: 'look', closesAt: null })
    const ideas = await ann.read<{ text: string }[]>(`/api/boards/${boardId}/ideas`)
    expect(ideas.map(({ text }) => text)).toEqual(['In the last second'])
  })

  test('undo: the last step, with what its reveal had shown; who leads sees whether there is one', async () => {
    await start([SEALED, LOOK])
    expect((await mine(fay)).undo).toBeNull()
    expect(reasonOf(await fay.command('session.undo', { boardId, from: 'sealed' }))).toBe('nothing-to-undo')
    const { ideaId } = await ann.must('idea.add', { boardId, text: 'Soup' })
    await told({ sealed: { ideas: 1, people: 1 } })
    const own = await mine(ann)
    expect(own.sealed).toMatchObject([{ ideaId, text: 'Soup' }])
    expect((await mine(fay)).sealed).toEqual([])

    await fay.must('session.advance', { boardId, from: 'sealed', now: true })
    await told({ phaseId: 'look', sealed: null })
    const board = await ann.board(boardId)
    await until(() => board.doc.getMap('cards').has(ideaId), 'the card')
    await until(
      () => expect(ledgerReceipts(ledger.doc).get('all')?.receipts).toEqual([own.sealed[0]?.receipt]),
      'the receipt',
    )
    expect([(await mine(fay)).undo, (await mine(ann)).undo]).toEqual([{ from: 'sealed', to: 'look' }, null])

    await fay.must('session.undo', { boardId, from: 'look' })
    await told({ phaseId: 'sealed', sealed: { ideas: 1, people: 1 } })
    await until(() => !board.doc.getMap('cards').has(ideaId), 'the card to leave the board')
    await until(() => !ledger.doc.getMap('ideas').has(ideaId), 'its entry to leave the ledger')
    await until(() => expect(ledgerReceipts(ledger.doc).get('all')?.receipts).toEqual([]), 'no receipts')
    expect((await mine(ann)).sealed).toMatchObject([{ ideaId, text: 'Soup' }])
    expect(await ann.read(`/api/boards/${boardId}/ideas`)).toEqual([])
    board.close()
  })

  test('a round that is undone leaves the ledger', async () => {
    const round = { budget: 3, maxPerIdea: 1, blind: true, secret: true }
    await start([LOOK, phase('vote', { kind: 'vote', round })])
    await fay.must('session.advance', { boardId, from: 'look', now: true })
    await until(() => ledgerRounds(ledger.doc).size === 1, 'the round')
    await fay.must('session.undo', { boardId, from: 'vote' })
    await until(() => ledgerRounds(ledger.doc).size === 0, 'the round to be gone')
    expect((await fay.read<BoardView>(`/api/boards/${boardId}`)).rounds).toEqual([])
  })

  test('plan: what is to come changes, what was stays; the policy of the phase that is on holds at once', async () => {
    await start([LOOK, phase('next')])
    expect(reasonOf(await fay.command('session.plan', { boardId, phases: [phase('next')] }))).toBe('phase-was-on')
    expect(reasonOf(await fay.command('session.plan', { boardId, phases: [LOOK, LOOK] }))).toBe('bad-phases')
    const sealed = { ...LOOK, policy: { ...OPEN, sealed: true } }
    expect(reasonOf(await fay.command('session.plan', { boardId, phases: [sealed] }))).toBe('phase-has-begun')
    expect(reasonOf(await ann.command('idea.add', { boardId, text: 'No' }))).toBe('not-in-this-phase')
    await fay.must('session.plan', { boardId, phases: [phase('warm-up'), { ...LOOK, policy: OPEN }, phase('new')] })
    await until(
      () => expect(state()?.phases.map(({ phaseId }) => phaseId)).toEqual(['warm-up', 'look', 'new']),
      'the plan',
    )
    expect(reasonOf(await ann.command('idea.add', { boardId, text: 'Yes' }))).toBe('done')
  })

  test('plan: of two who change the row at once the second is told, and says again what they want', async () => {
    await start([LOOK, phase('next')])
    await until(() => expect(state()?.phases).toHaveLength(2), 'the session')
    const seen = state()!.phases
    const fays = [...seen, phase('fay')]
    await fay.must('session.plan', { boardId, phases: fays, seen })
    await until(() => expect(state()?.phases).toHaveLength(3), 'the plan')
    const others = [...seen, phase('other', { best: 3, round: null })]
    expect(reasonOf(await fay.command('session.plan', { boardId, phases: others, seen }))).toBe('plan-changed')
    expect(state()?.phases.at(-1)?.phaseId).toBe('fay')
    // Asked twice by one who never heard the answer.
    expect(reasonOf(await fay.command('session.plan', { boardId, phases: fays, seen }))).toBe('done')
    // The row as it came through the ledger is the row.
    await fay.must('session.plan', { boardId, phases: others, seen: state()!.phases })
    await until(() => expect(state()?.phases.at(-1)?.phaseId).toBe('other'), 'the other plan')
    await fay.must('session.plan', { boardId, phases: seen, seen: state()!.phases })
  })

  test('timer: started, paused, prolonged, stopped; a day is the most', async () => {
    await start([LOOK])
    const timer = (set: 'pause' | 'resume' | 'stop') => fay.command('session.timer', { boardId, set })
    expect([reasonOf(await timer('pause')), reasonOf(await timer('resume'))]).toEqual(['no-timer', 'no-timer'])
    const ms = (set: 'start' | 'add', much: number) => fay.command('session.timer', { boardId, set, ms: much })
    expect(reasonOf(await ms('start', limits.TIMER_MAX_MS + 1))).toBe('too-large')
    expect(reasonOf(await ms('start', limits.TIMER_MIN_MS - 1))).toBe('too-small')
    expect(reasonOf(await ms('start', limits.TIMER_MAX_MS))).toBe('done')
    expect(reasonOf(await ms('add', 60_000))).toBe('timer-too-long')
    await ms('start', 60_000)
    await until(() => expect(state()?.timer).toMatchObject({ leftMs: null, totalMs: 60_000 }), 'a timer')
    await timer('pause')
    await until(() => expect(state()?.timer?.endsAt).toBeNull(), 'it to pause')
    expect(state()?.timer?.leftMs).toBeLessThanOrEqual(60_000)
    await ms('add', 60_000)
    await until(() => expect(state()?.timer?.totalMs).toBe(120_000), 'a minute more')
    await timer('resume')
    await until(() => expect(state()?.timer?.leftMs).toBeNull(), 'it to go on')
    expect(state()!.timer!.endsAt! - (await mine(ann)).now).toBeGreaterThan(60_000)
    await timer('stop')
    await until(() => expect(state()?.timer).toBeNull(), 'it to stop')
  })

  test('ready and raised hands: counts for everybody, names for who leads, one’s own for oneself', async () => {
    expect(reasonOf(await ann.command('session.ready', { boardId, ready: true }))).toBe('no-session')
    expect(reasonOf(await ann.command('session.hand', { boardId, raised: true }))).toBe('no-session')
    await start([LOOK, phase('next')])
    const live = await ann.socket()
    await ann.must('session.ready', { boardId, ready: true })
    await ann.must('session.hand', { boardId, raised: true })
    await told({ ready: 1, raisedHands: 1 })
    expect(JSON.stringify(state())).not.toContain(ann.userId)
    expect(await mine(ann)).toMatchObject({ ready: true, handRaised: true, hands: null })
    expect((await mine(fay)).hands).toEqual([{ userId: ann.userId, name: 'ann' }])
    await until(() => live.events.some(({ name }) => name === 'stale'), 'her other windows to be told')
    await fay.must('session.lower-hand', { boardId, userId: ann.userId })
    await told({ ready: 1, raisedHands: 0 })
    expect(await mine(ann)).toMatchObject({ ready: true, handRaised: false })
    await ann.must('session.ready', { boardId, ready: false })
    await told({ ready: 0 })
    await ann.must('session.hand', { boardId, raised: true })
    await fay.must('session.lower-hand', { boardId })
    await told({ raisedHands: 0 })
  })

  test('on an anonymous board a hand has no name', async () => {
    boardId = (await fay.must('board.create', { title: 'Masks', naming: 'anonymous' })).boardId
    await start([LOOK])
    await ann.must('session.hand', { boardId, raised: true })
    expect((await mine(fay)).hands).toBeNull()
  })

  test('end: what is sealed is shown, everything is allowed again, and nothing more can be led', async () => {
    await start([SEALED])
    await ann.must('idea.add', { boardId, text: 'Soup' })
    await fay.must('session.end', { boardId })
    await until(() => expect(state()?.endedAt).toEqual(expect.any(Number)), 'the end')
    expect(await ann.read<unknown[]>(`/api/boards/${boardId}/ideas`)).toHaveLength(1)
    expect(await may(ann)).toContain('board.write')
    expect(await mine(fay)).toMatchObject({ ready: false, sealed: [], undo: null, hands: null })
    for (const outcome of [
      await fay.command('session.end', { boardId }),
      await fay.command('session.keep-open', { boardId }),
      await fay.command('session.lower-hand', { boardId }),
      await fay.command('session.timer', { boardId, set: 'stop' }),
      await fay.command('session.plan', { boardId, phases: [LOOK] }),
      await fay.command('session.undo', { boardId, from: 'sealed' }),
      await fay.command('session.advance', { boardId, from: 'sealed' }),
    ]) {
      expect(reasonOf(outcome)).toBe('no-session')
    }
  })
})

describe('what the phase takes away', () => {
  const NOTHING = phase('nothing', {
    policy: { write: 'nobody', sealed: false, arrange: 'nobody', vote: 'nobody', react: 'nobody' },
  })

  test('commands, what the interface shows, and the live document, for facilitators too where nobody may', async () => {
    const { ideaId } = await ann.must('idea.add', { boardId, text: 'Soup' })
    const votes = { method: 'dots', budget: 3, maxPerIdea: 1, blind: false, secret: false } as const
    const { roundId } = await fay.must('round.open', { boardId, ...votes })
    const access: string[] = []
    const heard = (bytes: Uint8Array) => {
      const notice = readNotice(bytes)
      if (notice?.kind === 'access') access.push(notice.access)
    }
    const live = ann.document(boardDocument(boardId), { heard })
    await until(() => live.provider.synced, 'the board')
    await until(() => access.at(-1) === 'edit', 'to write')

    await start([NOTHING, LOOK])
    // F52: whoever may no longer write is told within a second; here only that it comes without being asked.
    await until(() => access.at(-1) === 'view', 'the board to be read-only')
    for (const person of [ann, fay]) {
      const answers = [
        await person.command('idea.add', { boardId, text: 'No' }),
        await person.command('idea.add-many', { boardId, texts: ['No'] }),
        await person.command('vote.cast', { roundId, ideaId, votes: 1 }),
        await person.command('idea.like', { ideaId, liked: true }),
        await person.command('comment.add', { ideaId, text: 'No' }),
      ]
      expect(answers.map(reasonOf)).toEqual(answers.map(() => 'not-in-this-phase'))
      const held = await may(person)
      for (const permission of ['idea.add', 'board.write', 'vote.cast', 'idea.like', 'comment.add']) {
        expect([permission, held.includes(permission)]).toEqual([permission, false])
      }
      expect(held).toContain('board.read')
    }
    expect(await may(fay)).toContain('session.lead')

    await fay.must('session.advance', { boardId, from: 'nothing', now: true })
    expect([(await may(fay)).includes('board.write'), (await may(ann)).includes('board.write')]).toEqual([true, false])
    expect(reasonOf(await fay.command('idea.add', { boardId, text: 'Led' }))).toBe('done')
    expect(reasonOf(await ann.command('idea.like', { ideaId, liked: true }))).toBe('done')
    await fay.must('session.end', { boardId })
    await until(() => access.at(-1) === 'edit', 'to write again')
    live.close()
  })

  test('a locked board says that it is locked, an archived one that it is archived, before any phase is asked', async () => {
    await start([NOTHING])
    await fay.must('board.lock', { boardId, locked: true })
    expect(reasonOf(await ann.command('idea.add', { boardId, text: 'No' }))).toBe('board-locked')
    expect(reasonOf(await ann.command('session.ready', { boardId, ready: true }))).toBe('board-locked')
    expect(reasonOf(await fay.command('session.timer', { boardId, set: 'start', ms: 60_000 }))).toBe('done')
    await fay.must('board.archive', { boardId })
    expect(reasonOf(await fay.command('session.end', { boardId }))).toBe('board-archived')
    await fay.must('board.restore', { boardId })
    await fay.must('board.lock', { boardId, locked: false })
    expect(reasonOf(await ann.command('idea.add', { boardId, text: 'No' }))).toBe('not-in-this-phase')
  })

  test('whoever comes late lands in the phase that is on', async () => {
    await start([SEALED, LOOK])
    await fay.must('session.advance', { boardId, from: 'sealed', now: true })
    const late = await world.person('late')
    const live = await late.ledger(boardId)
    await until(() => ledgerSession(live.doc).get('state')?.phaseId === 'look', 'the phase')
    expect(reasonOf(await late.command('idea.add', { boardId, text: 'No' }))).toBe('not-in-this-phase')
    live.close()
  })
})

test('the way to one’s own session is told to programs, and is not there for strangers', async () => {
  const api = await ann.read<{ paths: object }>('/api/openapi.json')
  expect(Object.keys(api.paths)).toEqual(
    expect.arrayContaining(['/api/boards/{id}/session', '/api/commands/session.start']),
  )
  expect((await world.stranger().get(`/api/boards/${boardId}/session`)).status).toBe(401)
})
