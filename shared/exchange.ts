// Owns the words of import that both sides use: what a column can become, what a preview shows, what an import reports.

import type { BoardId } from './model.ts'

/** What a column of a file becomes. Several columns may become details or tags; each other target is taken once. */
export const IMPORT_TARGETS = ['text', 'details', 'tags', 'author', 'column', 'group', 'key', 'ignore'] as const
export type ImportTarget = (typeof IMPORT_TARGETS)[number]

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** Offered when the guess was wrong; decoding names as the Encoding Standard has them. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'macintosh',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** Why a row was left out, or what was changed to take it in. The client has a sentence for each. */
export const IMPORT_REASONS = [
  'no-text',
  'text-too-long',
  'details-too-long',
  'quote-not-closed',
  'not-an-idea',
  'board-full',
  'extra-cells',
  'author-left-out',
  'author-too-long',
  'tags-left-out',
  'column-left-out',
  'group-too-long',
  'group-alone',
  'group-left-out',
  'comments-left-out',
  'proposal-left-out',
  'goals-left-out',
  'estimates-left-out',
] as const
export type ImportReason = (typeof IMPORT_REASONS)[number]

export interface ImportProblem {
  /** Line of the file on which the row begins, or for JSON the number of the item, counted from 1. */
  line: number
  reason: ImportReason
  /** True: the row goes in all the same, without what the reason names. */
  kept: boolean
  limit?: number
}

export interface ImportColumn {
  name: string
  target: ImportTarget
  /** The first few values that are not empty. */
  samples: string[]
}

/** What a file says about one idea, cleaned and within the limits. */
export interface ImportedIdea {
  line: number
  text: string
  details: string
  tags: string[]
  /** Shown as "on behalf of"; never an account. */
  author: string | null
  column: string | null
  /** The name of the group it lies in. */
  group: string | null
}

/** POST /api/boards/<id>/import?dryRun=1 */
export interface ImportPreview {
  /** `kiem`: a board exported from here. */
  format: 'csv' | 'json' | 'kiem'
  encoding: string
  delimiter: string | null
  header: boolean
  columns: ImportColumn[]
  /** The first rows as they will arrive. */
  rows: ImportedIdea[]
  total: number
  /** Of the total: will go in, are on the board already, will be left out. */
  good: number
  alreadyThere: number
  leftOut: number
  /** Ideas the board has room for. */
  room: number
  problems: ImportProblem[]
  /** All of them, where `problems` lists only the first. */
  problemCount: number
}

/** POST /api/boards/<id>/import */
export interface ImportReport {
  boardId: BoardId
  total: number
  added: number
  alreadyThere: number
  leftOut: number
  problems: ImportProblem[]
  problemCount: number
}
