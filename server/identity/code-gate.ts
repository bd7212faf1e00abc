// Owns how many join codes one address may try. Only wrong ones are counted, so that a full room behind one address
// gets in beside somebody who mistypes, or guesses. Three steps: some errors are free; then a wrong code is answered
// with a wait; and an address that goes on regardless is no longer told about codes nobody there has used yet, because
// otherwise its one right guess in a million would still be answered.

import { WRONG_CODES_FREE, WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE } from '../../shared/limits.ts'

/** What this needs of a token bucket of `WRONG_CODES_HARD` tokens, refilled with the limit per minute. */
export interface WrongCodes {
  take(address: string): number
  left(address: string): number
  waitFor(address: string, wanted: number): number
}

export interface CodeGate {
  /** Before the code is looked up: 0, or the milliseconds to wait. */
  mayTry(address: string, code: string): number
  /** It was wrong: 0 when that is still free, or the milliseconds until it is again. */
  wrong(address: string): number
  right(address: string, code: string): void
}

/** Wrong codes answered plainly from one address: typing errors, and a minute's allowance. */
const WRONG_CODES_PLAIN = WRONG_CODES_FREE + WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE
/** Where guessing is beyond doubt: four minutes' worth at once. */
export const WRONG_CODES_HARD = 4 * WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE
/** A meeting that begins; afterwards the same code is proven again by the next who uses it. */
const REMEMBERED_MS = 60 * 60_000
const REMEMBERED_MAX = 10_000

export function createCodeGate(deps: {
  wrongCodes: WrongCodes
  joins: { take(address: string): number }
  nowMs(): number
}): CodeGate {
  const used = new Map<string, number>()
  const keyOf = (address: string, code: string) => `${address} ${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`
  const plainUntil = WRONG_CODES_HARD - WRONG_CODES_PLAIN

  return {
    mayTry(address, code) {
      const wait = deps.joins.take(address)
      if (wait > 0) return wait
      const provenAt = used.get(keyOf(address, code))
      if (provenAt !== undefined && provenAt > deps.nowMs() - REMEMBERED_MS) return 0
      return deps.wrongCodes.waitFor(address, 1)
    },
    wrong(address) {
      deps.wrongCodes.take(address)
      return deps.wrongCodes.left(address) >= plainUntil ? 0 : deps.wrongCodes.waitFor(address, plainUntil + 1)
    },
    right(address, code) {
      if (used.size >= REMEMBERED_MAX) {
        for (const [key, at] of used) if (at <= deps.nowMs() - REMEMBERED_MS) used.delete(key)
      }
      if (used.size < REMEMBERED_MAX) used.set(keyOf(address, code), deps.nowMs())
    },
  }
}
