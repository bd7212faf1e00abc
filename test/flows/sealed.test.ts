// Sealed writing through the whole app: written, kept, revealed, checked; and no command and no route takes or shows it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardsOf, ledgerIdeas, ledgerReceipts, ledgerSession, proposalDocument } from '../../shared/documents.ts'
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../shared/commands.ts'
import type { BoardId, IdeaId, MineView } from '../../shared/model.ts'
import type { Phase, PhasePolicy, SessionMine } from '../../shared/session.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'
import { type Ground, INPUTS, makeBoard } from './every-command.ts'

// All that a phase can allow, so that what is refused is refused for the idea's sake alone.
const ALL: PhasePolicy = { write: 'everyone', sealed: true, arrange: 'everyone', vote: 'everyone', react: 'everyone' }
const phase = (phaseId: string, policy: PhasePolicy): Phase => ({
  phaseId,
  kind: 'write',
  title: '',
  policy,
  timerMs: null,
  round: null,
})
const PHASES = [phase('write', ALL), phase('show', { ...ALL, sealed: false })]

describeOnEachDatabase('sealed writing', (database) => {
  let world: World
  let fay: Person
  let ann: Person
  let sam: Person
  let ground: Ground
  let boardId: BoardId
  beforeAll(async () => {
    world = await startWorld({ database })
    fay = await world.person('fay')
    ann = await world.person('ann')
    sam = await world.person('sam')
    const sue = await world.person('sue')
    await fay.must('role.grant', { userId: sue.userId, role: 'sponsor' })
    ground = await makeBoard({ facilitator: fay, author: ann, sponsor: sue, someone: sam })
    boardId = ground.boardId
    await fay.must('session.start', { boardId, recipe: 'own', phases: PHASES })
  })
  afterAll(() => world.close())

  const mine = (person: Person) => person.read<SessionMine>(`/api/boards/${boardId}/session`)
  const nowhere = 'n'.repeat(22) as IdeaId

  test('no command that takes an idea takes a sealed one, its author’s own included', async () => {
    const { ideaId } = await ann.must('idea.add', { boardId, text: 'Soup' })
    const takesAnIdea = (name: CommandName) => 'ideaId' in ((COMMANDS[name].input as { shape?: object }).shape ?? {})
    const names = COMMAND_NAMES.filter(
      (name) => takesAnIdea(name) && !name.startsWith('sealed.') && name !== 'idea.add',
    )
    expect(names.length).toBeGreaterThan(6)
    for (const name of names) {
      for (const person of [ann, fay, sam]) {
        const send = (id: IdeaId) => person.command(name, INPUTS[name]({ ...ground, ideaId: id }))
        const [sealed, absent] = [await send(ideaId), await send(nowhere)]
        expect([name, person.name, sealed.ok]).toEqual([name, person.name, false])
        expect([name, person.name, sealed]).toEqual([name, person.name, absent])
      }
    }
    await ann.must('sealed.remove', { boardId, ideaId })
  })

  test('no route about an idea knows a sealed one: no page, no discussion, no picture, no proposal', async () => {
    const { ideaId } = await ann.must('idea.add', { boardId, text: 'Soup' })
    for (const route of world.app.routes.filter(({ path }) => path.includes('/api/ideas/:id'))) {
      for (const person of [ann, fay, sam]) {
        const upload = { body: new Uint8Array(8), headers: { 'content-type': 'image/png' } }
        const ask = (id: IdeaId) =>
          person.request(route.kind === 'upload' ? 'POST' : 'GET', route.path.replace(':id', id), {
            ...(route.kind === 'upload' ? upload : {}),
          })
        const [sealed, absent] = [await ask(ideaId), await ask(nowhere)]
        expect([route.path, sealed.status, sealed.body]).toEqual([route.path, 404, absent.body])
      }
    }
    for (const person of [ann, fay]) {
      const proposal = person.document(proposalDocument(ideaId))
      await until(() => proposal.closed !== undefined, 'the proposal to be refused')
      const versions = await person.get(`/api/documents/${proposalDocument(ideaId)}/versions`)
      expect(versions.status).toBe(404)
    }
    expect((await ann.read<MineView>(`/api/boards/${boardId}/mine`)).ideas).not.toContain(ideaId)
    await ann.must('sealed.remove', { boardId, ideaId })
  })

  test('from the first word to the reveal, its undo and the receipts', async () => {
    const [board, ledger] = [await sam.board(boardId), await sam.ledger(boardId)]
    const state = () => ledgerSession(ledger.doc).get('state')
    const added = await ann.must('idea.add', { boardId, text: 'Soup' })
    expect(added.number).toBe(0)
    const { ideaId } = added
    const many = await sam.must('idea.add-many', { boardId, texts: ['Tea', 'Cake'] })
    const ids = [ideaId, ...many.ideas.map((idea) => idea.ideaId)]
    const { receipt } = await ann.must('sealed.update', { boardId, ideaId, text: 'Hot soup' })
    expect((await mine(ann)).sealed).toMatchObject([{ ideaId, text: 'Hot soup', receipt }])
    expect((await mine(fay)).sealed).toEqual([])
    await until(() => expect(state()?.sealed).toEqual({ ideas: 3, people: 2 }), 'the counts')
    expect(ids.some((id) => cardsOf(board.doc).has(id) || ledgerIdeas(ledger.doc).has(id))).toBe(false)

    await fay.must('session.advance', { boardId, from: 'write', now: true })
    await until(() => ids.every((id) => cardsOf(board.doc).has(id)), 'all cards')
    await until(() => ledgerReceipts(ledger.doc).get('all')?.receipts.length === 3, 'the receipts')
    expect(ledgerReceipts(ledger.doc).get('all')?.receipts).toContain(receipt)
    const numbers = ids.map((id) => ledgerIdeas(ledger.doc).get(id)?.number ?? 0)
    expect(Math.max(...numbers) - Math.min(...numbers)).toBe(2)
    expect((await mine(ann)).sealed).toEqual([])

    await fay.must('session.undo', { boardId, from: 'show' })
    await until(() => ids.every((id) => !cardsOf(board.doc).has(id)), 'the cards to be gone')
    await until(() => ids.every((id) => !ledgerIdeas(ledger.doc).has(id)), 'the ledger to know nothing of them')
    await until(() => expect(ledgerReceipts(ledger.doc).get('all')?.receipts).toEqual([]), 'no receipts')
    expect((await mine(ann)).sealed).toMatchObject([{ ideaId, text: 'Hot soup', receipt }])

    await fay.must('session.advance', { boardId, from: 'write', now: true })
    await until(() => ids.every((id) => cardsOf(board.doc).has(id)), 'all cards again')
    await fay.must('idea.like', { ideaId, liked: true })
    const undone = await fay.command('session.undo', { boardId, from: 'show' })
    expect(undone.ok ? 'done' : undone.error.reason).toBe('revealed-in-use')
    await fay.must('session.end', { boardId })
  })

  test('what is still sealed when a session ends is revealed, not lost', async () => {
    await fay.must('session.start', { boardId, recipe: 'own', phases: PHASES })
    const { ideaId } = await sam.must('idea.add', { boardId, text: 'At the last moment' })
    await fay.must('session.end', { boardId })
    expect(await fay.read(`/api/ideas/${ideaId}`)).toMatchObject({ text: 'At the last moment' })
  })
})
