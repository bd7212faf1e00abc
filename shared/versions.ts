// Owns what of a document's versions travels to a browser: who, when, and content as plain values. And which documents have any.

import { type Card, type Column, parseDocumentName } from './documents.ts'
import type { At, PersonView, VersionId } from './model.ts'

export interface VersionView {
  versionId: VersionId
  at: At
  /** Null: kept by itself while people wrote. */
  name: string | null
  /** Null for those kept by themselves, and on anonymous boards. */
  namedBy: PersonView | null
  /** Who wrote since the version before; empty on anonymous boards. */
  editors: PersonView[]
}

/** GET /api/documents/<name>/versions, newest first. */
export interface VersionsView {
  versions: VersionView[]
  /** Whether this person may name, bring back and remove versions now. */
  mayKeep: boolean
}

/** A node as the editor has it. Whatever shows one must cope with any name and any attribute. */
export interface TextNode {
  type: string
  attrs?: Record<string, unknown>
  content?: TextNode[]
  text?: string
  marks?: { type: string; attrs?: Record<string, unknown> }[]
}

export interface VersionCard extends Card {
  /** Null where no idea of this board has such a card. */
  number: number | null
  /** The idea was removed from the board since: bringing this version back leaves it so. */
  removed: boolean
}

/** What is written in as one text; boards are cards. */
export type VersionedText = 'proposal' | 'minutes'
export type Versioned = 'board' | VersionedText

/** The kind of a document that has versions; null: of others none are kept. */
export function versionedKind(document: string): Versioned | null {
  const kind = parseDocumentName(document)?.kind
  return kind === 'board' || kind === 'proposal' || kind === 'minutes' ? kind : null
}

export type VersionContent =
  | { kind: 'board'; columns: Column[]; cards: VersionCard[] }
  | { kind: VersionedText; content: TextNode[] }

/** In place of a version's id: the document as it is on disk now. */
export const NOW = 'now'
