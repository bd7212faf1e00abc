// Owns: one organisation on three server processes, with one PostgreSQL and one Redis, behind a balancer that knows nothing:
// whoever is on whichever node sees, hears and may the same (S22, S25, T6, F27).
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { boardDocument, cardsOf, cardTitle, ledgerIdeas, proposalContent } from '../../shared/documents.ts'
import type { BoardId, IdeaId, MineView } from '../../shared/model.ts'
import * as Y from 'yjs'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import { type Cluster, startCluster } from '../support/cluster.ts'
import { fingerprint, type LiveDocument } from '../support/documents.ts'
import { joinAsGuest, type LiveConnection, type Person, signIn, signUp } from '../support/people.ts'
import { phase } from '../support/phases.ts'
import { missing } from '../support/services.ts'
import { until } from '../support/until.ts'

/** T6, on several nodes. */
const REVOKED_WITHIN_MS = 2_000

describe.skipIf(missing('postgres') || missing('redis'))('several nodes', () => {
  let cluster: Cluster
  let balancer: Balancer
  /** ada on the first node, ben on the second, cleo on the third. */
  let people: [Person, Person, Person]
  let boardId: BoardId
  let joinCode: string
  let ideaId: IdeaId
  const passers: Person[] = []

  beforeAll(async () => {
    cluster = await startCluster(3)
    balancer = await startBalancer(() => cluster.nodes.map(({ port }) => port))
    const [one, two, three] = cluster.nodes.map(({ url }) => url) as [string, string, string]
    // One after the other: the first account is the admin.
    const ada = await signUp(one, 'ada')
    people = [ada, await signUp(two, 'ben'), await signUp(three, 'cleo')]
    await cluster.joined()
  })
  afterEach(async () => {
    for (const person of passers.splice(0)) await person.close()
  })
  afterAll(async () => {
    for (const person of people ?? []) await person.close()
    await balancer?.close()
    await cluster?.stop()
  })

  async function freshBoard(): Promise<void> {
    const made = await people[0].must('board.create', { title: 'Lunch', template: 'blank' })
    boardId = made.boardId
    joinCode = made.joinCode
    for (const person of people.slice(1))
      await person.request('POST', '/api/join', { json: { code: joinCode, name: '' } })
    ideaId = (await people[0].must('idea.add', { boardId, text: 'Soup' })).ideaId
  }

  const title = ({ doc }: LiveDocument) => cardTitle(cardsOf(doc).get(ideaId))?.toJSON() ?? null

  test('S25 a board, its ledger and a proposal are live on every node', async () => {
    await freshBoard()
    const boards = await Promise.all(people.map((person) => person.board(boardId)))
    for (const board of boards) await until(() => expect(title(board)).toBe('Soup'), 'the card on every node')
    cardTitle(cardsOf(boards[1]!.doc).get(ideaId))!.insert(0, 'Hot ')
    for (const board of boards) await until(() => expect(title(board)).toBe('Hot Soup'), 'the edit on every node')
    const ledgers = await Promise.all(people.map((person) => person.ledger(boardId)))
    await people[2].must('idea.like', { ideaId, liked: true })
    for (const { doc } of ledgers) {
      await until(() => expect(ledgerIdeas(doc).get(ideaId)?.likes).toBe(1), 'the like in every ledger')
    }
    const proposals = await Promise.all(people.map((person) => person.proposal(ideaId)))
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('written on one node')])
    proposalContent(proposals[0]!.doc).push([paragraph])
    for (const { doc } of proposals) {
      await until(
        () => expect(proposalContent(doc).toJSON()).toContain('written on one node'),
        'the text on every node',
      )
    }
    for (const documents of [boards, ledgers, proposals]) {
      await until(
        () => expect(new Set(documents.map(({ doc }) => fingerprint(doc))).size).toBe(1),
        'every copy of a document to be the same',
      )
    }
  })

  test('S22 people on different nodes see each other, and who leaves is gone', async () => {
    await freshBoard()
    const boards = await Promise.all(people.map((person) => person.board(boardId)))
    boards.forEach(({ provider }, i) => provider.awareness.setLocalStateField('view', `place-${i}`))
    const seenBy = ({ provider, doc }: LiveDocument) =>
      [...provider.awareness.getStates()]
        .filter(([id]) => id !== doc.clientID)
        .map(([, state]) => `${state['user']?.name} at ${state['view']}`)
        .sort()
    await until(() => expect(seenBy(boards[0]!)).toEqual(['ben at place-1', 'cleo at place-2']), 'ada to see both')
    await until(() => expect(seenBy(boards[2]!)).toEqual(['ada at place-0', 'ben at place-1']), 'cleo to see both')
    boards[1]!.close()
    await until(() => expect(seenBy(boards[0]!)).toEqual(['cleo at place-2']), 'ben to be gone')
  })

  test('a command on one node reaches a person’s pages on another: inbox, own ballot, stale answers', async () => {
    await freshBoard()
    const elsewhere = await signIn(cluster.nodes[2]!.url, 'ada')
    passers.push(elsewhere)
    const page = await elsewhere.socket()
    await people[1].must('comment.add', { ideaId, text: 'How hot?' })
    await heard(page, 'inbox')
    const votes = { method: 'dots', budget: 3, maxPerIdea: 3, blind: false, secret: false } as const
    const { roundId } = await people[0].must('round.open', { boardId, ...votes })
    await people[0].must('vote.cast', { roundId, ideaId, votes: 2 })
    expect(await heard(page, 'ballot')).toMatchObject({ roundId, left: 1, votes: { [ideaId]: 2 } })
    const { ballot } = await elsewhere.read<MineView>(`/api/boards/${boardId}/mine`)
    expect(ballot).toMatchObject({ left: 1 })
    const before = page.events.length
    await people[0].must('board.update', { boardId, title: 'Dinner' })
    await until(() => expect(page.events.slice(before).map(({ name }) => name)).toContain('stale'), 'a stale answer')
  })

  test('reactions of one node rise on every other, once, for those who are on that board, and say nobody’s name', async () => {
    await freshBoard()
    await people[0].must('session.start', { boardId, recipe: 'own', phases: [phase('look')] })
    const dora = await signUp(cluster.nodes[2]!.url, 'dora')
    passers.push(dora)
    const elsewhere = await dora.socket()
    // Whoever is on the board, by its ledger, on whichever node.
    for (const person of people) await person.ledger(boardId)
    const pages = await Promise.all(people.map((person) => person.socket()))
    const heard = (page: LiveConnection) => page.events.filter(({ name }) => name === 'reactions')
    await people[1].must('session.react', { boardId, reaction: 'heart', times: 3 })
    const once = [{ name: 'reactions', body: { boardId, counts: { heart: 3 } } }]
    for (const page of pages) await until(() => expect(heard(page)).toEqual(once), 'the reaction on every node')
    // What comes after it comes after all of it: none of them is told twice, and no stranger once.
    await people[2].must('session.react', { boardId, reaction: 'clap', times: 1 })
    const then = [...once, { name: 'reactions', body: { boardId, counts: { clap: 1 } } }]
    for (const page of pages) await until(() => expect(heard(page)).toEqual(then), 'the next one')
    expect(heard(elsewhere)).toEqual([])
  })

  test('F52 T6 somebody removed on one node is out on every other within two seconds', async () => {
    await freshBoard()
    const gus = await joinAsGuest(cluster.nodes[1]!.url, joinCode, 'gus')
    passers.push(gus)
    const documents = [gus.document(boardDocument(boardId)), gus.document(boardDocument(boardId), at(2))]
    for (const document of documents) await document.synced()
    await people[0].must('board.remove-person', { boardId, userId: gus.userId })
    const out = () => expect(documents.map(({ closed }) => closed?.code)).toEqual([4403, 4403])
    await until(out, 'gus to be out on both nodes', REVOKED_WITHIN_MS)
    expect((await gus.get(`/api/boards/${boardId}`)).status).not.toBe(200)
  })

  test('F52 a board locked on one node is read-only on every other within two seconds', async () => {
    await freshBoard()
    const guests = await Promise.all([1, 2].map((n) => joinAsGuest(cluster.nodes[n]!.url, joinCode, `guest ${n}`)))
    passers.push(...guests)
    const boards = await Promise.all(guests.map((guest) => guest.board(boardId)))
    await people[0].must('board.lock', { boardId, locked: true })
    for (const board of boards) {
      const refused = () => {
        cardTitle(cardsOf(board.doc).get(ideaId))?.insert(0, '!')
        expect(board.closed).toMatchObject({ code: 4403, reason: 'read-only' })
      }
      await until(refused, 'an edit to be refused', REVOKED_WITHIN_MS)
    }
  })

  test('F53 signing out on one node ends the session on every other within two seconds', async () => {
    await freshBoard()
    const dora = await signUp(cluster.nodes[0]!.url, `dora ${boardId.slice(0, 6)}`)
    passers.push(dora)
    await dora.request('POST', '/api/join', { json: { code: joinCode, name: '' } })
    const far = dora.document(boardDocument(boardId), at(1))
    await far.synced()
    const { url } = cluster.nodes[2]!
    const page = await dora.socket({ at: url, origin: url })
    const cookie = dora.cookie
    expect((await fetch(`${url}/api/boards/${boardId}`, { headers: { cookie } })).status).toBe(200)
    expect((await dora.request('POST', '/api/auth/sign-out', { json: {} })).status).toBe(200)
    const over = async () => {
      expect(far.closed?.code).toBe(4401)
      expect(page.socket.connected).toBe(false)
      expect((await fetch(`${url}/api/boards/${boardId}`, { headers: { cookie } })).status).toBe(401)
    }
    await until(over, 'the session to be over everywhere', REVOKED_WITHIN_MS)
    expect(page.events.map(({ name }) => name)).toContain('signed-out')
  })

  test('F27 behind a balancer without sticky sessions everything works by WebSocket', async () => {
    await freshBoard()
    const person = await signIn(balancer.url, 'ben')
    passers.push(person)
    const given = () => cluster.nodes.map(({ port }) => balancer.connections.get(port) ?? 0)
    const before = given()
    const pages = await Promise.all(Array.from({ length: 6 }, () => person.socket()))
    const boards = await Promise.all(Array.from({ length: 6 }, () => person.board(boardId)))
    expect(given().every((count, i) => count > before[i]!)).toBe(true)
    for (const [n, page] of pages.entries()) {
      expect(await page.command('idea.add', { boardId, text: `From ${n}` })).toMatchObject({ ok: true })
    }
    for (const { doc } of boards) await until(() => expect(cardsOf(doc).size).toBe(7), 'every card on every node')
  })

  const at = (node: number) => ({ url: cluster.nodes[node]!.url })

  /** The body of the first such event, once it has come. */
  function heard(page: LiveConnection, name: string): Promise<unknown> {
    return until(() => {
      const event = page.events.find((one) => one.name === name)
      if (!event) throw new Error(`so far: ${page.events.map((one) => one.name).join() || 'nothing'}`)
      return event.body
    }, `the event ${name}`)
  }
})
