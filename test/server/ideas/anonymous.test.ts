// F78, R5: on an anonymous board no path tells who wrote an idea or a comment: no answer, no document, no table, no time.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { destroySecret, markerFor } from '../../../server/boards/marks.ts'
import { listComments } from '../../../server/discussion/reads.ts'
import { listIdeas, readMine } from '../../../server/ideas/reads.ts'
import { ideaView } from '../../../server/ideas/view.ts'
import { ideasById } from '../../../server/ideas/store.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { boardDocument, ledgerDocument } from '../../../shared/documents.ts'
import type { BoardId, CommentId, IdeaId, Naming } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from '../boards/world.ts'

const HOUR_MS = 3_600_000

describe.skipIf(missing('postgres'))('an anonymous board', () => {
  let world: BoardWorld
  let lead: Actor
  let writers: Actor[]
  let boardId: BoardId
  const ideaOf = new Map<string, IdeaId>()
  const commentOf = new Map<string, CommentId>()

  beforeAll(async () => {
    world = await boardWorld()
    lead = await world.member('lead')
    boardId = (await world.must(lead, 'board.create', { title: 'Safe', naming: 'anonymous' })).boardId
    writers = [await world.member('wanda'), await world.member('walter'), await world.guest(boardId, 'wim')]
    for (const [i, writer] of writers.entries()) {
      world.clock.advance(61_000)
      const { ideaId } = await world.must(writer, 'idea.add', { boardId, text: `canary ${i}` })
      ideaOf.set(writer.userId, ideaId)
    }
    for (const writer of writers) {
      world.clock.advance(61_000)
      const ideaId = ideaOf.get(writers[0]!.userId)!
      const { commentId } = await world.must(writer, 'comment.add', { ideaId, text: `said by somebody` })
      commentOf.set(writer.userId, commentId)
      await world.must(writer, 'idea.update', { ideaId: ideaOf.get(writer.userId)!, details: 'more' })
      await world.must(writer, 'comment.update', { commentId, text: 'said better by somebody' })
    }
  })
  afterAll(() => world.close())

  const place = async (actor: Actor) => (await world.place(actor, 'board', boardId))!

  test('no answer names an author, to anybody, themselves included', async () => {
    for (const viewer of [lead, ...writers]) {
      const ideas = await listIdeas(world.db, viewer, await place(viewer), world.readDeps)
      const at = (await world.place(viewer, 'idea', ideaOf.get(writers[0]!.userId)!))!
      const comments = await listComments(world.db, viewer, at, world.readDeps)
      const said = JSON.stringify([ideas, comments])
      for (const writer of writers) {
        expect(said).not.toContain(writer.userId)
        expect(said).not.toContain(writer.name)
      }
    }
  })

  test('each still knows what is their own, and nobody else does', async () => {
    for (const viewer of [lead, ...writers]) {
      const mine = await readMine(world.db, viewer, await place(viewer), world.readDeps)
      const own = ideaOf.get(viewer.userId)
      expect(mine.ok && mine.value.ideas).toEqual(own ? [own] : [])
      const at = (await world.place(viewer, 'idea', ideaOf.get(writers[0]!.userId)!))!
      const comments = await listComments(world.db, viewer, at, world.readDeps)
      const flagged = comments.ok ? comments.value.filter(({ mine }) => mine).map(({ commentId }) => commentId) : []
      expect(flagged).toEqual(commentOf.has(viewer.userId) ? [commentOf.get(viewer.userId)] : [])
    }
  })

  test('times are told by the hour; a discussion keeps its order within it', async () => {
    const ideas = await listIdeas(world.db, lead, await place(lead), world.readDeps)
    if (!ideas.ok) throw new Error('no list')
    for (const { createdAt } of ideas.value) expect(createdAt % HOUR_MS).toBe(0)
    const at = (await world.place(lead, 'idea', ideaOf.get(writers[0]!.userId)!))!
    const comments = await listComments(world.db, lead, at, world.readDeps)
    if (!comments.ok) throw new Error('no comments')
    expect(comments.value.map(({ commentId }) => commentId)).toEqual(writers.map(({ userId }) => commentOf.get(userId)))
    for (const { createdAt, editedAt } of comments.value) {
      expect(createdAt % HOUR_MS).toBeLessThan(writers.length)
      expect((editedAt ?? 0) % HOUR_MS).toBe(0)
    }
  })

  test('no row of any table, and no row of the outbox, links an idea or comment with a person', async () => {
    const texts = [...ideaOf.values(), ...commentOf.values()]
    const dump = await world.dump()
    expect(dump.get('outbox')?.length).toBeGreaterThan(0)
    for (const [table, rows] of dump) {
      for (const row of rows) {
        const said = JSON.stringify(row)
        const link = texts.some((id) => said.includes(id)) && writers.some(({ userId }) => said.includes(userId))
        expect([table, link]).toEqual([table, false])
      }
    }
  })

  test('no comparison of tables leads from an idea to a person: the marks mean nothing without the secret', async () => {
    const marks = await world.db.execute<{ id: string; mark: string }>(
      sql`select id, encode(author_mark, 'hex') as mark from ideas union all
          select id, encode(author_mark, 'hex') from comments`,
    )
    expect(new Set(marks.rows.map(({ mark }) => mark)).size).toBe(marks.rows.length) // never the same twice
    const dump = await world.dump()
    for (const [table, rows] of dump) {
      if (table === 'ideas' || table === 'comments') continue
      const said = JSON.stringify(rows)
      for (const { mark } of marks.rows) expect([table, said.includes(mark)]).toEqual([table, false])
    }
  })

  test('the live documents and what was announced hold no name and no id of a writer', async () => {
    await world.deliver()
    const said = JSON.stringify([
      world.documents.doc(ledgerDocument(boardId)).getMap('ideas').toJSON(),
      world.documents.doc(boardDocument(boardId)).getMap('cards').toJSON(),
    ])
    for (const writer of writers) {
      expect(said).not.toContain(writer.userId)
      expect(said).not.toContain(writer.name)
      expect(said).toContain(ideaOf.get(writer.userId)!)
    }
  })

  test('a name on behalf of somebody is refused', async () => {
    const outcome = await world.send(lead, 'idea.add', { boardId, text: 'x', onBehalfOf: 'Wanda' })
    expect(outcome.ok ? 'done' : outcome.error.reason).toBe('no-names-here')
  })

  test('even a row that holds a name by mistake is shown without it: unknown namings open nothing', async () => {
    const [row] = await ideasById(world.db, [ideaOf.get(writers[0]!.userId)!])
    const forged = { ...row!, authorId: lead.userId, onBehalfOf: 'Wanda' }
    const people = await world.ideaSources.people(world.db, [lead.userId], null)
    for (const naming of ['anonymous', 'something-new', ''] as Naming[]) {
      const view = ideaView(forged, { naming, people, tallies: new Map(), escalations: new Map() })
      expect([view.author, view.onBehalfOf]).toEqual([null, null])
    }
  })

  test('when the secret is destroyed every link is cut, for the authors too', async () => {
    const other = (await world.must(lead, 'board.create', { title: 'Cut', naming: 'anonymous' })).boardId
    const { ideaId } = await world.must(lead, 'idea.add', { boardId: other, text: 'x' })
    expect((await world.place(lead, 'idea', ideaId))?.standing.has('author')).toBe(true)
    await world.db.transaction((tx) => destroySecret(tx, other))
    expect((await world.place(lead, 'idea', ideaId))?.standing.has('author')).toBe(false)
    expect(await markerFor(world.db, other)).toBeNull()
    await expect(world.send(lead, 'idea.add', { boardId: other, text: 'y' })).rejects.toThrow('without a secret')
  })
})
