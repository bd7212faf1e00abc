// S11: what leaves in one commit. Rooms are stand-ins; the log is the memory log behind a gate.
import { describe, expect, test } from 'vitest'
import { Committer, type Committing } from '../../../server/sync/committer.ts'
import { FakeClock, HeldLog, settle } from './support/fakes.ts'

const BYTES = Uint8Array.of(0, 0)

function room(name: string) {
  const leftAt: number[] = []
  const committing = (clock: FakeClock): Committing => ({
    name,
    take() {
      leftAt.push(clock.now())
      return { rows: [{ bytes: BYTES, userId: null, sessionId: null, clientId: null }], clients: [] }
    },
    landed: () => {},
    takenBack: () => {},
    failed: () => {},
  })
  return { leftAt, committing }
}

function ground() {
  const clock = new FakeClock()
  const log = new HeldLog()
  const committer = new Committer(log, clock)
  const start = clock.now()
  const of = (name: string) => {
    const { leftAt, committing } = room(name)
    const taking = committing(clock)
    return {
      request: (waitMs: number) => committer.request(taking, waitMs),
      forget: () => committer.forget(taking),
      left: () => leftAt.map((at) => at - start),
    }
  }
  return { clock, committer, of }
}

describe('S11 what leaves together', () => {
  test('a quiet room leaves at once, a gathering one when its wait is over, once', async () => {
    const { clock, committer, of } = ground()
    const [quiet, busy] = [of('a'), of('b')]
    busy.request(45)
    busy.request(45)
    quiet.request(0)
    await settle()
    expect([quiet.left(), busy.left()]).toEqual([[0], []])
    await clock.advance(44)
    expect(busy.left()).toEqual([])
    await clock.advance(60)
    expect(busy.left()).toEqual([45])
    expect(committer.commits).toBe(2)
  })

  test('who would be due soon rides in a commit that leaves anyway, and not again when its own time comes', async () => {
    const { clock, committer, of } = ground()
    const [early, soon, late] = [of('a'), of('b'), of('c')]
    early.request(30)
    soon.request(45)
    late.request(60)
    await clock.advance(30)
    expect([early.left(), soon.left(), late.left()]).toEqual([[30], [30], []])
    await clock.advance(100)
    expect([soon.left(), late.left()]).toEqual([[30], [60]])
    expect(committer.commits).toBe(2)
  })

  test('rooms as busy as each other leave together before long', async () => {
    const { clock, committer, of } = ground()
    const rooms = Array.from({ length: 20 }, (_, n) => ({ at: n * 2, ...of(`room ${n}`) }))
    for (let ms = 0; ms < 1_000; ms++) {
      // Each gathers again as soon as it has left, as a room does in which everybody types.
      for (const one of rooms) if (ms >= one.at) one.request(Math.max(1, 45 - (ms - (one.left().at(-1) ?? ms))))
      await clock.advance(1)
    }
    const before = committer.commits
    expect(before).toBeLessThan(60)
    for (const one of rooms) expect(one.left().length).toBeLessThan(32)
  })

  test('a room that has ended is not asked any more', async () => {
    const { clock, of } = ground()
    const one = of('a')
    one.request(45)
    one.forget()
    await clock.advance(100)
    expect(one.left()).toEqual([])
  })
})
