// Owns how often one may try to sign in or sign up: per account, so that a password is not guessed, and per address,
// widely enough for a whole office behind one (FAULTS F66, STACK trap 4). The counting itself is handed in.

import { APIError } from 'better-auth/api'

export interface Counter {
  /** 0, or the milliseconds to wait. */
  take(key: string): number
  giveBack(key: string): void
}

export interface SignInLimits {
  attempt(from: { address: string; email: string | null }): number
  /** The attempt was right: it costs nothing. */
  forgive(email: string): void
}

export function createSignInLimits(counters: { account: Counter; address: Counter }): SignInLimits {
  return {
    attempt({ address, email }) {
      const wait = counters.address.take(address)
      return wait > 0 || email === null ? wait : counters.account.take(email.toLowerCase())
    },
    forgive: (email) => counters.account.giveBack(email.toLowerCase()),
  }
}

/** The gateway writes the caller's address here, over whatever the caller sent. */
export const ADDRESS_HEADER = 'x-kiem-address'

interface SigningIn {
  path: string
  headers?: Headers | undefined
  body?: unknown
}

/** Throws better-auth's own error with status 429. */
export async function beforeSigningIn(limits: SignInLimits, ctx: SigningIn): Promise<void> {
  if (!ctx.path.startsWith('/sign-in/') && !ctx.path.startsWith('/sign-up/')) return
  const email = (ctx.body as { email?: unknown } | undefined)?.email
  const known = ctx.path === '/sign-in/email' && typeof email === 'string' ? email : null
  const waitMs = limits.attempt({ address: ctx.headers?.get(ADDRESS_HEADER) ?? 'unknown', email: known })
  if (waitMs === 0) return
  const body = { code: 'TOO_MANY_SIGN_INS', message: 'Too many attempts. Wait a moment.', retryAfterMs: waitMs }
  throw new APIError('TOO_MANY_REQUESTS', body, { 'retry-after': String(Math.ceil(waitMs / 1000)) })
}
