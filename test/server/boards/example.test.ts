// The example board: lively in every language, sound in every count, and its people cannot sign in.
import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleProposal } from '../../../server/boards/example/create.ts'
import { EN } from '../../../server/boards/example/words-en.ts'
import { NL } from '../../../server/boards/example/words-nl.ts'
import { IDEAS, ROUND, SHAPE } from '../../../server/boards/example/shape.ts'
import { boardView } from '../../../server/boards/reads.ts'
import { createProposals } from '../../../server/documents/proposals.ts'
import { listIdeas } from '../../../server/ideas/reads.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { account, user, userRoles } from '../../../server/platform/database/schema/index.ts'
import { cardsOf, boardDocument, ledgerDocument, ledgerIdeas, ledgerRounds } from '../../../shared/documents.ts'
import { COMMANDS } from '../../../shared/commands.ts'
import { LANGUAGES, type Language, STAGES } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from './world.ts'

describe('the words of the example', () => {
  test.each([
    ['en', EN],
    ['nl', NL],
  ] as const)('%s: every text is one that a person could have sent', (_, words) => {
    const boardId = 'an-example-board'
    const ideaId = 'an-example-idea'
    expect(COMMANDS['board.create'].input.safeParse({ title: words.title, question: words.question }).success).toBe(
      true,
    )
    for (const title of words.columns)
      expect(COMMANDS['column.add'].input.safeParse({ boardId, title }).success).toBe(true)
    for (const { text, details, tags, comments = [] } of Object.values(words.ideas)) {
      expect(COMMANDS['idea.add'].input.safeParse({ boardId, text, details, tags }).success).toBe(true)
      for (const [, , said] of comments) {
        expect(COMMANDS['comment.add'].input.safeParse({ ideaId, text: said }).success).toBe(true)
      }
    }
  })

  test('an idea at every stage; whatever is closed has a person, a reason and a date; nobody overspends', () => {
    expect(new Set(IDEAS.map((key) => SHAPE[key].stage))).toEqual(new Set(STAGES))
    const spent: Record<string, number> = {}
    for (const key of IDEAS) {
      const { stage, stageBy, stageDaysAgo, daysAgo, votes = {} } = SHAPE[key]
      if (stage !== 'open') {
        expect([key, stageBy !== undefined, stageDaysAgo! < daysAgo]).toEqual([key, true, true])
        expect([EN.ideas[key].reason, NL.ideas[key].reason].every(Boolean)).toBe(true)
      }
      for (const [who, dots] of Object.entries(votes)) {
        spent[who] = (spent[who] ?? 0) + dots
        expect(dots).toBeLessThanOrEqual(ROUND.maxPerIdea)
        expect(daysAgo).toBeGreaterThan(ROUND.openedDaysAgo)
      }
    }
    expect(Math.max(...Object.values(spent))).toBeLessThanOrEqual(ROUND.budget)
    for (const words of [EN, NL]) {
      for (const [key, { comments = [] }] of Object.entries(words.ideas)) {
        const days = comments.map(([, daysAgo]) => daysAgo)
        expect([key, [...days].sort((a, b) => b - a)]).toEqual([key, days])
        for (const day of days) expect(day).toBeLessThan(SHAPE[key as keyof typeof SHAPE].daysAgo)
      }
    }
  })
})

describe.skipIf(missing('postgres'))('an example board', () => {
  let world: BoardWorld
  let ada: Actor
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
  })
  afterAll(() => world.close())

  test.each(LANGUAGES)('%s: a board on which a team has worked for two months', async (language: Language) => {
    const { boardId, joinCode } = await world.must(ada, 'board.create-example', { language })
    await world.deliver()
    const place = (await world.place(ada, 'board', boardId))!
    const board = await boardView(world.db, ada, place, world.readDeps)
    const ideas = await listIdeas(world.db, ada, place, world.readDeps)
    if (!board.ok || !ideas.ok) throw new Error('not to be read')
    expect(joinCode).toHaveLength(6)
    expect(board.value).toMatchObject({ language, template: 'idea-box', naming: 'named' })
    expect(board.value.columns).toHaveLength(4)

    expect(ideas.value).toHaveLength(16)
    expect(ideas.value.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1))
    const written = ideas.value.map(({ createdAt }) => createdAt)
    expect([...written].sort((a, b) => a - b)).toEqual(written)
    const endorsed = ideas.value.flatMap(({ escalations }) => escalations).filter(({ status }) => status === 'endorsed')
    expect(endorsed.length).toBeGreaterThan(1)
    // What has been done is owed by nobody; what is backed, by somebody.
    for (const { stage, escalations } of ideas.value) {
      for (const { status, owes } of escalations)
        expect([stage, owes !== null]).toEqual([stage, stage !== 'realised' && status !== 'declined'])
    }
    for (const { answer, sponsor } of endorsed) expect([answer !== null, sponsor.name !== '']).toEqual([true, true])

    const [round] = board.value.rounds
    expect(round).toMatchObject({ voters: 7, blind: true, secret: true })
    expect(round!.result![0]).toMatchObject({ votes: 13, rank: 1 })
    expect(round!.result!.map(({ votes }) => votes)).toEqual([13, 6, 6, 4, 4, 1, 1])

    const ledger = world.documents.doc(ledgerDocument(boardId))
    expect(ledgerIdeas(ledger).size).toBe(16)
    expect(ledgerRounds(ledger).get(round!.roundId)?.result).toHaveLength(7)
    const cards = cardsOf(world.documents.doc(boardDocument(boardId)))
    expect(cards.size).toBe(16)
    const next = await world.must(ada, 'idea.add', { boardId, text: 'mine' })
    expect(next.number).toBe(17)
  })

  test('its people have no way in: no password, no other account, no role; and there is one of each per language', async () => {
    await world.must(ada, 'board.create-example', { language: 'nl' })
    await world.must(ada, 'board.create-example', { language: 'nl' })
    const people = (await world.db.select().from(user)).filter(({ email }) => email.endsWith('@example.invalid'))
    expect(people.filter(({ id }) => id.startsWith('example-nl-'))).toHaveLength(7)
    const ids = people.map(({ id }) => id)
    expect(await world.db.select().from(account).where(inArray(account.userId, ids))).toEqual([])
    expect(await world.db.select().from(userRoles).where(inArray(userRoles.userId, ids))).toEqual([])
  })

  test('one proposal is worked out; the others begin with the template', async () => {
    const { boardId } = await world.must(ada, 'board.create-example', { language: 'en' })
    const list = await listIdeas(world.db, ada, (await world.place(ada, 'board', boardId))!, world.readDeps)
    if (!list.ok) throw new Error('no list')
    const proposals = createProposals({ reader: world.db, documents: world.documents, opening: exampleProposal })
    const texts = await Promise.all(list.value.map(({ ideaId }) => proposals.markdown(ideaId)))
    expect(texts.filter((text) => text !== '')).toHaveLength(1)
    const worked = texts.find((text) => text !== '')!
    expect(worked).toContain('**seven forms**')
    expect(worked).toContain('- [x] Lay the seven forms side by side')
    const real = (await world.must(ada, 'board.create', { title: 'Real' })).boardId
    const { ideaId } = await world.must(ada, 'idea.add', { boardId: real, text: 'x' })
    expect(await exampleProposal(world.db, ideaId)).toBeNull()
    expect((await world.db.select().from(user).where(eq(user.id, ada.userId)))[0]?.name).toBe('ada')
  })
})
