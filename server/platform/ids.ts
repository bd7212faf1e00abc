// Owns ids: random, so that knowing one tells nothing about another (FAULTS F58). Must never count up.

import { randomBytes } from 'node:crypto'

/** 128 bits: a thousand million guesses a second for as long as the universe is old would find none. */
const ID_BYTES = 16

/** 22 characters of A–Z a–z 0–9 _ -, safe in a URL and in a document name. */
export function newId(): string {
  return randomBytes(ID_BYTES).toString('base64url')
}

/** For codes and keys whose alphabet is a rule of their room. */
export function randomOctets(count: number): Uint8Array {
  return randomBytes(count)
}
