// Owns how the guard says no: a close code and one word that the client shows and the operator counts.
import { CLOSE, type CloseCode, type GuardReason } from '../../../shared/wire.ts'

export interface Refusal {
  code: CloseCode
  reason: GuardReason | 'malformed'
}

/** Thrown inside the guard and caught at its doors; nothing outside ever sees it. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.reason)
  }
}

export const MALFORMED: Refusal = { code: CLOSE.malformed, reason: 'malformed' }

export function refuse(reason: GuardReason): never {
  throw new Refused({ code: CLOSE.startOver, reason })
}

export function malformed(): never {
  throw new Refused(MALFORMED)
}

/** What was refused; anything that was not meant to be thrown counts as unreadable. */
export function refusalOf(cause: unknown): Refusal {
  return cause instanceof Refused ? cause.refusal : MALFORMED
}
