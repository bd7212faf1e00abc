// Owns: waiting for something to become true, with a deadline and a sentence for the person who reads the failure.
//
//   await until(() => expect(text(board, id)).toBe('hello'), 'ben to see the edit')
//   const card = await until(() => cards.get(id) ?? fail('no card'), 'the card')
// `look` may throw, reject or return false to say "not yet". Anything else, undefined included, is the answer.
import { vi } from 'vitest'

// Patience for a busy two-core machine; a rule with its own deadline passes it.
export const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 20

export async function until<T>(
  look: () => T | Promise<T>,
  what: string,
  deadlineMs = PATIENCE_MS,
): Promise<Exclude<T, false>> {
  try {
    return await vi.waitFor(
      async () => {
        const seen = await look()
        if (seen === false) throw new Error('it is not so')
        return seen as Exclude<T, false>
      },
      { timeout: deadlineMs, interval: LOOK_EVERY_MS },
    )
  } catch (cause) {
    const last = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Waited ${deadlineMs} ms for ${what}. At last: ${last}`, { cause })
  }
}
