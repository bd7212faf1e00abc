// Owns the short-lived tokens with which a program without cookies opens a live document. A token names a session, so
// that signing out ends it too, and may be bound to one document. Must never be logged or stored.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { done, refuse } from '../../shared/outcome.ts'
import type { Route } from '../platform/route.ts'

/** Long enough for a client to connect and to come back after a short break; then it asks for another one. */
export const SYNC_TOKEN_LIFE_MS = 10 * 60_000
/** Two nodes' clocks may differ by so much (FAULTS F17). */
const SKEW_MS = 60_000

const CLAIMS = z.strictObject({ s: z.string(), d: z.string().nullable(), e: z.number() })

const ASKED = z.strictObject({ document: z.string().max(200).optional() })

export interface SyncTokens {
  /** `document` null: any document this person may open. */
  mint(sessionId: string, document: string | null): { token: string; expiresAt: number }
  /** The session it names, or null when it is forged, too old or for another document. */
  read(token: string, document: string): string | null
}

export function createSyncTokens(secret: string, nowMs: () => number): SyncTokens {
  // Signed under a key of its own, so that nothing else signed with the secret can pass for a token.
  const key = createHmac('sha256', secret).update('sync token').digest()
  const sign = (text: string) => createHmac('sha256', key).update(text).digest()

  return {
    mint(sessionId, document) {
      const expiresAt = nowMs() + SYNC_TOKEN_LIFE_MS
      const claims: z.infer<typeof CLAIMS> = { s: sessionId, d: document, e: expiresAt }
      const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return { token: `${body}.${sign(body).toString('base64url')}`, expiresAt }
    },
    read(token, document) {
      const [body = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const right = sign(body)
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null
      const claims = CLAIMS.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()))
      if (!claims.success || claims.data.e + SKEW_MS < nowMs()) return null
      return claims.data.d === null || claims.data.d === document ? claims.data.s : null
    },
  }
}

/** `POST /api/sync-token {document?}` → `{token, expiresAt}`, for whoever has a session. */
export function syncTokenRoute(tokens: SyncTokens): Route {
  return {
    kind: 'post',
    path: '/api/sync-token',
    async answer({ actor }, body) {
      if (!actor) return refuse('sign-in', 'sign-in', 'sign in, or join the board, first')
      const asked = ASKED.safeParse(body ?? {})
      if (!asked.success) return refuse('invalid', 'invalid-input', 'send {document?}', { field: 'document' })
      return done({ value: tokens.mint(actor.sessionId, asked.data.document ?? null), cookies: [] })
    },
  }
}
