// Owns: what arrives together is carried out together, and nobody pays for it with somebody else's trouble.
import { describe, expect, test } from 'vitest'
import { createGatherer, GROUP_MAX_ASKS, type Asked } from '../../../server/gateway/dispatch-group.ts'
import { KeyTaken } from '../../../server/gateway/idempotency.ts'
import type { UserId } from '../../../shared/model.ts'
import { done, type Outcome } from '../../../shared/outcome.ts'

let serial = 0

function ask(who: string, given: { id?: string; key?: string } = {}): Asked {
  const key = given.key ?? `key ${serial++}`
  return {
    actor: {
      userId: who as UserId,
      sessionId: `session of ${who}`,
      name: who,
      kind: 'guest',
      roles: new Set(),
      language: 'en',
    },
    name: 'vote.cast',
    id: given.id ?? 'round',
    input: {},
    claim: { hash: key, name: 'vote.cast', inputHash: 'same' },
  }
}

/** Carries out a group when told to. */
function stage(answer: (asks: readonly Asked[]) => Outcome<unknown>[] = (asks) => asks.map(() => done('stored'))) {
  const groups: Asked[][] = []
  const curtains: (() => void)[] = []
  const gather = createGatherer(async (asks) => {
    groups.push([...asks])
    await new Promise<void>((resolve) => curtains.push(resolve))
    return answer(asks)
  })
  async function next(): Promise<void> {
    curtains.shift()!()
    // Everything that follows from it without waiting for anything.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return { gather, groups, next, sizes: () => groups.map((group) => group.length) }
}

const names = (group: readonly Asked[] | undefined) => group?.map(({ actor }) => actor.userId)

describe('commands of one moment', () => {
  test('what arrives while a group is under way goes together in the next, in order', async () => {
    const { gather, groups, next } = stage()
    const answers = ['ada', 'ben', 'cleo', 'dirk'].map((who) => gather(ask(who)))
    expect(groups.map(names)).toEqual([['ada']])
    await next()
    expect(groups.map(names)).toEqual([['ada'], ['ben', 'cleo', 'dirk']])
    await next()
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 4 }, () => done('stored')))
  })

  test('nobody is answered before their group is carried out', async () => {
    const { gather, next } = stage()
    let answered = false
    const answer = gather(ask('ada')).then(() => (answered = true))
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(answered).toBe(false)
    await next()
    await answer
  })

  test('what is about different things does not wait for each other', () => {
    const { gather, groups } = stage()
    void gather(ask('ada', { id: 'one' }))
    void gather(ask('ben', { id: 'other' }))
    expect(groups.map(names)).toEqual([['ada'], ['ben']])
  })

  test('a group is no larger than its limit; one past it comes in the next', async () => {
    const { gather, next, sizes } = stage()
    void gather(ask('first'))
    for (let n = 0; n <= GROUP_MAX_ASKS; n++) void gather(ask(`voter ${n}`))
    await next()
    await next()
    expect(sizes()).toEqual([1, GROUP_MAX_ASKS, 1])
  })

  test('R7 a key sent twice waits for its first answer, and so does what its sender sent after it', async () => {
    const { gather, groups, next } = stage()
    void gather(ask('first'))
    void gather(ask('ada', { key: 'again' }))
    void gather(ask('ada', { key: 'again' }))
    void gather(ask('ada', { key: 'later' }))
    void gather(ask('ben'))
    await next()
    await next()
    expect(groups.map(names)).toEqual([['first'], ['ada', 'ben'], ['ada', 'ada']])
  })
})

describe('trouble', () => {
  const troubled = (trouble: (asks: readonly Asked[]) => Error | null) => {
    const groups: Asked[][] = []
    const gather = createGatherer(async (asks) => {
      groups.push([...asks])
      await Promise.resolve()
      const error = trouble(asks)
      if (error) throw error
      return asks.map(() => done('stored'))
    })
    return { gather, groups }
  }
  const kindOf = (settled: PromiseSettledResult<Outcome<unknown>>) => settled.status

  test('of one takes nobody else down: the group is taken apart', async () => {
    const { gather } = troubled((asks) =>
      asks.some(({ actor }) => actor.userId === 'eve') ? new Error('a bug that eve found') : null,
    )
    const settled = await Promise.allSettled(['ada', 'ben', 'eve', 'cleo'].map((who) => gather(ask(who))))
    expect(settled.map(kindOf)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  test('with the database is told to all at once, without asking it again for each', async () => {
    const away = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
    const { gather, groups } = troubled((asks) => (asks.length > 1 ? away : null))
    const settled = await Promise.allSettled(['ada', 'ben', 'cleo'].map((who) => gather(ask(who))))
    expect(settled.map(kindOf)).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(groups.map((group) => group.length)).toEqual([1, 2])
  })

  test('R7 a key that another node took meanwhile is looked up again', async () => {
    let taken = 1
    const { gather, groups } = troubled(() => (taken-- > 0 ? new KeyTaken('meanwhile') : null))
    expect(await gather(ask('ada'))).toEqual(done('stored'))
    expect(groups).toHaveLength(2)
  })

  test('does not stop the lane', async () => {
    const { gather } = troubled(([first]) => (first?.actor.userId === 'eve' ? new Error('a bug') : null))
    await expect(gather(ask('eve'))).rejects.toThrow('a bug')
    expect(await gather(ask('ada'))).toEqual(done('stored'))
  })
})
