// Updates written byte by byte, as no Yjs would write them: what a hostile client can send.
import * as encoding from 'lib0/encoding'

export type At = [client: number, clock: number]

/** One struct, as bytes behind its section's head. */
export type Piece = (encoder: encoding.Encoder) => void

const ORIGIN = 128
const RIGHT = 64
const SUB = 32

export interface Where {
  origin?: At
  right?: At
  /** A root's name or the item that holds the parent. */
  parent?: string | At
  sub?: string
}

function at(encoder: encoding.Encoder, [client, clock]: At): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}

/** `kind` is the content's number on the wire. */
function item(kind: number, where: Where, content: Piece): Piece {
  return (encoder) => {
    const { origin, right, parent, sub } = where
    const info = kind | (origin ? ORIGIN : 0) | (right ? RIGHT : 0) | (sub === undefined ? 0 : SUB)
    encoding.writeUint8(encoder, info)
    if (origin) at(encoder, origin)
    if (right) at(encoder, right)
    if (!origin && !right) {
      encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0)
      if (typeof parent === 'string') encoding.writeVarString(encoder, parent)
      else at(encoder, parent ?? [0, 0])
      if (sub !== undefined) encoding.writeVarString(encoder, sub)
    }
    content(encoder)
  }
}

export const raw =
  (...bytes: number[]): Piece =>
  (encoder) =>
    encoding.writeUint8Array(encoder, Uint8Array.from(bytes))

export const gc =
  (length: number): Piece =>
  (encoder) => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  }

export const skip =
  (length: number): Piece =>
  (encoder) => {
    encoding.writeUint8(encoder, 10)
    encoding.writeVarUint(encoder, length)
  }

export const deleted = (where: Where, length = 1): Piece =>
  item(1, where, (encoder) => encoding.writeVarUint(encoder, length))

export const legacyJson = (where: Where, text: string): Piece =>
  item(2, where, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, text)
  })

export const binary = (where: Where): Piece =>
  item(3, where, (encoder) => encoding.writeVarUint8Array(encoder, Uint8Array.of(1, 2, 3)))

export const string = (where: Where, text: string): Piece =>
  item(4, where, (encoder) => encoding.writeVarString(encoder, text))

export const embed = (where: Where, value: unknown): Piece =>
  item(5, where, (encoder) => encoding.writeVarString(encoder, JSON.stringify(value)))

export const format = (where: Where, key: string, value: unknown): Piece =>
  item(6, where, (encoder) => {
    encoding.writeVarString(encoder, key)
    encoding.writeVarString(encoder, typeof value === 'string' ? value : JSON.stringify(value))
  })

export const TYPES = { array: 0, map: 1, text: 2, element: 3, fragment: 4, hook: 5, xmlText: 6 } as const

export const type = (where: Where, kind: keyof typeof TYPES, name?: string): Piece =>
  item(7, where, (encoder) => {
    encoding.writeVarUint(encoder, TYPES[kind])
    if (name !== undefined) encoding.writeVarString(encoder, name)
  })

export const any = (where: Where, ...values: unknown[]): Piece =>
  item(8, where, (encoder) => {
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1])
  })

/** A plain value spelled by hand. */
export const anyBytes = (where: Where, ...bytes: number[]): Piece =>
  item(8, where, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeUint8Array(encoder, Uint8Array.from(bytes))
  })

export const subdocument = (where: Where): Piece =>
  item(9, where, (encoder) => {
    encoding.writeVarString(encoder, 'guid')
    encoding.writeAny(encoder, {})
  })

export interface Section {
  client: number
  clock?: number
  pieces: readonly Piece[]
  /** A count that is not true. */
  claims?: number
}

export interface Deletion {
  client: number
  ranges: readonly (readonly [clock: number, length: number])[]
}

export function update(
  sections: readonly Section[],
  deletions: readonly Deletion[] = [],
  after: number[] = [],
): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, sections.length)
  for (const { client, clock = 0, pieces, claims = pieces.length } of sections) {
    encoding.writeVarUint(encoder, claims)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const piece of pieces) piece(encoder)
  }
  encoding.writeVarUint(encoder, deletions.length)
  for (const { client, ranges } of deletions) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const [clock, length] of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  }
  encoding.writeUint8Array(encoder, Uint8Array.from(after))
  return encoding.toUint8Array(encoder)
}

/** A number with a needless byte: `5` as `85 00`. */
export const padded = (value: number): number[] => [128 | value, 0]
