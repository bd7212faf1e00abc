// Faults that only show in the whole app and from outside: every handler that throws (F16), answers that get lost on the
// way (F8, F33), and one person's budget spent on two nodes at once (F44).
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { silent } from '../server/platform/support.ts'
import { systemClock } from '../../server/platform/clock.ts'
import type { Handlers } from '../../server/platform/command.ts'
import { COMMAND_NAMES, type CommandName } from '../../shared/commands.ts'
import type { IdeaId, IdeaView, MineView } from '../../shared/model.ts'
import { type Person, signIn } from '../support/people.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { missing } from '../support/services.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'
import { type Ground, INPUTS, makeBoard } from './every-command.ts'

const BUG = 'a secret of the machine'
const TEN_SECONDS_MS = 10_000 // in which one person has COMMANDS_MAX_PER_USER_PER_10_S

describe.skipIf(missing('postgres'))('F16 every handler throws', () => {
  let sound: World
  let broken: World
  let ground: Ground
  const people: Person[] = []
  // Every command has a person's turns to itself, however fast this machine is: the node's clock is put forward between.
  let aheadMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  beforeEach(() => void (aheadMs += TEN_SECONDS_MS))

  beforeAll(async () => {
    sound = await startWorld({ database: 'postgres' })
    const facilitator = await sound.person('ada') // the first account: allowed everything but a sponsor's answer
    const sponsor = await sound.person('sue')
    await facilitator.must('role.grant', { userId: sponsor.userId, role: 'sponsor' })
    const someone = await sound.person('sam')
    ground = await makeBoard({ facilitator, author: facilitator, sponsor, someone })
    // A second node on the same database, with a bug in every command.
    const throwing = COMMAND_NAMES.map((name) => [name, () => Promise.reject(new Error(BUG))])
    broken = await startWorld({
      env: { DATABASE_URL: sound.databaseUrl!, LOG_LEVEL: 'silent' },
      overrides: { clock, log: silent, handlers: Object.fromEntries(throwing) as Handlers },
    })
    people.push(await signIn(broken.url, 'ada'), await signIn(broken.url, 'sue'))
  })
  afterAll(async () => {
    for (const person of people) await person.close()
    await broken?.close()
    await sound?.close()
  })

  const whoMay = (name: CommandName) => people[name === 'escalation.answer' ? 1 : 0]!

  test.each(COMMAND_NAMES)(
    '%s is answered `internal`, over both doors, and nothing of the machine leaks',
    async (name) => {
      const input = INPUTS[name](ground)
      const live = await whoMay(name).socket()
      for (const outcome of [await whoMay(name).command(name, input), await live.command(name, input)]) {
        expect(outcome).toMatchObject({ ok: false, error: { kind: 'internal', reason: 'internal' } })
        expect(JSON.stringify(outcome)).not.toContain(BUG)
      }
      // Without an acknowledgement to call, and with a word in its place.
      live.socket.emit('command', name, input)
      live.socket.emit('command', name, input, randomUUID(), 'not a function')
      expect(await live.command(name, input)).toMatchObject({ ok: false, error: { kind: 'internal' } })
      live.socket.disconnect()
      expect((await whoMay(name).get('/healthz')).status).toBe(200)
    },
  )
})

describeOnEachDatabase('F8 F33 the answer is lost on the way', (database) => {
  let world: World
  let proxy: Proxy
  let ada: Person
  beforeAll(async () => {
    world = await startWorld({ database })
    proxy = await startProxy({ port: world.port })
    ada = await world.person('ada')
  })
  afterEach(() => proxy.thaw())
  afterAll(async () => {
    await world?.close()
    await proxy?.close()
  })

  test('sent again under its key it happened once, and the answer is the first one’s', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Lunch' })
    const at = `http://127.0.0.1:${proxy.port}`
    const ideas = () => ada.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
    for (let n = 1; n <= 5; n++) {
      const key = randomUUID()
      const input = { boardId, text: `Lost ${n}` }
      const first = await ada.socket({ at, origin: at })
      proxy.freeze('down')
      const lost = first.command('idea.add', input, key)
      await until(async () => (await ideas()).length === n, 'the command to have happened')
      proxy.reset()
      proxy.thaw()
      await expect(lost).rejects.toThrow(/disconnected/)
      first.socket.disconnect()
      // The same again, three times at once.
      const second = await ada.socket({ at, origin: at })
      const replies = await Promise.all([1, 2, 3].map(() => second.command('idea.add', input, key)))
      const [stored] = (await ideas()).filter((idea) => idea.text === input.text)
      expect(replies).toEqual(replies.map(() => ({ ok: true, value: { ideaId: stored!.ideaId, number: n } })))
      expect(await ideas()).toHaveLength(n)
      second.socket.disconnect()
    }
  })
})

describe.skipIf(missing('postgres'))('F44 one budget, two nodes', () => {
  let one: World
  let two: World
  const people: Person[] = []
  beforeAll(async () => {
    one = await startWorld({ database: 'postgres' })
    two = await startWorld({ env: { DATABASE_URL: one.databaseUrl! } })
  })
  afterAll(async () => {
    for (const person of people) await person.close()
    await two?.close()
    await one?.close()
  })

  test('200 casts by one person, half on each node, spend it exactly and never pass it', async () => {
    const ada = await one.person('ada')
    const ben = await one.person('ben')
    const elsewhere = await signIn(two.url, 'ben')
    people.push(elsewhere)
    const { boardId } = await ada.must('board.create', { title: 'Lunch' })
    const texts = Array.from({ length: 40 }, (_, n) => `Idea ${n}`)
    const { ideas } = await ada.must('idea.add-many', { boardId, texts })
    const votes = { method: 'dots', budget: 12, maxPerIdea: 1, blind: false, secret: false } as const
    const { roundId } = await ada.must('round.open', { boardId, ...votes })
    const [here, there] = [await ben.socket(), await elsewhere.socket()]
    const cast = (n: number) => {
      const ideaId: IdeaId = ideas[n % ideas.length]!.ideaId
      return (n % 2 ? here : there).command('vote.cast', { roundId, ideaId, votes: 1 })
    }
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, n) => cast(n)))
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(outcome.error).toMatchObject({ kind: 'conflict', reason: 'budget-spent' })
    }
    for (const person of [ben, elsewhere]) {
      const { ballot } = await person.read<MineView>(`/api/boards/${boardId}/mine`)
      expect(ballot?.left).toBe(0)
      expect(Object.values(ballot?.votes ?? {})).toEqual(Array.from({ length: 12 }, () => 1))
    }
  })
})
