// The reveal and its undo: all at once, in an order that tells nothing, and back as if it had never been, or not at all.
import { eq } from 'drizzle-orm'
import * as Y from 'yjs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../server/platform/command.ts'
import {
  businessCases,
  estimates,
  ideaCarriers,
  ideas,
  images,
  signatureRequests,
  syncClients,
  syncDocuments,
} from '../../../server/platform/database/schema/index.ts'
import {
  boardDocument,
  cardsOf,
  cardTitle,
  ledgerDocument,
  ledgerIdeas,
  proposalDocument,
  readCard,
} from '../../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from '../boards/world.ts'
import { OPEN, SEALED, sealedWorld } from './sealed-world.ts'

const FIGURES = { valueLow: 1, valueHigh: 2, costOnce: 3, costYearly: 4, workDays: 5, confidence: 6 }

const reasonOf = (outcome: { ok: boolean; error?: { reason: string } }) => (outcome.ok ? 'done' : outcome.error?.reason)

describe.skipIf(missing('postgres'))('a reveal', () => {
  let world: BoardWorld
  let sealing: ReturnType<typeof sealedWorld>
  let lead: Actor
  let writers: Actor[]
  let boardId: BoardId
  beforeAll(async () => {
    world = await boardWorld()
    sealing = sealedWorld(world)
    lead = await world.member('lead')
    writers = [await world.member('wanda'), await world.member('walter'), await world.member('wim')]
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    boardId = (await world.must(lead, 'board.create', { title: 'Safe', naming: 'named' })).boardId
    await sealing.phase(boardId, SEALED)
    await world.deliver()
  })

  const document = () => world.documents.doc(boardDocument(boardId))
  const ledger = () => world.documents.doc(ledgerDocument(boardId))
  const stored = () => world.db.select().from(ideas).where(eq(ideas.boardId, boardId)).orderBy(ideas.number)

  /** Each of three writers writes `each` ideas, a minute apart; answers ids in the order they were written. */
  async function write(each = 2): Promise<IdeaId[]> {
    const written: IdeaId[] = []
    for (let i = 0; i < each * writers.length; i++) {
      world.clock.advance(61_000)
      const writer = writers[i % writers.length]!
      written.push((await world.must(writer, 'idea.add', { boardId, text: `Idea ${i}` })).ideaId)
    }
    return written
  }

  async function revealed(over: Parameters<typeof sealing.reveal>[1] = {}) {
    await sealing.phase(boardId, OPEN)
    const result = await sealing.reveal(boardId, over)
    await world.deliver()
    return result
  }

  test('all come at once: one update of the board, one time for all, numbers without gaps', async () => {
    const written = await write()
    await world.deliver()
    let updates = 0
    document().on('update', () => updates++)
    const { ideaIds } = await revealed()
    expect(updates).toBe(1)
    expect([...ideaIds].sort()).toEqual([...written].sort())
    const rows = await stored()
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new Set(rows.map(({ createdAt }) => createdAt.getTime())).size).toBe(1)
    expect(await sealing.rows(boardId)).toEqual([])
    for (const writer of writers) expect(await sealing.mine(writer, boardId)).toEqual([])
  })

  test('numbers, rows, cards and ledger all follow the shuffle, and nothing the order of writing', async () => {
    const written = await write(4)
    const { ideaIds } = await revealed()
    expect(ideaIds).not.toEqual(written) // once in 479 million
    expect((await stored()).map(({ id }) => id)).toEqual(ideaIds)
    const cards = [...cardsOf(document()).entries()].map(([id, card]) => readCard(id, card))
    expect(cards.map((card) => card.ideaId)).toEqual(ideaIds)
    expect([...cards].sort((a, b) => (a.order < b.order ? -1 : 1)).map((card) => card.ideaId)).toEqual(ideaIds)
    expect([...ledgerIdeas(ledger()).keys()]).toEqual(ideaIds)
  })

  test('the order comes from the random source, not from the rows', async () => {
    await write()
    const drawn: number[] = []
    const { ideaIds } = await revealed({
      randomBytes(length) {
        drawn.push(length)
        return new Uint8Array(length)
      },
    })
    expect(drawn.length).toBe(ideaIds.length - 1)
  })

  test('every author finds the receipt of each of their ideas, in a list whose order is that of the receipts', async () => {
    await write()
    const mine = await Promise.all(writers.map((writer) => sealing.mine(writer, boardId)))
    const { receipts } = await revealed()
    expect([...receipts].sort()).toEqual(
      mine
        .flat()
        .map(({ receipt }) => receipt)
        .sort(),
    )
    expect(receipts).toEqual([...receipts].sort())
  })

  test('where nothing was written nothing happens, and nobody is told of anything', async () => {
    expect(await sealing.reveal(boardId)).toEqual({ ideaIds: [], receipts: [] })
    expect(await world.announced()).toEqual([])
  })

  test('an id that another board took meanwhile holds nobody up', async () => {
    const [taken] = await write(1)
    const { boardId: other } = await world.must(lead, 'board.create', { title: 'Elsewhere' })
    await world.idea(other, { id: taken! })
    const { ideaIds } = await revealed()
    expect(ideaIds.length).toBe(3)
    expect(ideaIds).not.toContain(taken)
    expect((await stored()).map(({ text }) => text).sort()).toEqual(['Idea 0', 'Idea 1', 'Idea 2'])
  })

  test('taken back, all are sealed again: no card, no ledger entry, no byte of a text for whoever comes now', async () => {
    await write()
    const { ideaIds } = await revealed()
    expect(Buffer.from(Y.encodeStateAsUpdate(document())).toString('latin1')).toContain('Idea 3')
    expect(reasonOf(await sealing.reseal(boardId, ideaIds))).toBe('done')
    await sealing.undone(boardId)
    await world.deliver()
    expect(await stored()).toEqual([])
    expect(cardsOf(document()).size).toBe(0)
    expect([...ledgerIdeas(ledger()).keys()]).toEqual([])
    // And what Yjs keeps of it in the log and sends to newcomers is let go at once (F68).
    expect(world.documents.compacted.slice(-2)).toEqual([boardDocument(boardId), ledgerDocument(boardId)])
    for (const doc of [document(), ledger()]) {
      expect(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('latin1')).not.toMatch(/Idea \d/)
    }
    const mine = await Promise.all(writers.map((writer) => sealing.mine(writer, boardId)))
    expect(mine.map((own) => own.map(({ text }) => text).sort())).toEqual([
      ['Idea 0', 'Idea 3'],
      ['Idea 1', 'Idea 4'],
      ['Idea 2', 'Idea 5'],
    ])
  })

  test('revealed again, the numbers are dealt anew among those that had them, and new ones follow', async () => {
    await write()
    const first = await revealed()
    let late: IdeaId | null = null
    let order = first.ideaIds
    // A draw may leave all six where they are, once in 720; not five times in a row.
    for (let i = 0; i < 5 && order.join() === first.ideaIds.join(); i++) {
      expect(reasonOf(await sealing.reseal(boardId, [...order, ...(late ? [late] : [])]))).toBe('done')
      await sealing.undone(boardId)
      late ??= (await world.must(lead, 'idea.add', { boardId, text: 'Late' })).ideaId
      const again = await revealed()
      expect((await stored()).map(({ id, number }) => [id, number])).toEqual(
        again.ideaIds.map((id, at) => [id, at + 1]),
      )
      order = again.ideaIds.filter((id) => id !== late)
    }
    expect([...order].sort()).toEqual([...first.ideaIds].sort())
    expect(order).not.toEqual(first.ideaIds)
  })

  test('one’s own can be changed after a reveal was taken back, and that is what is revealed', async () => {
    const [ideaId] = await write(1)
    const { ideaIds } = await revealed()
    await sealing.reseal(boardId, ideaIds)
    await sealing.undone(boardId)
    const { receipt } = await world.must(writers[0]!, 'sealed.update', { boardId, ideaId: ideaId!, text: 'Better' })
    expect((await revealed()).receipts).toContain(receipt)
    expect((await stored()).map(({ text }) => text).sort()).toEqual(['Better', 'Idea 1', 'Idea 2'])
  })

  describe('that has been worked with stays', () => {
    const uses: Record<string, (ideaId: IdeaId) => Promise<unknown>> = {
      'an edit that is in its row': (ideaId) =>
        world.db.update(ideas).set({ text: 'Edited' }).where(eq(ideas.id, ideaId)),
      'an edit on its card that is not in its row yet': async (ideaId) =>
        cardTitle(cardsOf(document()).get(ideaId))?.insert(0, 'Edited '),
      'a card laid in a group': async (ideaId) => cardsOf(document()).get(ideaId)?.set('group', 'g1'),
      'a like': (ideaId) => world.must(lead, 'idea.like', { ideaId, liked: true }),
      'a comment': (ideaId) => world.must(lead, 'comment.add', { ideaId, text: 'Why?' }),
      'a comment that was removed': async (ideaId) => {
        const { commentId } = await world.must(lead, 'comment.add', { ideaId, text: 'Why?' })
        await world.must(lead, 'comment.remove', { commentId })
      },
      'a stage': (ideaId) => world.must(lead, 'idea.set-stage', { ideaId, stage: 'shortlisted' }),
      removal: (ideaId) => world.must(lead, 'idea.remove', { ideaId }),
      'a vote': async (ideaId) => {
        const round = { boardId, method: 'dots', budget: 3, maxPerIdea: 3, blind: true, secret: true } as const
        const { roundId } = await world.must(lead, 'round.open', round)
        await world.must(lead, 'vote.cast', { roundId, ideaId, votes: 1 })
      },
      'an escalation': async (ideaId) => {
        const sponsor = await world.member('sponsor', ['sponsor'])
        await world.must(lead, 'idea.escalate', { ideaId, sponsorId: sponsor.userId, why: 'Now' })
      },
      'a picture': (ideaId) =>
        world.db
          .insert(images)
          .values({ id: world.newId(), ideaId, type: 'image/png', width: 1, height: 1, bytes: Buffer.alloc(1) }),
      'who benefits': (ideaId) => world.db.insert(businessCases).values({ ideaId, beneficiaries: 'Us' }),
      'an estimate': (ideaId) =>
        world.db.insert(estimates).values({ id: world.newId(), ideaId, ...FIGURES, authorId: lead.userId }),
      'somebody who carries it': (ideaId) => world.db.insert(ideaCarriers).values({ ideaId, userId: lead.userId }),
      'the question for a name': (ideaId) =>
        world.db.insert(signatureRequests).values({ ideaId, askedBy: lead.userId }),
      'a name': (ideaId) => world.db.update(ideas).set({ signedAt: new Date() }).where(eq(ideas.id, ideaId)),
      'words in its proposal': async (ideaId) => {
        const name = proposalDocument(ideaId)
        await world.db.insert(syncDocuments).values({ name })
        await world.db.insert(syncClients).values({ document: name, clientId: 1, owner: lead.userId })
      },
    }

    test.each(Object.keys(uses))('%s', async (use) => {
      await write(1)
      const { ideaIds } = await revealed()
      await sealing.phase(boardId, { ...OPEN, vote: 'everyone', react: 'everyone' })
      await uses[use]!(ideaIds[1]!)
      const before = await stored()
      expect(reasonOf(await sealing.reseal(boardId, ideaIds))).toBe('revealed-in-use')
      expect(await stored()).toEqual(before)
      expect(await sealing.rows(boardId)).toEqual([])
    })

    test('a card that was only moved and coloured is sealed again as it stands', async () => {
      const { ideaIds } = await write(1).then(() => revealed())
      cardsOf(document()).get(ideaIds[0]!)?.set('color', 'sky')
      expect(reasonOf(await sealing.reseal(boardId, ideaIds))).toBe('done')
      const rows = await sealing.rows(boardId)
      expect(rows.find(({ id }) => id === ideaIds[0])?.color).toBe('sky')
    })

    test('a proposal that was only looked at is nobody’s work', async () => {
      const { ideaIds } = await write(1).then(() => revealed())
      const name = proposalDocument(ideaIds[0]!)
      await world.db.insert(syncDocuments).values({ name })
      await world.db.insert(syncClients).values({ document: name, clientId: 1, owner: null })
      expect(reasonOf(await sealing.reseal(boardId, ideaIds))).toBe('done')
    })
  })
})
