// Owns the session cookie as it is written for a guest: the same that better-auth writes for an account, so that it
// reads it, prolongs it and signs it out like any other. Must never be given anything but a session that is on disk.

import { createHmac, randomBytes } from 'node:crypto'

/** As many characters as better-auth's own tokens; 192 random bits. */
const TOKEN_BYTES = 24

export const newSessionToken = () => randomBytes(TOKEN_BYTES).toString('base64url')

export function sessionCookie(options: {
  name: string
  token: string
  secret: string
  lifeMs: number
  https: boolean
}): string {
  const { name, token, secret, lifeMs, https } = options
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  const attributes = [`Max-Age=${lifeMs / 1000}`, 'Path=/', 'HttpOnly', ...(https ? ['Secure'] : []), 'SameSite=Lax']
  return [`${name}=${encodeURIComponent(`${token}.${signature}`)}`, ...attributes].join('; ')
}
