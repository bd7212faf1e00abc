// Owns what a schema is: data that says what a document may hold and what of it a person may write. The engine is given one per
// document and person; it knows no board. Total functions only: a check that throws would be an answer.
import { OPEN_DEPTH_MAX } from './bounds.ts'

/** Whether a plain value may stand here. */
export type Check = (value: unknown) => boolean

/** A place in a map. */
export interface Field {
  /** Whether this person may set, replace or delete it. What it holds has rules of its own. */
  write: boolean
  /** Plain values that may be set; without it none. */
  value?: Check
  /** The shared type that may stand here. */
  holds?: TypeRule
}

export interface MapRule {
  type: 'map'
  fields?: Readonly<Record<string, Field>>
  /** Every other key that looks like this, and how many of them at a time. */
  entries?: Field & { key: RegExp; max: number }
}

export interface TextRule {
  type: 'text'
  /** Unicode code points. */
  maxChars: number
  /** Marks (bold, link) and the values that switch them on; without it plain text only. Null, which ends a mark, is always fine. */
  marks?: Readonly<Record<string, Check>>
}

/** An XML fragment or element. Elements may hold each other in circles, so the parts are filled in after they exist. */
export interface XmlRule {
  type: 'xml'
  attributes: Readonly<Record<string, Check>>
  children: ReadonlyMap<string, XmlRule>
  text: TextRule | null
  maxChildren: number
}

/** Nobody but the server writes here, however deep. */
export interface ClosedRule {
  type: 'closed'
}

/** Anything the wire can say. */
export interface OpenRule {
  type: 'open'
}

export type TypeRule = MapRule | TextRule | XmlRule | ClosedRule | OpenRule

export interface Schema {
  /** By name; a root that is not named does not exist. */
  roots: Readonly<Record<string, TypeRule>> | OpenRule
  /** Shared types within each other, the root counted as one. */
  maxDepth: number
}

export const CLOSED: ClosedRule = { type: 'closed' }
export const OPEN: OpenRule = { type: 'open' }

/** For documents only the server writes. */
export const SERVER_ONLY: Schema = { roots: {}, maxDepth: 1 }
/** For documents of which nothing is known: structure and identity are checked all the same. */
export const ANYTHING: Schema = { roots: OPEN, maxDepth: OPEN_DEPTH_MAX }

export function rootRule({ roots }: Schema, name: string): TypeRule | null {
  if (isOpen(roots)) return OPEN
  return Object.hasOwn(roots, name) ? (roots[name] ?? null) : null
}

export function isOpen(roots: Schema['roots']): roots is OpenRule {
  return (roots as OpenRule).type === 'open'
}

export function fieldOf(rule: MapRule, key: string): Field | null {
  const { fields, entries } = rule
  if (fields !== undefined && Object.hasOwn(fields, key)) return fields[key] ?? null
  return entries?.key.test(key) ? entries : null
}
