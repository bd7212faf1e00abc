// Owns where things are: the shared types an update touches, each with the rule of its path, and what the update adds to and
// takes from it. One `Place` per type, so that two structs are neighbours only if they have the same one.
import * as Y from 'yjs'
import { isPoison } from './bounds.ts'
import { firstOf, itemOf, lengthOf, type Type, valuesOf } from './internals.ts'
import { KIND, type Struct, TYPE } from './read.ts'
import { refuse } from './refusal.ts'
import { CLOSED, fieldOf, isOpen, OPEN, rootRule, type Schema, type TypeRule } from './schema.ts'

export interface Place {
  rule: TypeRule
  depth: number
  maxDepth: number
  /** The type in the document; null while it exists only in the update. */
  type: Type | null
  /** Units of text or children that come and go; of what comes, how many are the second half of a pair. */
  added: number
  removed: number
  pairs: number
  /** Keys that had no value. */
  newKeys: Set<string> | null
}

/** `place` null: inside something that is deleted and collected, where nothing has an effect. */
export interface Spot {
  place: Place | null
  sub: string | null
}

export const NOWHERE: Spot = { place: null, sub: null }

export const isCountable = (kind: number): boolean => kind !== KIND.gc && kind !== KIND.deleted && kind !== KIND.format

export class Ledger {
  /** By the type, by the struct that holds a new type, or by the name of a root nobody has used yet. */
  readonly #places = new Map<object | string, Place>()

  constructor(
    private readonly doc: Y.Doc,
    private readonly schema: Schema,
  ) {}

  root(name: string): Place {
    const type = (this.doc.share.get(name) as Type | undefined) ?? null
    const known = this.#places.get(type ?? name)
    if (known !== undefined) return known
    const rule = rootRule(this.schema, name)
    if (rule === null) refuse('not-writable')
    return this.#keep(type ?? name, type, rule, 1)
  }

  /** The place of a type that is in the document. */
  of(type: Type): Place {
    const known = this.#places.get(type)
    if (known !== undefined) return known
    const item = itemOf(type)
    if (item === null) return this.#keep(type, type, this.#ruleOfRoot(type), 1)
    const parent = this.of(item.parent as Type)
    return this.#keep(type, type, ruleWithin(parent.rule, item.parentSub, shapeOf(type)) ?? CLOSED, parent.depth + 1)
  }

  #ruleOfRoot(type: Type): TypeRule {
    const { roots } = this.schema
    if (isOpen(roots)) return OPEN
    for (const name of Object.keys(roots)) if (this.doc.share.get(name) === type) return roots[name] ?? CLOSED
    return CLOSED
  }

  /** The place of a type that this update makes. */
  within(holder: Struct, where: Place, sub: string | null): Place {
    const known = this.#places.get(holder)
    if (known !== undefined) return known
    const rule = ruleWithin(where.rule, sub, { type: holder.type, name: holder.name })
    if (rule === null) refuse('not-writable')
    return this.#keep(holder, null, rule, where.depth + 1)
  }

  #keep(key: object | string, type: Type | null, rule: TypeRule, depth: number): Place {
    const { maxDepth } = this.schema
    const place: Place = { rule, depth, maxDepth, type, added: 0, removed: 0, pairs: 0, newKeys: null }
    this.#places.set(key, place)
    return place
  }

  spotOf(struct: Y.Item | Y.GC): Spot {
    if (!(struct instanceof Y.Item)) return NOWHERE
    const parent = struct.parent as Type
    if (itemOf(parent)?.deleted) return NOWHERE
    return { place: this.of(parent), sub: struct.parentSub }
  }

  /** Limits on what a type holds in the end. What is over a limit already may shrink, and nothing that shrinks is refused. */
  settle(): void {
    for (const place of this.#places.values()) {
      if (place.newKeys !== null) settleKeys(place, place.newKeys)
      if (place.added > place.removed) settleLength(place)
    }
  }
}

function settleKeys({ rule, type }: Place, newKeys: ReadonlySet<string>): void {
  if (rule.type !== 'map' || rule.entries === undefined) return
  const { max } = rule.entries
  const ever = (type === null ? 0 : valuesOf(type).size) + newKeys.size
  if (ever <= max) return
  let living = newKeys.size
  for (const item of type === null ? [] : valuesOf(type).values()) if (!item.deleted) living += 1
  if (living > max) refuse('too-many')
}

function settleLength({ rule, type, added, removed, pairs }: Place): void {
  const length = (type === null ? 0 : lengthOf(type)) + added - removed
  if (rule.type === 'xml' && length > rule.maxChildren) refuse('too-many')
  if (rule.type !== 'text' || length <= rule.maxChars) return
  // Yjs counts halves of pairs, people count characters.
  if (length - pairs - (type === null ? 0 : pairsIn(type)) > rule.maxChars) refuse('text-too-long')
}

function pairsIn(type: Type): number {
  let pairs = 0
  for (let item = firstOf(type); item !== null; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) pairs += pairsOf(item.content.str)
  }
  return pairs
}

export function pairsOf(text: string): number {
  let pairs = 0
  for (let i = 1; i < text.length; i++) if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) pairs += 1
  return pairs
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

interface Shape {
  type: number
  name: string | null
}

function shapeOf(type: Type): Shape {
  if (type instanceof Y.XmlElement) return { type: TYPE.element, name: type.nodeName }
  if (type instanceof Y.XmlText) return { type: TYPE.xmlText, name: null }
  if (type instanceof Y.XmlFragment) return { type: TYPE.fragment, name: null }
  if (type instanceof Y.XmlHook) return { type: TYPE.hook, name: null }
  if (type instanceof Y.Text) return { type: TYPE.text, name: null }
  if (type instanceof Y.Map) return { type: TYPE.map, name: null }
  return { type: TYPE.array, name: null }
}

/** The rule of a type of this shape at this place of its parent; null when it may not be there. */
export function ruleWithin(parent: TypeRule, sub: string | null, shape: Shape): TypeRule | null {
  switch (parent.type) {
    case 'open':
      return OPEN
    case 'closed':
      return CLOSED
    case 'text':
      return null
    case 'xml':
      if (sub !== null) return null
      if (shape.type === TYPE.xmlText) return parent.text
      return shape.type === TYPE.element ? (parent.children.get(shape.name ?? '') ?? null) : null
    case 'map': {
      const rule = sub === null || isPoison(sub) ? null : (fieldOf(parent, sub)?.holds ?? null)
      if (rule === null) return null
      const fits =
        rule.type === 'closed' ||
        (rule.type === 'map' && shape.type === TYPE.map) ||
        (rule.type === 'text' && shape.type === TYPE.text) ||
        (rule.type === 'xml' && (shape.type === TYPE.fragment || shape.type === TYPE.element))
      return fits || rule.type === 'open' ? rule : null
    }
  }
}
