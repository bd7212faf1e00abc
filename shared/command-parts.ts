// Owns what a command is made of: its permission and scope, and the building blocks of its input: ids, cleaned and limited
// texts. The one place that decides how a text is counted and cleaned before a command sees it.

import { z } from 'zod'
import type { DocumentKind } from './documents.ts'
import type { Permission } from './permissions.ts'
import { charCount, cleanLine, cleanText } from './text.ts'

export const id = <T extends string>() =>
  z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'not-an-id') as unknown as z.ZodType<T, string>

function limited(clean: (text: string) => string, min: number, max: number) {
  return z
    .string()
    .max(max * 4, 'too-long') // before any work is done on it
    .transform(clean)
    .refine((text) => charCount(text) >= min, 'empty')
    .refine((text) => charCount(text) <= max, 'too-long')
}

/** One line of at least `min` and at most `max` code points. */
export const line = (max: number, min = 1) => limited(cleanLine, min, max)
/** The same with line breaks kept. */
export const prose = (max: number, min = 1) => limited(cleanText, min, max)
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values)
/** `{}`: for what takes or answers nothing. */
export const nothing = z.strictObject({})

/** What the permission is asked about: the field of the input that leads to the board. */
export type Scope = 'organisation' | 'board' | 'idea' | 'comment' | 'round' | 'escalation' | 'document'

export type OnKind = Partial<Record<DocumentKind, Permission>>

export interface Command<I extends z.ZodType, O extends z.ZodType> {
  input: I
  output: O
  permission: Permission
  scope: Scope
  /** What it costs instead on a document of this kind. */
  onKind?: OnKind | undefined
}

export function command<I extends z.ZodType, O extends z.ZodType>(
  permission: Permission,
  scope: Scope,
  input: I,
  output: O,
  onKind?: OnKind,
): Command<I, O> {
  return { permission, scope, input, output, onKind }
}
