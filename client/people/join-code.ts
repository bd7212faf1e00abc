// Owns reading a join code as people type it: any case, with spaces or dashes, or the whole address pasted. Pure.

import { JOIN_CODE_CHARS } from '../../shared/limits.ts'

export function cleanCode(typed: string): string {
  const pasted = /\/join\/([^/?#]+)/.exec(typed)?.[1] ?? typed
  return pasted
    .replace(/[^a-z0-9]/gi, '')
    .toUpperCase()
    .slice(0, JOIN_CODE_CHARS)
}
