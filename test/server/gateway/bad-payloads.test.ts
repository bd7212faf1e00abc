// F50: what a tampered client may send in place of a sound input, two hundred times for every command: it is refused with a
// reason, or what is handed on is as sound as anything an honest page sends.
import { expect, test } from 'vitest'
import { parse } from '../../../server/gateway/parse.ts'
import { COMMAND_NAMES, COMMANDS } from '../../../shared/commands.ts'
import { type Ground, INPUTS } from '../../flows/every-command.ts'
import { hostile } from '../../support/hostile.ts'
import { seeded } from '../sync/support/fakes.ts'

const TIMES = 200
const LONGEST_CHARS = 100_000

/** Ids of the right shape, of nothing in particular. */
const ground = new Proxy({} as Ground, {
  get: (_, name) => (name === 'joinCode' ? 'ABCDEF' : `${String(name)}-0123456789`.slice(0, 22)),
})

function unsound(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e15 ? null : `${value}`
  if (typeof value === 'string') {
    if (value.includes('\u0000')) return 'a NUL, which no database takes'
    return value.length > LONGEST_CHARS ? `${value.length} characters` : null
  }
  if (typeof value !== 'object' || value === null) return null
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return 'a prototype of its own'
  return Object.values(value).map(unsound).find(Boolean) ?? null
}

test.each(COMMAND_NAMES)('F50 %s takes nothing that is not sound', (name) => {
  const { input } = COMMANDS[name]
  const sound = INPUTS[name](ground)
  expect(parse(input, sound)).toMatchObject({ ok: true })
  const random = seeded(name.length * 7919 + name.charCodeAt(name.length - 1))
  let refused = 0
  for (let n = 0; n < TIMES; n++) {
    const sent = hostile(sound, random)
    const outcome = parse(input, sent)
    if (outcome.ok) expect([name, sent, unsound(outcome.value)]).toEqual([name, sent, null])
    else {
      refused++
      expect(outcome.error).toMatchObject({ kind: 'invalid', reason: expect.stringMatching(/^[a-z-]+$/) })
      expect(outcome.error.message.length).toBeLessThan(300)
    }
  }
  expect(refused).toBeGreaterThan(TIMES / 4)
})
