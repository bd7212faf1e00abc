// Owns what a person may say about themselves in presence (S22): known fields of known types, copied one by one, so that
// nothing else a client sends reaches anyone. Total functions of untrusted JSON.
import * as decoding from 'lib0/decoding'

/** Gives back the cleaned value, or undefined to leave the field out. */
export type PresenceField = (value: unknown) => unknown
export type PresenceFields = Readonly<Record<string, PresenceField>>

const TEXT_CHARS = 100

const text: PresenceField = (value) => {
  if (value === null) return null
  return typeof value === 'string' && value.length <= TEXT_CHARS ? value : undefined
}
const flag: PresenceField = (value) => (typeof value === 'boolean' ? value : undefined)
const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** x, y on the wall. */
const pointer: PresenceField = (value) => {
  if (value === null) return null
  if (!isObject(value)) return undefined
  const { x, y } = value
  return finite(x) && finite(y) ? { x, y } : undefined
}

function id(value: unknown): { client: number; clock: number } | null | undefined {
  if (value === null || value === undefined) return null
  if (!isObject(value)) return undefined
  const { client, clock } = value
  return Number.isSafeInteger(client) && Number.isSafeInteger(clock)
    ? { client: client as number, clock: clock as number }
    : undefined
}

/** A Yjs relative position as JSON. */
function position(value: unknown): object | null | undefined {
  if (value === null) return null
  if (!isObject(value)) return undefined
  const type = id(value['type'])
  const item = id(value['item'])
  const tname = text(value['tname'] ?? null)
  const assoc = value['assoc'] ?? 0
  if (type === undefined || item === undefined || tname === undefined || !finite(assoc)) return undefined
  return { type, tname, item, assoc }
}

/** A caret or selection as y-prosemirror and y-tiptap send it, in the text it is in when a board has many. */
const selection: PresenceField = (value) => {
  if (value === null) return null
  if (!isObject(value)) return undefined
  const anchor = position(value['anchor'])
  const head = position(value['head'])
  if (anchor === undefined || head === undefined) return undefined
  const where = value['in'] === undefined ? undefined : text(value['in'])
  return typeof where === 'string' ? { anchor, head, in: where } : { anchor, head }
}

export const PRESENCE_FIELDS: PresenceFields = {
  cursor: selection,
  selection,
  editing: text,
  selected: text,
  typing: flag,
  pointer,
  view: text,
}

export interface OwnPresence {
  clientId: number
  clock: number
  /** Null: this person shows nothing any more. */
  state: Record<string, unknown> | null
}

/**
 * Reads the one entry a client may send about itself. Null for anything else; that includes what a stock client does all
 * the time, sending back what it was told about others, so it is no offence. `expected` is the id leased so far.
 */
export function readOwnPresence(
  body: Uint8Array,
  expected: number | null,
  fields: PresenceFields,
  maxBytes: number,
): OwnPresence | null {
  try {
    const decoder = decoding.createDecoder(body)
    if (decoding.readVarUint(decoder) !== 1) return null
    const clientId = decoding.readVarUint(decoder)
    if (expected !== null && clientId !== expected) return null
    const clock = decoding.readVarUint(decoder)
    const json = decoding.readVarUint8Array(decoder)
    if (decoder.pos !== body.length || json.length > maxBytes) return null
    const value: unknown = JSON.parse(new TextDecoder().decode(json))
    if (value === null) return { clientId, clock, state: null }
    return isObject(value) ? { clientId, clock, state: clean(value, fields) } : null
  } catch {
    return null
  }
}

function clean(value: Record<string, unknown>, fields: PresenceFields): Record<string, unknown> {
  const state: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(fields)) {
    if (!Object.hasOwn(value, name)) continue
    const cleaned = read(value[name])
    if (cleaned !== undefined) state[name] = cleaned
  }
  return state
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
