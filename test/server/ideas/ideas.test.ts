// Commands and reads of ideas: what they do, and every refusal.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addIdeas, type NewIdea } from '../../../server/ideas/add.ts'
import { listIdeas, readIdea, readMine } from '../../../server/ideas/reads.ts'
import { putStage } from '../../../server/ideas/store.ts'
import { markerFor } from '../../../server/boards/marks.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { ideas } from '../../../server/platform/database/schema/index.ts'
import {
  IDEAS_MAX_PER_BOARD,
  IDEAS_MAX_PER_PASTE,
  IDEA_DETAILS_MAX_CHARS,
  IDEA_TEXT_MAX_CHARS,
  TAGS_MAX_PER_IDEA,
  TAG_MAX_CHARS,
} from '../../../shared/limits.ts'
import { type BoardId, type IdeaId, type IdeaView, STAGES } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from '../boards/world.ts'

const refusal = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind} ${outcome.error.reason}`)

describe.skipIf(missing('postgres'))('ideas', () => {
  let world: BoardWorld
  let ada: Actor
  let ben: Actor
  let boardId: BoardId
  beforeAll(async () => {
    world = await boardWorld({ connections: 20 })
    ada = await world.member('ada')
    ben = await world.member('ben')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    boardId = (await world.must(ada, 'board.create', { title: 'Lunch' })).boardId
  })

  const add = (text: string, actor = ada) => world.must(actor, 'idea.add', { boardId, text })
  const list = async (actor: Actor, removed = false) => {
    const place = (await world.place(actor, 'board', boardId))!
    const outcome = await listIdeas(
      world.db,
      actor,
      place,
      { ...world.readDeps, people: world.ideaSources.people },
      { removed },
    )
    if (!outcome.ok) throw new Error(outcome.error.reason)
    return outcome.value
  }
  const one = async (actor: Actor, ideaId: IdeaId) => {
    const place = await world.place(actor, 'idea', ideaId)
    return place ? readIdea(world.db, actor, place, world.readDeps) : null
  }
  const bulk = (items: NewIdea[], id = boardId) =>
    world.db.transaction((tx) =>
      addIdeas(
        tx,
        { enqueue: world.enqueue, newId: world.newId, markerFor, noteWriter: async () => undefined },
        { boardId: id, author: null, now: new Date() },
        items,
      ),
    )

  test('numbers have no gaps and no doubles, however many add at once', async () => {
    const people = [ada, ben, await world.member('cleo'), await world.guest(boardId, 'gus')]
    const added = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 10 === 0
          ? world.must(people[i % 4]!, 'idea.add-many', { boardId, texts: ['a', 'b', 'c'] }).then(({ ideas }) => ideas)
          : world.must(people[i % 4]!, 'idea.add', { boardId, text: `idea ${i}` }).then((idea) => [idea]),
      ),
    )
    const numbers = added.flat().map(({ number }) => number)
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 54 + 18 }, (_, i) => i + 1))
  })

  test('a refused or failed add leaves no gap', async () => {
    await add('one')
    await world.send(ada, 'idea.add', { boardId, text: 'two', column: 'no-such-column' })
    await expect(
      world.db.transaction(async (tx) => {
        const deps = { enqueue: world.enqueue, newId: world.newId, markerFor, noteWriter: async () => undefined }
        await addIdeas(tx, deps, { boardId, author: ada.userId, now: new Date() }, [{ text: 'three' }])
        throw new Error('after the add')
      }),
    ).rejects.toThrow('after the add')
    expect((await add('four')).number).toBe(2)
  })

  test('an idea carries what was said of it; tags are kept once, whatever their case', async () => {
    const { ideaId, number } = await world.must(ada, 'idea.add', {
      boardId,
      text: '  Soup\r\non Mondays ',
      details: 'Hot.',
      tags: ['Food', 'food ', 'winter'],
      color: 'coral',
      onBehalfOf: 'the kitchen',
      x: 10,
      y: 20,
    })
    const found = await one(ben, ideaId)
    expect(found?.ok && found.value).toMatchObject({
      number,
      text: 'Soup\non Mondays',
      details: 'Hot.',
      tags: ['Food', 'winter'],
      color: 'coral',
      onBehalfOf: 'the kitchen',
      author: { name: 'ada', isGuest: false },
      stage: 'open',
      likes: 0,
      comments: 0,
      escalations: [],
      tallies: [],
    })
  })

  test('a pasted list is added whole, in order, or not at all', async () => {
    const { ideas: added } = await world.must(ada, 'idea.add-many', { boardId, texts: ['c', 'a', 'b'] })
    expect((await list(ada)).map(({ text, number }) => [text, number])).toEqual([
      ['c', added[0]!.number],
      ['a', added[1]!.number],
      ['b', added[2]!.number],
    ])
    const texts = ['fine', '   ']
    expect(refusal(await world.send(ada, 'idea.add-many', { boardId, texts }))).toBe('invalid empty')
    expect(await list(ada)).toHaveLength(3)
  })

  test('one past every limit is refused before anything happens', async () => {
    const long = (chars: number) => '🙂'.repeat(chars)
    const { ideaId } = await add(long(IDEA_TEXT_MAX_CHARS))
    world.reached()
    const cases = [
      world.send(ada, 'idea.add', { boardId, text: long(IDEA_TEXT_MAX_CHARS + 1) }),
      world.send(ada, 'idea.add', { boardId, text: 'x', details: long(IDEA_DETAILS_MAX_CHARS + 1) }),
      world.send(ada, 'idea.add', { boardId, text: 'x', tags: Array.from({ length: TAGS_MAX_PER_IDEA + 1 }, String) }),
      world.send(ada, 'idea.add', { boardId, text: 'x', tags: [long(TAG_MAX_CHARS + 1)] }),
      world.send(ada, 'idea.add-many', { boardId, texts: Array.from({ length: IDEAS_MAX_PER_PASTE + 1 }, String) }),
      world.send(ada, 'idea.update', { ideaId, details: long(IDEA_DETAILS_MAX_CHARS + 1) }),
    ]
    for (const outcome of await Promise.all(cases)) expect(refusal(outcome)).toMatch(/^invalid/)
    expect(world.reached()).toEqual([])
  })

  test('a full board takes one idea again when one is removed, and does not take it back on top', async () => {
    const texts = Array.from({ length: IDEAS_MAX_PER_BOARD - 1 }, (_, i) => ({ text: `idea ${i}` }))
    expect((await bulk(texts)).ok).toBe(true)
    const { ideaId } = await add('the last one')
    expect(refusal(await world.send(ada, 'idea.add', { boardId, text: 'too many' }))).toBe(
      'conflict board-full-of-ideas',
    )
    await world.must(ada, 'idea.remove', { ideaId })
    await add('in its place')
    expect(refusal(await world.send(ada, 'idea.restore', { ideaId }))).toBe('conflict board-full-of-ideas')
  })

  test('a proposed id answers the same again, and is refused for another text, board or person', async () => {
    const ideaId = world.newId() as IdeaId
    const first = await world.must(ada, 'idea.add', { boardId, text: 'mine', ideaId })
    expect(await world.must(ada, 'idea.add', { boardId, text: 'mine', ideaId })).toEqual(first)
    const elsewhere = (await world.must(ada, 'board.create', { title: 'Other' })).boardId
    for (const [actor, input] of [
      [ada, { boardId, text: 'changed', ideaId }],
      [ada, { boardId: elsewhere, text: 'mine', ideaId }],
      [ben, { boardId, text: 'mine', ideaId }],
    ] as const) {
      expect(refusal(await world.send(actor, 'idea.add', input))).toBe('conflict id-taken')
    }
    expect(await list(ada)).toHaveLength(1)
    const twice = await bulk([
      { text: 'a', ideaId: 'the-same-id' as IdeaId },
      { text: 'b', ideaId: 'the-same-id' as IdeaId },
    ])
    expect(refusal(twice)).toBe('conflict id-taken')
  })

  test('two who propose one id in the same instant: one has it', async () => {
    for (let i = 0; i < 5; i++) {
      const ideaId = world.newId() as IdeaId
      const both = await Promise.all(
        [ada, ben].map((actor) => world.send(actor, 'idea.add', { boardId, text: 'x', ideaId })),
      )
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })

  test('a like counts once per person and is taken back without a trace, however often it is sent', async () => {
    const { ideaId } = await add('likeable')
    const gus = await world.guest(boardId, 'gus')
    await Promise.all(
      [ada, ben, gus].flatMap((actor) => [1, 2, 3].map(() => world.must(actor, 'idea.like', { ideaId, liked: true }))),
    )
    expect(await world.must(ada, 'idea.like', { ideaId, liked: true })).toEqual({ likes: 3 })
    expect(await world.must(ada, 'idea.like', { ideaId, liked: false })).toEqual({ likes: 2 })
    expect(await world.must(ada, 'idea.like', { ideaId, liked: false })).toEqual({ likes: 2 })
  })

  test('a removed idea takes nothing more until it is restored; both are harmless when repeated', async () => {
    const { ideaId } = await add('gone')
    await world.must(ada, 'idea.remove', { ideaId })
    await world.must(ada, 'idea.remove', { ideaId })
    for (const outcome of [
      await world.send(ada, 'idea.update', { ideaId, details: 'more' }),
      await world.send(ben, 'idea.like', { ideaId, liked: true }),
      await world.send(ada, 'idea.set-stage', { ideaId, stage: 'shortlisted' }),
      await world.send(ben, 'comment.add', { ideaId, text: 'why?' }),
    ]) {
      expect(refusal(outcome)).toBe('conflict idea-removed')
    }
    await world.must(ada, 'idea.restore', { ideaId })
    await world.must(ada, 'idea.restore', { ideaId })
    expect(refusal(await world.send(ben, 'idea.like', { ideaId, liked: true }))).toBe('done')
  })

  test('removed ideas are listed for those who may bring them back, and are not there for others', async () => {
    const byAda = (await add('by ada')).ideaId
    const byBen = (await add('by ben', ben)).ideaId
    const cleo = await world.member('cleo')
    await world.must(ada, 'idea.remove', { ideaId: byAda })
    await world.must(ada, 'idea.remove', { ideaId: byBen })
    const ids = (views: IdeaView[]) => views.map(({ ideaId }) => ideaId)
    expect(ids(await list(cleo))).toEqual([])
    expect(ids(await list(ada, true))).toEqual([byAda, byBen])
    expect(ids(await list(ben, true))).toEqual([byBen])
    expect(ids(await list(cleo, true))).toEqual([])
    expect(refusal((await one(cleo, byBen))!)).toBe('not-found not-found')
    expect((await one(ben, byBen))?.ok).toBe(true)
  })

  test('facilitators move ideas between open, shortlisted and parked, with a reason for parking', async () => {
    const { ideaId } = await add('promising')
    await world.must(ada, 'idea.set-stage', { ideaId, stage: 'shortlisted' })
    expect(refusal(await world.send(ada, 'idea.set-stage', { ideaId, stage: 'parked' }))).toBe('invalid reason-needed')
    expect(refusal(await world.send(ada, 'idea.set-stage', { ideaId, stage: 'parked', reason: ' ' }))).toBe(
      'invalid reason-needed',
    )
    await world.must(ada, 'idea.set-stage', { ideaId, stage: 'parked', reason: 'after the summer' })
    const found = await one(ben, ideaId)
    expect(found?.ok && found.value).toMatchObject({
      stage: 'parked',
      stageReason: 'after the summer',
      stageBy: { name: 'ada' },
      stageAt: world.clock.now(),
    })
  })

  test('what a sponsor or the work itself has decided is not set by hand', async () => {
    const { ideaId } = await add('decided')
    for (const stage of STAGES) {
      await world.db.transaction((tx) => putStage(tx, ideaId, { stage, reason: null, by: null, at: new Date() }))
      const byHand = ['open', 'shortlisted', 'parked'].includes(stage)
      const outcome = await world.send(ada, 'idea.set-stage', { ideaId, stage: 'open' })
      expect([stage, refusal(outcome)]).toEqual([stage, byHand ? 'done' : 'conflict stage-decided'])
    }
  })

  test('mine are my ideas and my likes, for me alone', async () => {
    const first = (await add('mine')).ideaId
    const second = (await add('not mine', ben)).ideaId
    await world.must(ada, 'idea.like', { ideaId: second, liked: true })
    const mine = async (actor: Actor) => {
      const outcome = await readMine(world.db, actor, (await world.place(actor, 'board', boardId))!, world.readDeps)
      return outcome.ok ? outcome.value : null
    }
    expect(await mine(ada)).toEqual({ ideas: [first], likes: [second], ballot: null })
    expect(await mine(ben)).toEqual({ ideas: [second], likes: [], ballot: null })
  })

  test('every change that the ledger tells of takes a greater revision', async () => {
    const { ideaId } = await add('revised')
    const rev = async () => (await world.db.select().from(ideas).where(eq(ideas.id, ideaId)))[0]!.rev
    let last = await rev()
    const { commentId } = await world.must(ada, 'comment.add', { ideaId, text: 'a' })
    for (const change of [
      () => world.must(ada, 'idea.update', { ideaId, tags: ['x'] }),
      () => world.must(ada, 'idea.like', { ideaId, liked: true }),
      () => world.must(ada, 'idea.set-stage', { ideaId, stage: 'shortlisted' }),
      () => world.must(ada, 'comment.update', { commentId, text: 'b' }),
      () => world.must(ada, 'comment.remove', { commentId }),
      () => world.must(ada, 'idea.remove', { ideaId }),
      () => world.must(ada, 'idea.restore', { ideaId }),
    ]) {
      await change()
      const now = await rev()
      expect(now).toBeGreaterThan(last)
      last = now
    }
  })

  test('imported ideas keep no author, and the same key twice on one board cannot be', async () => {
    const added = await bulk([{ text: 'from a file', importKey: 'row-1', onBehalfOf: 'Mrs. Jansen' }])
    expect(added.ok).toBe(true)
    expect((await list(ada))[0]).toMatchObject({ author: null, onBehalfOf: 'Mrs. Jansen' })
    await expect(bulk([{ text: 'from a file', importKey: 'row-1' }])).rejects.toThrow()
  })
})
