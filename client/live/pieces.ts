// Owns the shapes of what was not accepted: runs of words, where they stood, and changes without words. Shapes only, so
// that a page without a document does not load Yjs for them.

/** A run of one text; `refused` where the server does not have it. */
export interface Piece {
  text: string
  refused: boolean
}

export type Place =
  | { kind: 'card'; ideaId: string }
  | { kind: 'group' }
  | { kind: 'column' }
  /** Under this heading of a proposal; '' above the first. */
  | { kind: 'section'; heading: string }
  | { kind: 'elsewhere' }

/** Refused changes that have no words to keep. Counted per card, or per block of a proposal. */
export interface Told {
  moves: number
  colors: number
  removals: number
  others: number
}

export const wholeText = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('')
