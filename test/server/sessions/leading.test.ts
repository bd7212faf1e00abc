// Owns: who leads a session, on a real PostgreSQL: rights that end with it, handing over, the deputy, and what two nodes
// find together of who is there (F48).
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../server/platform/command.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { enqueue } from '../../../server/platform/outbox.ts'
import { createLeadWatch } from '../../../server/sessions/lead-watch.ts'
import { leadStateOf, takeOver } from '../../../server/sessions/leading.ts'
import { LEAD_GONE_AFTER_MS, LEADS_MAX_PER_SESSION } from '../../../shared/limits.ts'
import type { BoardId, UserId } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { reasonOf, type SessionWorld, sessionWorld, valueOf } from './world.ts'

describe('rules', () => {
  test('who has no connection for half a minute is away; nobody leads when none who may lead has one', () => {
    const [here, gone] = [LEAD_GONE_AFTER_MS - 1, LEAD_GONE_AFTER_MS]
    expect(leadStateOf({ ledMs: here, anyMs: here })).toBe('here')
    expect(leadStateOf({ ledMs: gone, anyMs: here })).toBe('away')
    expect(leadStateOf({ ledMs: gone, anyMs: gone })).toBe('nobody')
  })

  test('who may lead takes over at any time, the deputy when nobody leads, and nobody else', () => {
    for (const state of ['here', 'away', 'nobody'] as const) {
      expect(takeOver({ mayLead: true, isDeputy: false, state })).toMatchObject({ ok: true, value: { grants: false } })
      const deputy = reasonOf(takeOver({ mayLead: false, isDeputy: true, state }))
      expect([state, deputy]).toEqual([state, state === 'nobody' ? 'done' : 'lead-is-here'])
      expect(reasonOf(takeOver({ mayLead: false, isDeputy: false, state }))).toBe('lead-is-here')
    }
  })
})

describe.skipIf(missing('postgres'))('who leads a session', () => {
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
    valueOf(await world.run('session.start', fay, { boardId, recipe: 'brainstorm' }))
  })

  const lead = async () => (await world.ledger(boardId))?.lead
  const pause = (who: Actor) => world.run('session.timer', who, { boardId, set: 'pause' })
  const nameOf = ({ userId, name }: Actor) => ({ userId, name })
  /** As if nobody had been seen for longer than that, by the database's clock. */
  const unseen = () =>
    world.db
      .update(schema.sessions)
      .set({ ledSeenAt: sql`now() - interval '31 seconds'`, leadsSeenAt: sql`now() - interval '31 seconds'` })
      .where(eq(schema.sessions.boardId, boardId))

  test('who started is in the lead; who is made a leader leads until they no longer are, or it ends', async () => {
    expect(await lead()).toEqual({ by: nameOf(fay), state: 'here', deputy: null, others: [] })
    expect(reasonOf(await pause(ann))).toBe('forbidden')
    const share = (leads: boolean) => world.run('session.share-lead', fay, { boardId, userId: ann.userId, leads })
    valueOf(await share(true))
    expect((await lead())?.others).toEqual([nameOf(ann)])
    valueOf(await pause(ann))
    valueOf(await share(false))
    expect((await lead())?.others).toEqual([])
    expect(reasonOf(await pause(ann))).toBe('forbidden')
    valueOf(await share(true))
    valueOf(await world.run('session.end', fay, { boardId }))
    expect(reasonOf(await world.run('session.start', ann, { boardId, recipe: 'brainstorm' }))).toBe('forbidden')
  })

  test('a phase in which only facilitators write is also for who leads the session', async () => {
    valueOf(await world.run('session.share-lead', fay, { boardId, userId: ann.userId, leads: true }))
    const { phases, phaseId } = (await world.session(boardId))!
    const talk = phases.find(({ kind }) => kind === 'discuss')!
    valueOf(await world.run('session.advance', fay, { boardId, from: phaseId, to: talk.phaseId, now: true }))
    valueOf(await world.run('idea.add', ann, { boardId, text: 'One more' }))
    expect(reasonOf(await world.run('idea.add', ben, { boardId, text: 'Mine too' }))).toBe('not-in-this-phase')
  })

  test('handed over: another is in the lead, who handed over may lead still; nobody in the lead may not lead', async () => {
    valueOf(await world.run('session.hand-over', fay, { boardId, userId: ann.userId }))
    expect(await lead()).toMatchObject({ by: nameOf(ann), others: [nameOf(ann)] })
    valueOf(await pause(ann))
    valueOf(await pause(fay))
    valueOf(await world.run('session.share-lead', fay, { boardId, userId: ann.userId, leads: false }))
    expect((await lead())?.by).toEqual(nameOf(fay))
  })

  test('a guest, a stranger and one more than the most are refused; somebody shown out leads no more', async () => {
    const ask = (userId: UserId) => world.run('session.share-lead', fay, { boardId, userId, leads: true })
    const guest = await world.person('gus', { guest: true })
    await world.join(boardId, guest)
    expect(reasonOf(await ask(guest))).toBe('guest-cannot-lead')
    expect(reasonOf(await ask(await world.person('far away')))).toBe('no-such-person')
    for (let n = 0; n < LEADS_MAX_PER_SESSION; n++) {
      const userId = await world.person(`lead ${n}`)
      await world.join(boardId, userId)
      valueOf(await ask(userId))
    }
    expect(reasonOf(await ask(ann.userId))).toBe('too-many')
    const shownOut = (await lead())!.others[0]!
    await world.db
      .update(schema.boardMembers)
      .set({ removedAt: new Date() })
      .where(eq(schema.boardMembers.userId, shownOut.userId))
    expect((await lead())?.others).toHaveLength(LEADS_MAX_PER_SESSION - 1)
    expect(reasonOf(await pause(world.actor(shownOut.userId as UserId)))).toBe('not-found')
  })

  test('F48 when nobody who leads is there, on any node, the deputy takes over, and nothing stopped meanwhile', async () => {
    const here = { one: new Set<string>(), two: new Set<string>() }
    let at = Date.now()
    const node = (people: ReadonlySet<string>) =>
      createLeadWatch({
        db: world.db,
        transaction: (work) => world.db.transaction(work),
        enqueue,
        now: () => new Date(at),
        peopleOn: (asked) => (asked === boardId ? people : new Set()),
      })
    const [one, two] = [node(here.one), node(here.two)]
    const looks = async () => (await one.look(), await two.look())
    const take = (who: Actor) => world.run('session.take-over', who, { boardId })
    valueOf(await world.run('session.deputy', fay, { boardId, userId: ben.userId }))
    await unseen()
    await looks()
    expect([(await lead())?.state, 'just started: nobody can be judged']).toEqual(['here', expect.any(String)])
    at += LEAD_GONE_AFTER_MS

    here.two.add(fay.userId)
    await two.look()
    await looks()
    expect((await lead())?.state).toBe('here')
    expect(reasonOf(await take(ben))).toBe('lead-is-here')

    const before = (await world.session(boardId))!
    here.two.clear()
    await unseen()
    await looks()
    expect(await lead()).toMatchObject({ state: 'nobody', by: nameOf(fay), deputy: nameOf(ben) })
    const after = (await world.session(boardId))!
    expect([after.phaseId, after.timer]).toEqual([before.phaseId, before.timer])
    expect(reasonOf(await take(ann))).toBe('lead-is-here')
    valueOf(await take(ben))
    expect(await lead()).toMatchObject({ state: 'here', by: nameOf(ben) })
    valueOf(await pause(ben))
    // Who led comes back, and may lead still.
    valueOf(await pause(fay))
    valueOf(await take(fay))
    expect(await lead()).toMatchObject({ by: nameOf(fay), others: [nameOf(ben)] })
  })

  test('who is in the lead is away while another who may lead is there, and here again once they are back', async () => {
    const people = new Set([ann.userId as string])
    let at = 0
    const watch = createLeadWatch({
      db: world.db,
      transaction: (work) => world.db.transaction(work),
      enqueue,
      now: () => new Date(at),
      peopleOn: () => people,
    })
    valueOf(await world.run('session.share-lead', fay, { boardId, userId: ann.userId, leads: true }))
    await watch.look()
    at += LEAD_GONE_AFTER_MS
    await unseen()
    await watch.look()
    expect((await lead())?.state).toBe('away')
    people.add(fay.userId)
    await watch.look()
    expect((await lead())?.state).toBe('here')
  })
})
