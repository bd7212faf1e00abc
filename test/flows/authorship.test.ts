// S14, F78: the log of an anonymous board's documents never names its writers, and forgets them when the board closes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardDocument, cardsOf, cardTitle, proposalContent, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

describeOnEachDatabase('who wrote on a board', (database) => {
  let world: World
  let lead: Person
  let wanda: Person
  beforeAll(async () => {
    world = await startWorld({ database })
    lead = await world.person('lead')
    wanda = await world.person('wanda')
  })
  afterAll(() => world.close())

  const rowsOf = async (table: string, documents: string[]) =>
    (await world.app.database.pool.query(`select * from ${table} where document = any($1)`, [documents])).rows

  /** Wanda types into a card and into its proposal; resolves when both are in the log. */
  async function write(boardId: BoardId, ideaId: IdeaId): Promise<void> {
    const board = await wanda.board(boardId)
    await until(() => cardsOf(board.doc).has(ideaId), 'the card')
    cardTitle(cardsOf(board.doc).get(ideaId))?.insert(0, 'Indeed: ')
    const proposal = await wanda.proposal(ideaId)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('and so on')])
    proposalContent(proposal.doc).push([paragraph])
    await until(async () => {
      const ids = [board.doc.clientID, proposal.doc.clientID]
      const rows = await rowsOf('sync_updates', [boardDocument(boardId), proposalDocument(ideaId)])
      return ids.every((id) => rows.some((row) => Number(row['client_id']) === id))
    }, 'the rows')
    board.close()
    proposal.close()
  }

  async function boardWithIdea(naming: 'named' | 'anonymous') {
    const { boardId } = await lead.must('board.create', { title: 'Say it', naming })
    const { ideaId } = await wanda.must('idea.add', { boardId, text: 'a thought' })
    return { boardId, ideaId, documents: [boardDocument(boardId), proposalDocument(ideaId)] }
  }

  const keysOf = async (boardId: BoardId) =>
    (await world.app.database.pool.query('select key from authorship_keys where board_id = $1', [boardId])).rows.length

  test('a named board keeps its writers by user and session', async () => {
    const { boardId, ideaId, documents } = await boardWithIdea('named')
    await write(boardId, ideaId)
    const rows = await rowsOf('sync_updates', documents)
    const written = rows.filter((row) => row['user_id'] === wanda.userId)
    expect(written.length).toBeGreaterThanOrEqual(2)
    expect(written.every((row) => row['session_id'] !== null)).toBe(true)
    const leases = await rowsOf('sync_clients', documents)
    expect(leases.filter((row) => row['owner'] === wanda.userId)).toHaveLength(2)
    expect(await keysOf(boardId)).toBe(0)
  })

  test('an anonymous board keeps a hash of its writers: no user and no session is anywhere in the log', async () => {
    const { boardId, ideaId, documents } = await boardWithIdea('anonymous')
    await write(boardId, ideaId)
    const sessions = await world.app.database.pool.query('select id, token, user_id from session', [])
    const people = sessions.rows.flatMap((row) => [row['id'], row['token'], row['user_id']].map(String))
    expect(people).toContain(wanda.userId)
    const rows = [...(await rowsOf('sync_updates', documents)), ...(await rowsOf('sync_clients', documents))]
    const kept = JSON.stringify(rows.map((row) => ({ ...row, bytes: row['bytes'] && String(row['bytes']) })))
    expect(people.filter((word) => kept.includes(word))).toEqual([])
    expect(rows.every((row) => (row['session_id'] ?? null) === null)).toBe(true)

    const owners = new Map<string, Set<string>>(documents.map((name) => [name, new Set()]))
    for (const row of rows) {
      const owner: unknown = row['owner'] ?? row['user_id']
      if (typeof owner === 'string') owners.get(String(row['document']))?.add(owner)
    }
    const [onBoard, inProposal] = [...owners.values()].map((names) => [...names])
    expect([onBoard?.length, inProposal?.length]).toEqual([1, 1])
    expect(onBoard).not.toEqual(inProposal) // two documents' authors cannot be told to be one
  })

  test('the key dies with the closing of the board, and an opened board begins with another', async () => {
    const { boardId, ideaId, documents } = await boardWithIdea('anonymous')
    await write(boardId, ideaId)
    expect(await keysOf(boardId)).toBe(1)
    const before = await rowsOf('sync_clients', documents)
    await lead.must('board.archive', { boardId })
    await world.settled()
    expect(await keysOf(boardId)).toBe(0)
    const reading = await wanda.board(boardId)
    expect(await keysOf(boardId)).toBe(0)
    reading.close()

    await lead.must('board.restore', { boardId })
    await world.settled()
    await write(boardId, ideaId)
    expect(await keysOf(boardId)).toBe(1)
    const owners = (rows: Record<string, unknown>[]) =>
      rows.map((row) => row['owner']).filter((owner) => owner !== null)
    const after = await rowsOf('sync_clients', documents)
    const news = owners(after).filter((owner) => !owners(before).includes(owner))
    expect(news).toHaveLength(2)
  })
})
