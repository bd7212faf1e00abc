// Owns telling a typing error in an e-mail address from an address. Generous: only the server's mail can tell for sure.

import { EMAIL_MAX_CHARS } from '../../shared/limits.ts'

export function looksLikeEmail(text: string): boolean {
  const address = text.trim()
  return address.length <= EMAIL_MAX_CHARS && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address)
}
