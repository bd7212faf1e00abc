// Owns what a name, an address to type and a set of roles must be. Pure.

import { NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { Role } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import { charCount, cleanLine } from '../../shared/text.ts'

/** A person's name as others will read it: one line, no invisible characters (FAULTS F101). */
export function personName(text: unknown): Outcome<string> {
  if (typeof text !== 'string' || text.length > NAME_MAX_CHARS * 4) {
    return refuse('invalid', 'too-long', undefined, { field: 'name', limit: NAME_MAX_CHARS })
  }
  const name = cleanLine(text)
  if (name === '') return refuse('invalid', 'empty', 'a name is needed', { field: 'name' })
  if (charCount(name) > NAME_MAX_CHARS) {
    return refuse('invalid', 'too-long', undefined, { field: 'name', limit: NAME_MAX_CHARS })
  }
  return done(name)
}

/** `admins`: how many there are now. Everybody with an account is a member; someone must be able to appoint others. */
export function mayRevoke(role: Role, holds: boolean, admins: number): Outcome<null> {
  if (role === 'member') return refuse('conflict', 'member-stays', 'everyone with an account is a member')
  if (role === 'admin' && holds && admins <= 1) {
    return refuse('conflict', 'last-admin', 'this is the last admin: appoint another one first')
  }
  return done(null)
}

/** For `like`: what somebody typed is never a pattern. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
}
