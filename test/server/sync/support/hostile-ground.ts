// Owns what the hostile cases share: what they attack, and the short ways to say it.
import { type At, type Piece, update } from './hostile-bytes.ts'

export interface Ground {
  cards: { card: At; title: At; first: At; last: At; color: At }[]
  column: At
  columnTitle: At
  /** Somebody else's client id, and the clock they are at. */
  victim: At
  /** A client id the victim has announced by presence and not written under. */
  announced: number
  server: number
}

export interface HostileCase {
  name: string
  document: 'board' | 'proposal' | 'ledger'
  bytes: (ground: Ground) => Uint8Array
}

export const ME = 4_242
export const OTHER_ME = 4_243

export const mine = (...pieces: Piece[]): Uint8Array => update([{ client: ME, pieces }])
export const many = (length: number, one: (i: number) => Piece): Piece[] => Array.from({ length }, (_, i) => one(i))
export const from = (length: number, one: (i: number) => Piece) =>
  update(Array.from({ length }, (_, i) => ({ client: 100_000 + i, pieces: [one(i)] })))

export const cases: HostileCase[] = []
export function on(document: HostileCase['document'], name: string, bytes: HostileCase['bytes']): void {
  cases.push({ name, document, bytes })
}
export const board = (name: string, bytes: HostileCase['bytes']) => on('board', name, bytes)
export const proposal = (name: string, bytes: HostileCase['bytes']) => on('proposal', name, bytes)
/** In the first card. */
export const field = (name: string, value: (where: { parent: At; sub: string }) => Piece, sub = 'color') =>
  board(name, ({ cards: [card] }) => mine(value({ parent: card?.card ?? [0, 0], sub })))
/** At the end of the first title. */
export const title = (name: string, piece: (where: { origin: At }) => Piece) =>
  board(name, ({ cards: [card] }) => mine(piece({ origin: card?.last ?? [0, 0] })))
