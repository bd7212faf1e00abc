// Owns the one question "may a connection with this access send this frame" (S4). Pure and total; it looks at nothing
// but its two arguments.
import { CLOSE, type CloseCode } from '../../shared/wire.ts'
import type { Frame } from './frames.ts'

export type Access = 'none' | 'view' | 'edit'

export type Admission =
  | { do: 'sync' }
  | { do: 'edit' }
  /** S5: a viewer's document frame changes nothing; it is tolerated when the document already contains it. */
  | { do: 'tolerate-if-contained' }
  | { do: 'presence' }
  | { do: 'list-presence' }
  | { do: 'refuse'; code: CloseCode; reason: string }

export function admit(access: Access, frame: Frame | null): Admission {
  if (frame === null) return { do: 'refuse', code: CLOSE.malformed, reason: 'malformed' }
  if (access === 'none') return { do: 'refuse', code: CLOSE.notAllowed, reason: 'not-allowed' }
  switch (frame.kind) {
    case 'step1':
      return { do: 'sync' }
    case 'step2':
    case 'update':
      return access === 'edit' ? { do: 'edit' } : { do: 'tolerate-if-contained' }
    case 'presence':
      return { do: 'presence' }
    case 'query-presence':
      return { do: 'list-presence' }
  }
}
