// Owns: everybody called to a card, on a real PostgreSQL: only to a card that is there, with a time, until the next step;
// and those who go their own way, as a count.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../server/platform/command.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import { OPEN, phase } from '../../support/phases.ts'
import { missing } from '../../support/services.ts'
import { reasonOf, type SessionWorld, sessionWorld, valueOf } from './world.ts'

describe.skipIf(missing('postgres'))('everybody to a card', () => {
  let world: SessionWorld
  let boardId: BoardId
  let fay: Actor
  let ann: Actor
  let ben: Actor
  beforeAll(async () => {
    world = await sessionWorld()
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ;({ boardId, fay, ann, ben } = await world.workshop())
    const phases = [phase('open'), phase('secret', { policy: { ...OPEN, sealed: true } }), phase('more')]
    valueOf(await world.run('session.start', fay, { boardId, recipe: 'own', phases }))
  })

  const add = async (text: string) => valueOf(await world.run('idea.add', ann, { boardId, text })).ideaId
  const call = (ideaId: IdeaId | null) => world.run('session.summon', fay, { boardId, ideaId })
  const summons = async () => (await world.ledger(boardId))?.summons
  const go = (from: string, to: string) => world.run('session.advance', fay, { boardId, from, to, now: true })

  test('says which card and since when, by the database; again is later; and it can be let go', async () => {
    const ideaId = await add('Soup')
    valueOf(await call(ideaId))
    const first = await summons()
    expect(first).toEqual({ ideaId, at: expect.any(Number) })
    valueOf(await call(ideaId))
    expect((await summons())!.at).toBeGreaterThan(first!.at)
    valueOf(await call(null))
    expect(await summons()).toBeNull()
  })

  test('only to a card everybody can see: not one that is sealed, removed or of another board', async () => {
    const removed = await add('Bread')
    valueOf(await world.run('idea.remove', fay, { ideaId: removed }))
    const other = await world.workshop()
    const elsewhere = valueOf(await world.run('idea.add', other.ann, { boardId: other.boardId, text: 'Far' })).ideaId
    valueOf(await go('open', 'secret'))
    const sealed = await add('Hush')
    for (const ideaId of [removed, elsewhere, sealed]) expect(reasonOf(await call(ideaId))).toBe('no-such-idea')
    expect(reasonOf(await world.run('session.summon', ann, { boardId, ideaId: null }))).toBe('forbidden')
  })

  test('a step, its undo and the end let everybody go', async () => {
    const ideaId = await add('Soup')
    valueOf(await call(ideaId))
    valueOf(await go('open', 'secret'))
    expect(await summons()).toBeNull()
    valueOf(await call(ideaId))
    valueOf(await world.run('session.undo', fay, { boardId, from: 'secret' }))
    expect(await summons()).toBeNull()
    valueOf(await call(ideaId))
    valueOf(await world.run('session.end', fay, { boardId }))
    expect(await summons()).toBeNull()
  })

  test('who goes their own way is counted, once, also through phases', async () => {
    const roam = (who: Actor, roams: boolean) => world.run('session.roam', who, { boardId, roams })
    valueOf(await roam(ann, true))
    valueOf(await roam(ann, true))
    valueOf(await roam(ben, true))
    valueOf(await go('open', 'secret'))
    expect((await world.ledger(boardId))?.roaming).toBe(2)
    valueOf(await roam(ann, false))
    expect((await world.ledger(boardId))?.roaming).toBe(1)
  })
})
