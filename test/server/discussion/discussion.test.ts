// The discussion of an idea: what people say, and every refusal.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listComments } from '../../../server/discussion/reads.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { comments } from '../../../server/platform/database/schema/index.ts'
import { ledgerDocument, ledgerIdeas } from '../../../shared/documents.ts'
import { COMMENTS_MAX_PER_IDEA, COMMENT_MAX_CHARS } from '../../../shared/limits.ts'
import type { BoardId, CommentId, IdeaId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from '../boards/world.ts'

const refusal = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind} ${outcome.error.reason}`)

describe.skipIf(missing('postgres'))('discussion', () => {
  let world: BoardWorld
  let ada: Actor
  let ben: Actor
  let boardId: BoardId
  let ideaId: IdeaId
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
    ben = await world.member('ben')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    boardId = (await world.must(ada, 'board.create', { title: 'Lunch' })).boardId
    ideaId = (await world.must(ada, 'idea.add', { boardId, text: 'Soup' })).ideaId
  })

  const said = async (actor: Actor) => {
    const place = await world.place(actor, 'idea', ideaId)
    const outcome = await listComments(world.db, actor, place!, world.readDeps)
    if (!outcome.ok) throw new Error(outcome.error.reason)
    return outcome.value
  }
  const ledgerComments = () => ledgerIdeas(world.documents.doc(ledgerDocument(boardId))).get(ideaId)?.comments

  test('comments stand in the order they were made, with their author, and which are mine', async () => {
    await world.must(ada, 'comment.add', { ideaId, text: 'first' })
    await world.must(ben, 'comment.add', { ideaId, text: 'second' })
    await world.must(await world.guest(boardId, 'gus'), 'comment.add', { ideaId, text: 'third' })
    expect((await said(ben)).map(({ text, author, mine }) => [text, author?.name, mine])).toEqual([
      ['first', 'ada', false],
      ['second', 'ben', true],
      ['third', 'gus', false],
    ])
  })

  test('the ledger counts them, and tells of a changed one by its revision', async () => {
    const { commentId } = await world.must(ada, 'comment.add', { ideaId, text: 'first' })
    const rows = await world.deliver()
    expect(rows.map(({ topic }) => topic)).toContain('comment.added')
    expect(ledgerComments()).toBe(1)
    const rev = () => ledgerIdeas(world.documents.doc(ledgerDocument(boardId))).get(ideaId)!.rev
    const before = rev()
    await world.must(ada, 'comment.update', { commentId, text: 'better' })
    await world.deliver()
    expect(rev()).toBeGreaterThan(before)
    expect((await said(ben))[0]).toMatchObject({ text: 'better', editedAt: world.clock.now() })
    await world.must(ada, 'comment.remove', { commentId })
    await world.deliver()
    expect(ledgerComments()).toBe(0)
  })

  test('a comment that was taken back is gone, words and all; taking it back twice is no fault', async () => {
    const { commentId } = await world.must(ben, 'comment.add', { ideaId, text: 'regretted' })
    await world.must(ben, 'comment.remove', { commentId })
    expect(await said(ada)).toEqual([])
    expect(JSON.stringify((await world.dump()).get('comments'))).not.toContain('regretted')
    for (const name of ['comment.remove', 'comment.update'] as const) {
      expect(refusal(await world.send(ben, name, { commentId, text: 'x' }))).toMatch(/^(not-found|invalid)/)
    }
  })

  test('two who remove one comment in the same instant take one from the count', async () => {
    await world.must(ben, 'comment.add', { ideaId, text: 'stays' })
    const { commentId } = await world.must(ben, 'comment.add', { ideaId, text: 'goes' })
    await Promise.all([
      world.send(ben, 'comment.remove', { commentId }),
      world.send(ada, 'comment.remove', { commentId }),
    ])
    await world.deliver()
    expect(ledgerComments()).toBe(1)
  })

  test('only its author edits a comment; a facilitator may take it away', async () => {
    const { commentId } = await world.must(ben, 'comment.add', { ideaId, text: 'mine' })
    expect(refusal(await world.send(ada, 'comment.update', { commentId, text: 'yours' }))).toBe('forbidden forbidden')
    expect(refusal(await world.send(ada, 'comment.remove', { commentId }))).toBe('done')
  })

  test('one past the limits is refused: characters, and comments on one idea', async () => {
    const text = 'x'.repeat(COMMENT_MAX_CHARS)
    const { commentId } = await world.must(ada, 'comment.add', { ideaId, text })
    expect(refusal(await world.send(ada, 'comment.add', { ideaId, text: `${text}x` }))).toBe('invalid too-long')
    expect(refusal(await world.send(ada, 'comment.update', { commentId, text: `${text}x` }))).toBe('invalid too-long')
    expect(refusal(await world.send(ada, 'comment.add', { ideaId, text: '  ' }))).toBe('invalid empty')
    await world.db
      .insert(comments)
      .values(Array.from({ length: COMMENTS_MAX_PER_IDEA - 1 }, () => ({ id: world.newId(), ideaId, text: 'x' })))
    expect(refusal(await world.send(ada, 'comment.add', { ideaId, text: 'one more' }))).toBe(
      'conflict too-many-comments',
    )
    await world.must(ada, 'comment.remove', { commentId })
    expect(refusal(await world.send(ada, 'comment.add', { ideaId, text: 'one more' }))).toBe('done')
  })

  test('a proposed id answers the same again, and is refused for anything else', async () => {
    const commentId = world.newId() as CommentId
    const input = { ideaId, text: 'once', commentId }
    expect(await world.must(ada, 'comment.add', input)).toEqual({ commentId })
    expect(await world.must(ada, 'comment.add', input)).toEqual({ commentId })
    expect(refusal(await world.send(ada, 'comment.add', { ...input, text: 'other' }))).toBe('conflict id-taken')
    expect(refusal(await world.send(ben, 'comment.add', input))).toBe('conflict id-taken')
    expect(await said(ada)).toHaveLength(1)
  })

  test('what was said is not there for somebody who may not read the board', async () => {
    await world.must(ada, 'board.update', { boardId, joining: 'invited' })
    const place = (await world.place(ben, 'idea', ideaId))!
    expect(refusal(await listComments(world.db, ben, place, world.readDeps))).toBe('not-found not-found')
  })

  test('nothing is edited on an idea that was removed, or on an archived board', async () => {
    const { commentId } = await world.must(ada, 'comment.add', { ideaId, text: 'a' })
    await world.must(ada, 'idea.remove', { ideaId })
    expect(refusal(await world.send(ada, 'comment.update', { commentId, text: 'b' }))).toBe('conflict idea-removed')
    await world.must(ada, 'idea.restore', { ideaId })
    await world.must(ada, 'board.archive', { boardId })
    expect(refusal(await world.send(ada, 'comment.update', { commentId, text: 'b' }))).toBe('conflict board-archived')
  })
})
