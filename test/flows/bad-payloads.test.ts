// F50: what a tampered client sends and the schema still lets through, carried out by the whole app: it is done or refused with
// a reason, never an error of the machine, and what is there afterwards is what was there before or what was allowed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from '../../server/gateway/parse.ts'
import { systemClock } from '../../server/platform/clock.ts'
import type { Actor } from '../../server/platform/command.ts'
import { COMMAND_NAMES, type CommandName, COMMANDS } from '../../shared/commands.ts'
import type { UserId } from '../../shared/model.ts'
import { seeded } from '../server/sync/support/fakes.ts'
import { hostile } from '../support/hostile.ts'
import type { Person } from '../support/people.ts'
import { startWorld, type World } from '../support/world.ts'
import { type Ground, INPUTS, makeBoard } from './every-command.ts'

const TIMES = 12
const TEN_SECONDS_MS = 10_000

let world: World
let ground: Ground
let ada: Person
// One person's turns per ten seconds are not what is tried here.
let aheadMs = 0
const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }

beforeAll(async () => {
  world = await startWorld({ overrides: { clock } })
  ada = await world.person('ada')
  const sponsor = await world.person('sue')
  await ada.must('role.grant', { userId: sponsor.userId, role: 'sponsor' })
  ground = await makeBoard({ facilitator: ada, author: ada, sponsor, someone: await world.person('sam') })
})
afterAll(() => world.close())

const actor = (): Actor => ({
  userId: ada.userId as UserId,
  sessionId: 'of a test',
  name: 'ada',
  kind: 'member',
  roles: new Set(['member', 'admin']),
  language: 'en',
})
const ask = (name: CommandName, input: unknown) => world.app.dispatch({ actor: actor(), name, input })

test('F50 no command ends in an error of the machine, whatever its schema lets through', async () => {
  for (const name of COMMAND_NAMES) {
    aheadMs += TEN_SECONDS_MS
    const random = seeded(name.length * 104_729 + name.charCodeAt(0))
    const sound = INPUTS[name](ground)
    for (let n = 0, sent = 0; sent < TIMES && n < TIMES * 40; n++) {
      const input = hostile(sound, random)
      if (!parse(COMMANDS[name].input, input).ok) continue
      sent++
      const outcome = await ask(name, input)
      if (!outcome.ok) expect([name, input, outcome.error.kind]).not.toEqual([name, input, 'internal'])
    }
  }
  expect((await ada.get('/healthz')).status).toBe(200)
})
