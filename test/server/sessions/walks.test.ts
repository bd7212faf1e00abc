// Owns: walks of everything people can do in a session, on a real PostgreSQL: steps on and back, the row of steps changed under
// way, votes, leaders who come, go and hand over, everybody called to a card. After each turn everything is judged.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../server/platform/command.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { enqueue } from '../../../server/platform/outbox.ts'
import { createLeadWatch } from '../../../server/sessions/lead-watch.ts'
import { LEAD_GONE_AFTER_MS } from '../../../shared/limits.ts'
import type { IdeaId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Phase } from '../../../shared/session.ts'
import { OPEN, phase } from '../../support/phases.ts'
import { missing } from '../../support/services.ts'
import { seeded } from '../sync/support/fakes.ts'
import { reasonOf, type SessionWorld, sessionWorld, valueOf } from './world.ts'

const SEEDS = [1, 14, 46]
const TURNS = 90
const PATIENCE_MS = 60_000 // some two thousand statements on a busy machine
const round = { budget: 3, maxPerIdea: 2, blind: true, secret: true }
const PHASES = [
  phase('secret', { policy: { ...OPEN, sealed: true } }),
  phase('open'),
  phase('vote', { kind: 'vote', round }),
  phase('talk'),
]
// biome-ignore format: what comes more often stands here more often
const OPS = ['go', 'go', 'go', 'undo', 'undo', 'add', 'add', 'add', 'vote', 'shut', 'plan', 'plan', 'come', 'leave', 'leave', 'look', 'look', 'share', 'hand-over', 'deputy', 'take-over', 'facilitator', 'facilitator', 'facilitator', 'call', 'call', 'let-go', 'roam', 'like'] as const

/** Why a step may not be undone. Anything else would be a step that lost its way back. */
const NO_UNDO = ['nothing-to-undo', 'revealed-in-use', 'written-since', 'round-has-votes', 'forbidden']

describe.skipIf(missing('postgres'))('walks', () => {
  let world: SessionWorld
  beforeAll(async () => {
    world = await sessionWorld()
  })
  afterAll(() => world?.close())

  test.each(SEEDS)(
    'seed %i: one phase is on, nothing is lost, and somebody can always lead',
    { timeout: PATIENCE_MS },
    async (seed) => {
      const walk = await begin(seeded(seed))
      for (let turn = 0; turn < TURNS; turn++) {
        const what = walk.pick(OPS)
        await walk.turn(what, turn)
        await walk.judge(`seed ${seed}, turn ${turn}: ${what}`)
      }
      await walk.end()
    },
  )

  async function begin(random: () => number) {
    const { boardId, fay, ann, ben } = await world.workshop()
    const eve = world.actor(await world.person('eve'), { name: 'eve', roles: new Set(['member']) })
    await world.join(boardId, eve.userId, 'participant')
    const all = [fay, ann, ben, eve]
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    valueOf(await world.run('session.start', fay, { boardId, recipe: 'own', phases: PHASES }))

    const here = new Set<string>([fay.userId])
    let watchedAt = Date.now()
    const watch = createLeadWatch({
      db: world.db,
      transaction: (work) => world.db.transaction(work),
      enqueue,
      now: () => new Date(watchedAt),
      peopleOn: (asked) => (asked === boardId ? here : new Set()),
    })
    await watch.look()
    watchedAt += LEAD_GONE_AFTER_MS

    let written = 0
    const roaming = new Set<string>()
    /** How everything stood before each step that can still be undone. */
    const before: Awaited<ReturnType<typeof stands>>[] = []
    const at = async () => (await world.session(boardId))!
    const steps = async () => (await world.steps((await at()).id)).filter((step) => !step.undoneAt)
    const openRounds = async () =>
      (await world.rounds(boardId)).filter((one) => one.closedAt === null).map((one) => one.id)
    const facilitators = async () => {
      const members = await world.db.select().from(schema.boardMembers).where(eq(schema.boardMembers.boardId, boardId))
      return members.filter((row) => row.role === 'facilitator' && !row.removedAt).map((row) => row.userId)
    }
    const mayLead = async () => new Set<string>([...(await facilitators()), ...(await at()).leads])

    async function stands() {
      const { phaseId, roundId } = await at()
      const open = await openRounds()
      const sealed = world.ids(await world.sealedOn(boardId))
      return { phaseId, roundId: open.includes(roundId ?? '') ? roundId : null, open, sealed }
    }

    /** By somebody, who is let if they may lead and told so if not. */
    async function led(who: Actor, ask: () => Promise<Outcome<unknown>>): Promise<void> {
      const may = (await mayLead()).has(who.userId)
      const reason = reasonOf(await ask())
      expect([who.name, may, reason === 'forbidden']).toEqual([who.name, may, !may])
    }

    async function plan(who: Actor, turn: number): Promise<void> {
      const { phases } = await at()
      const place = Math.floor(random() * phases.length)
      const extra = phase(`extra-${turn}`, random() < 0.5 ? { timerMs: 60_000 } : { kind: 'vote', round })
      const other = phases[place]!
      const changed: Phase[][] = [
        [...phases, extra],
        phases.toSpliced(place, 1),
        phases.toSpliced(place, 1).toSpliced(Math.floor(random() * phases.length), 0, other),
        phases.with(place, { ...other, round: other.round ? null : round }),
        phases.with(place, { ...other, policy: { ...other.policy, sealed: !other.policy.sealed } }),
      ]
      await led(who, () => world.run('session.plan', who, { boardId, phases: pick(changed) }))
    }

    async function undo(who: Actor): Promise<void> {
      const from = (await at()).phaseId
      let done = false
      await led(who, async () => {
        const outcome = await world.run('session.undo', who, { boardId, from })
        if (!outcome.ok) expect(NO_UNDO).toContain(outcome.error.reason)
        done = outcome.ok
        return outcome
      })
      if (!done) return
      const { sealed, ...restored } = await stands()
      const { sealed: sealedThen, ...earlier } = before.pop()!
      expect(restored).toEqual(earlier)
      // What was written since is on the board, or as sealed as the phase; what was sealed then is again.
      expect(sealed).toEqual(expect.arrayContaining(sealedThen))
    }

    async function takeOver(who: Actor): Promise<void> {
      const { deputyId, leadState } = await at()
      const may = (await mayLead()).has(who.userId) || (deputyId === who.userId && leadState === 'nobody')
      const taken = await world.run('session.take-over', who, { boardId })
      expect([who.name, reasonOf(taken)]).toEqual([who.name, may ? 'done' : 'lead-is-here'])
      if (may) expect((await at()).ledBy).toBe(who.userId)
    }

    async function turn(what: (typeof OPS)[number], number: number): Promise<void> {
      const who = pick(all)
      const userId = pick(all).userId
      const was = await stands()
      const stepsBefore = (await steps()).length
      if (what === 'go') {
        const to = pick((await at()).phases).phaseId
        await led(who, () => world.run('session.advance', who, { boardId, from: was.phaseId, to, now: random() < 0.6 }))
      } else if (what === 'shut') {
        await world.graceOver(boardId)
        await world.closing.sweep()
      } else if (what === 'undo') await undo(who)
      else if (what === 'plan') await plan(who, number)
      else if (what === 'add') {
        if ((await world.run('idea.add', pick([ann, ben]), { boardId, text: `Idea ${number}` })).ok) written++
      } else if (what === 'vote') {
        const ideas = await world.ideasOn(boardId)
        if (!was.roundId || ideas.length === 0) return
        const ideaId = pick(ideas).id as IdeaId
        await world.run('vote.cast', pick([ann, ben]), { roundId: was.roundId, ideaId, votes: 1 })
      } else if (what === 'come') here.add(who.userId)
      else if (what === 'leave') here.delete(who.userId)
      else if (what === 'look') await look()
      else if (what === 'take-over') await takeOver(who)
      else if (what === 'share')
        await led(who, () => world.run('session.share-lead', who, { boardId, userId, leads: random() < 0.6 }))
      else if (what === 'hand-over') await led(who, () => world.run('session.hand-over', who, { boardId, userId }))
      else if (what === 'deputy') {
        const deputy = random() < 0.8 ? userId : null
        await led(who, () => world.run('session.deputy', who, { boardId, userId: deputy }))
      } else if (what === 'facilitator') {
        const name = pick(['board.add-facilitator', 'board.remove-facilitator'] as const)
        await world.run(name, who, { boardId, userId })
      } else if (what === 'roam') {
        const roams = random() < 0.6
        valueOf(await world.run('session.roam', who, { boardId, roams }))
        roaming[roams ? 'add' : 'delete'](who.userId)
      } else if (what === 'let-go') await led(who, () => world.run('session.summon', who, { boardId, ideaId: null }))
      else {
        const ideas = await world.ideasOn(boardId)
        if (ideas.length === 0) return
        const ideaId = pick(ideas).id as IdeaId
        if (what === 'call') await led(who, () => world.run('session.summon', who, { boardId, ideaId }))
        else await world.run('idea.like', who, { ideaId, liked: random() < 0.5 })
      }
      if ((await steps()).length > stepsBefore) before.push(was)
      if ((await at()).phaseId !== was.phaseId) expect((await at()).summons).toBeNull()
    }

    /** Half a minute later: those without a connection are gone. */
    async function look(): Promise<void> {
      const long = sql`now() - interval '31 seconds'`
      await world.db
        .update(schema.sessions)
        .set({ ledSeenAt: long, leadsSeenAt: long })
        .where(and(eq(schema.sessions.boardId, boardId), isNull(schema.sessions.endedAt)))
      await watch.look()
      const [may, { ledBy, leadState }] = [await mayLead(), await at()]
      const led = ledBy !== null && may.has(ledBy) && here.has(ledBy)
      const state = led ? 'here' : [...may].some((userId) => here.has(userId)) ? 'away' : 'nobody'
      expect(leadState).toBe(state)
    }

    async function judge(where: string): Promise<void> {
      const session = await at()
      const on = session.phases.filter(({ phaseId }) => phaseId === session.phaseId)
      expect(on, where).toHaveLength(1)
      expect(session.policy, where).toEqual(on[0]?.policy)
      expect(session.closesAt === null, where).toBe(session.closingTo === null)
      if (session.closingTo) expect(session.phases.map(({ phaseId }) => phaseId)).toContain(session.closingTo)
      expect(await openRounds(), where).toEqual(on[0]?.round ? [session.roundId] : [])
      const [ideas, sealed] = [await world.ideasOn(boardId), await world.sealedOn(boardId)]
      if (!session.policy.sealed) expect(sealed, where).toEqual([])
      expect(sealed.length + ideas.length, where).toBe(written)
      const published = await world.ledger(boardId)
      expect(published?.receipts, where).toHaveLength((await steps()).flatMap((step) => step.revealed).length)
      const may = await mayLead()
      expect((await facilitators()).length, where).toBeGreaterThan(0)
      const by = published?.lead?.by
      if (by) expect([where, may.has(by.userId)]).toEqual([where, true])
      if (published?.summons) expect(world.ids(ideas), where).toContain(published.summons.ideaId)
      expect(published?.roaming, where).toBe(roaming.size)
    }

    async function end(): Promise<void> {
      const ids = await facilitators()
      const leads = all.filter(({ userId }) => ids.includes(userId))
      valueOf(await world.run('session.end', leads[0]!, { boardId }))
      expect(await world.ledger(boardId)).toMatchObject({ endedAt: expect.any(Number), summons: null, sealed: null })
      expect(await world.ideasOn(boardId)).toHaveLength(written)
      expect(await openRounds()).toEqual([])
      for (const who of all.filter((one) => !leads.includes(one))) {
        expect(reasonOf(await world.run('session.start', who, { boardId, recipe: 'brainstorm' }))).toBe('forbidden')
      }
    }

    return { pick, turn, judge, end }
  }
})
