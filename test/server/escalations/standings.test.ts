// Everybody × every move × every state, over the real commands: whose turn it is may make exactly the moves of that state, and
// nobody else any. Written by hand in one table: whoever changes a rule changes it here, too, and sees for whom.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANSWERS, type Answer, CASE_STATES, type CaseState } from '../../../shared/cases.ts'
import type { EscalationId, UserId } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type CasesWorld, casesWorld, reasonOf, type Saying } from './cases-world.ts'

const DAY_MS = 86_400_000
/** A few thousand statements on a busy machine. */
const PATIENCE_MS = 60_000
type Who = 'raiser' | 'author' | 'sponsor' | 'asked' | 'deputy' | 'next level' | 'keeper' | 'owner' | 'somebody'

/** Who may make which moves; nobody else may make any. */
const MAY: Record<CaseState, Partial<Record<Who, readonly Answer[]>>> = {
  'with-sponsor': { sponsor: ['endorse', 'ask', 'decline', 'hand-over'] },
  asked: { raiser: ['reply'], author: ['reply'] },
  'handed-over': { asked: ['accept', 'return'] },
  'with-deputy': { deputy: ['endorse', 'ask', 'decline', 'hand-over'] },
  'with-next-level': { 'next level': ['endorse', 'ask', 'decline', 'hand-over'] },
  'on-agenda': { keeper: ['endorse', 'ask', 'decline', 'hand-over'] },
  endorsed: { owner: ['start', 'realise', 'stop'] },
  'in-progress': { owner: ['realise', 'stop'] },
  declined: { raiser: ['raise-again'] },
  realised: {},
  stopped: { raiser: ['raise-again'] },
}

describe.skipIf(missing('postgres'))('everybody × every move × every state', () => {
  let world: CasesWorld
  let people: Record<Who, UserId>
  beforeAll(async () => {
    world = await casesWorld()
    const { ada, ben, vera, wim, dirk, bea, keeper } = world.people
    const [owner, somebody] = [await world.person('olga'), await world.person('sam')]
    people = {
      raiser: ada,
      author: ben,
      sponsor: vera,
      asked: wim,
      deputy: dirk,
      'next level': bea,
      keeper,
      owner,
      somebody,
    }
  })
  afterAll(() => world?.close())

  const dayAhead = (days: number) => new Date(world.now().getTime() + days * DAY_MS).toISOString().slice(0, 10)
  const commitment = () => ({ ownerId: people.owner, firstStep: 'Ask the canteen', dueOn: dayAhead(9) })
  const SAY: Record<Answer, () => Saying> = {
    endorse: () => ({ answer: 'endorse', commitment: commitment() }),
    ask: () => ({ answer: 'ask', question: 'Who pays?' }),
    reply: () => ({ answer: 'reply', text: 'We do' }),
    decline: () => ({ answer: 'decline', reason: 'No', wouldChange: 'A kitchen' }),
    'hand-over': () => ({ answer: 'hand-over', toId: people.asked }),
    accept: () => ({ answer: 'accept' }),
    return: () => ({ answer: 'return', reason: 'Not mine' }),
    start: () => ({ answer: 'start' }),
    realise: () => ({ answer: 'realise', words: 'There is soup' }),
    stop: () => ({ answer: 'stop', reason: 'No cook', learnt: 'Ask a cook first' }),
    'raise-again': () => ({ answer: 'raise-again', why: 'There is a kitchen' }),
  }
  const say = (who: Who, id: EscalationId, answer: Answer) => world.say(people[who], id, SAY[answer]())
  async function silence(): Promise<void> {
    world.advance(40 * DAY_MS)
    await world.clock.tick()
  }

  /** A case in that state, by the way one gets there. */
  async function caseIn(state: CaseState): Promise<EscalationId> {
    const id = await world.raised(await world.idea(), people.sponsor, people.raiser)
    const way: Record<CaseState, () => Promise<unknown>> = {
      'with-sponsor': async () => undefined,
      asked: () => say('sponsor', id, 'ask'),
      'handed-over': () => say('sponsor', id, 'hand-over'),
      'with-deputy': silence,
      'with-next-level': async () => (await silence(), silence()),
      'on-agenda': async () => (await silence(), await silence(), silence()),
      endorsed: () => say('sponsor', id, 'endorse'),
      'in-progress': async () => (await say('sponsor', id, 'endorse'), say('owner', id, 'start')),
      declined: () => say('sponsor', id, 'decline'),
      realised: async () => (await say('sponsor', id, 'endorse'), say('owner', id, 'realise')),
      stopped: async () => (await say('sponsor', id, 'endorse'), say('owner', id, 'stop')),
    }
    await way[state]()
    expect((await world.caseNow(id)).state).toBe(state)
    return id
  }

  test.each(CASE_STATES)('%s', { timeout: PATIENCE_MS }, async (state) => {
    const everybody = Object.keys(people) as Who[]
    let id = await caseIn(state)
    for (const who of everybody) {
      const allowed = MAY[state][who] ?? []
      const ideaId = await ideaOf(id)
      const [seen] = (await world.reads.casesOf(world.db, [ideaId], people[who])).get(ideaId)!
      expect([who, seen!.may]).toEqual([who, allowed.toSorted(inOrder)])
      for (const answer of ANSWERS) {
        const before = await world.caseNow(id)
        const entries = (await world.entries()).length
        const reason = reasonOf(await say(who, id, answer))
        if (allowed.includes(answer)) {
          expect([who, answer, reason]).toEqual([who, answer, 'done'])
          expect((await world.entries()).length).toBe(entries + 1)
          id = await caseIn(state)
        } else {
          expect([who, answer, reason]).toEqual([
            who,
            answer,
            expect.stringMatching(
              /^(conflict\/not-its-turn|forbidden\/not-your-move|conflict\/already-waiting|conflict\/idea-over)$/,
            ),
          ])
          expect(await world.caseNow(id)).toEqual(before)
          expect((await world.entries()).length).toBe(entries)
        }
      }
    }
  })

  const inOrder = (one: Answer, other: Answer) => ANSWERS.indexOf(one) - ANSWERS.indexOf(other)
  const ideaOf = async (id: EscalationId) =>
    (await world.entries()).find((entry) => entry.escalationId === id)!.ideaId as never
})
