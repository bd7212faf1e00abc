// Owns the one shape in which anything is answered: done with a value, or refused with a kind and a reason.
// A refusal is a value and never thrown; a bug is thrown and never a refusal.

/** Every kind of refusal: its HTTP status, and whether the same request may succeed when simply sent again. */
export const REFUSAL_KINDS = {
  invalid: { status: 400, retry: false }, // the input is wrong; `field` says where
  'sign-in': { status: 401, retry: false },
  forbidden: { status: 403, retry: false }, // seen, but not allowed
  'not-found': { status: 404, retry: false }, // absent, or not for this person's eyes: the two are never told apart
  conflict: { status: 409, retry: false }, // sound, but the world has moved on
  'too-large': { status: 413, retry: false },
  'unsupported-type': { status: 415, retry: false },
  'too-fast': { status: 429, retry: true },
  internal: { status: 500, retry: false },
  retry: { status: 503, retry: true }, // storage or a peer is away for the moment
} as const

export type RefusalKind = keyof typeof REFUSAL_KINDS

export interface Refusal {
  kind: RefusalKind
  /** Stable, kebab-case; the client translates it (`errors.json`). */
  reason: string
  /** Plain English for programs and logs that have no translation. */
  message: string
  /** Path of the input field that is wrong, e.g. `title` or `rows.3.text`. */
  field?: string
  /** The limit that was passed, in the unit of its name in limits.ts. */
  limit?: number
  retryAfterMs?: number
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Refusal }

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function refuse(
  kind: RefusalKind,
  reason: string,
  message: string = reason.replaceAll('-', ' '),
  more: Pick<Refusal, 'field' | 'limit' | 'retryAfterMs'> = {},
): { ok: false; error: Refusal } {
  return { ok: false, error: { kind, reason, message, ...more } }
}

/** Absent, or not for this person's eyes: word for word the same, whoever answers (FAULTS F57). */
export function notThere(): { ok: false; error: Refusal } {
  return refuse('not-found', 'not-found', 'this does not exist, or is not for you to see')
}

/** Closes a switch over a union: adding a member makes every unclosed switch a compile error. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
