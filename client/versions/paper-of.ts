// Owns handing a note's colour to a style attribute, whose type does not know our variables. Nothing else.

import type { CSSProperties } from 'react'
import type { NoteColor } from '../../shared/model.ts'
import { noteStyle } from '../ui/note-color.tsx'

export function paperOf(color: NoteColor): CSSProperties {
  const variables: Record<`--${string}`, string> = noteStyle(color)
  return variables
}
