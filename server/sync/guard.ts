// Owns the port for the question "may this update touch this document" (S7, S8). The engine asks it after admission and before
// anything is applied. Only the open guard is here; one that resolves every struct to its path takes its place.
import type { CloseCode } from '../../shared/wire.ts'
import type { Decoded, Known } from './known.ts'
import type { Person } from './presence.ts'

export interface Question {
  document: string
  person: Person
  update: Uint8Array
  decoded: Decoded
  known: Known
}

/** Null: it may. It must not change anything, and it must not throw. */
export type Guard = (question: Question) => { code: CloseCode; reason: string } | null

export const openGuard: Guard = () => null
