// Owns: how many join codes one address may try (F66).
import { expect, test } from 'vitest'
import { createBuckets } from '../../../server/gateway/rate-limit.ts'
import { createCodeGate, WRONG_CODES_HARD } from '../../../server/identity/code-gate.ts'
import { WRONG_CODES_FREE, WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE } from '../../../shared/limits.ts'

const PLAIN = WRONG_CODES_FREE + WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE

function gate(joinsPerMinute = 10_000) {
  const clock = { ms: 0 }
  const nowMs = () => clock.ms
  const wrongCodes = createBuckets({
    capacity: WRONG_CODES_HARD,
    refill: WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE,
    perMs: 60_000,
    nowMs,
  })
  const joins = createBuckets({ capacity: joinsPerMinute, perMs: 60_000, nowMs })
  return { clock, gate: createCodeGate({ wrongCodes, joins, nowMs }) }
}

test('wrong codes are plain up to the limit, and one past it is told to wait until one is plain again', () => {
  const { gate: door, clock } = gate()
  for (let i = 0; i < PLAIN; i++) expect(door.wrong('here'), `number ${i + 1}`).toBe(0)
  const wait = door.wrong('here')
  expect(wait).toBeGreaterThan(0)
  clock.ms += wait
  expect(door.wrong('here')).toBe(0)
  expect(door.wrong('elsewhere')).toBe(0)
})

test('past four minutes’ worth only codes that have opened from there are looked at', () => {
  const { gate: door, clock } = gate()
  door.right('here', 'ab 12-cd')
  for (let i = 0; i < WRONG_CODES_HARD; i++) door.wrong('here')
  expect(door.mayTry('here', 'XY99ZZ')).toBeGreaterThan(0)
  expect(door.mayTry('here', 'AB12CD')).toBe(0)
  expect(door.mayTry('elsewhere', 'XY99ZZ')).toBe(0)
  clock.ms += 4_000
  expect(door.mayTry('here', 'XY99ZZ')).toBe(0)
})

test('one join more than an address has in a minute waits', () => {
  const { gate: door } = gate(600)
  for (let i = 0; i < 600; i++) expect(door.mayTry('here', 'AB12CD')).toBe(0)
  expect(door.mayTry('here', 'AB12CD')).toBe(100)
})
