// Owns the question "may this struct stand in this place" against the rule of the place. It looks at one struct at a time; limits
// on what a place holds in the end are counted here and settled with all of the update.
import { valueAt } from './internals.ts'
import { type Place, pairsOf, ruleWithin } from './places.ts'
import { KIND, type Struct, TYPE } from './read.ts'
import { refuse } from './refusal.ts'
import { fieldOf, type MapRule, type TextRule, type XmlRule } from './schema.ts'

export function allow(struct: Struct, place: Place, sub: string | null): void {
  if (struct.kind === KIND.type && place.depth >= place.maxDepth) refuse('too-deep')
  const { rule } = place
  switch (rule.type) {
    case 'open':
      return
    case 'closed':
      return refuse('not-writable')
    case 'map':
      return allowInMap(struct, place, rule, sub)
    case 'text':
      return allowInText(struct, place, rule, sub)
    case 'xml':
      return allowInXml(struct, place, rule, sub)
  }
}

/** Something living here is deleted. */
export function mayDelete({ rule }: Place, sub: string | null): void {
  if (rule.type === 'closed') refuse('not-writable')
  if (rule.type !== 'map') return
  const field = sub === null ? null : fieldOf(rule, sub)
  if (field?.write !== true) refuse('not-writable')
}

function allowInMap(struct: Struct, place: Place, rule: MapRule, sub: string | null): void {
  // A list in a map: no reader ever sees it, and it is kept for ever.
  if (sub === null) refuse('structure')
  const field = fieldOf(rule, sub)
  if (field?.write !== true) refuse('not-writable')
  // Also what was set and deleted again takes the place of what was there.
  if (struct.kind === KIND.deleted) return
  if (struct.kind === KIND.type) {
    if (ruleWithin(rule, sub, struct) === null) refuse('wrong-value')
  } else if (struct.kind === KIND.any) {
    // More than one: values that followed each other and were kept for undo. All of them have been the value.
    if (!(struct.value as readonly unknown[]).every((value) => field.value?.(value) === true)) refuse('wrong-value')
  } else refuse('wrong-value')
  const current = place.type === null ? undefined : valueAt(place.type, sub)
  if (rule.entries === field && (current === undefined || current.deleted)) {
    place.newKeys ??= new Set()
    place.newKeys.add(sub)
  }
}

function allowInText(struct: Struct, place: Place, rule: TextRule, sub: string | null): void {
  if (sub !== null) refuse('structure')
  switch (struct.kind) {
    case KIND.deleted:
      return
    case KIND.string:
      place.added += struct.length
      if (struct.length > 1) place.pairs += pairsOf(struct.value as string)
      return
    case KIND.format: {
      const { marks } = rule
      const mark = marks !== undefined && Object.hasOwn(marks, struct.name ?? '') ? marks[struct.name ?? ''] : undefined
      if (mark === undefined || (struct.value !== null && !mark(struct.value))) refuse('wrong-value')
      return
    }
    default:
      refuse('wrong-value')
  }
}

function allowInXml(struct: Struct, place: Place, rule: XmlRule, sub: string | null): void {
  if (struct.kind === KIND.deleted) {
    if (sub !== null && !Object.hasOwn(rule.attributes, sub)) refuse('not-writable')
    return
  }
  if (sub !== null) {
    const check = Object.hasOwn(rule.attributes, sub) ? rule.attributes[sub] : undefined
    if (check === undefined) refuse('not-writable')
    if (struct.kind !== KIND.any || !(struct.value as readonly unknown[]).every(check)) refuse('wrong-value')
    return
  }
  const fits = struct.type === TYPE.xmlText || struct.type === TYPE.element
  if (struct.kind !== KIND.type || !fits || ruleWithin(rule, null, struct) === null) refuse('wrong-value')
  place.added += 1
}
