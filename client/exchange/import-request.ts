// Owns what the import page asks of the server: the address with the person's choices, and one upload at a time.

import type { Delimiter, Encoding, ImportPreview, ImportReport, ImportTarget } from '../../shared/exchange.ts'
import type { BoardId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { api } from '../live/api.ts'

/** What the person has settled; what is absent the server guesses. */
export interface Choices {
  encoding?: Encoding
  delimiter?: Delimiter
  header?: boolean
  mapping?: ImportTarget[]
}

export function importAddress(boardId: BoardId, choices: Choices, more: Record<string, string>): string {
  const query = new URLSearchParams(more)
  if (choices.encoding) query.set('encoding', choices.encoding)
  if (choices.delimiter) query.set('delimiter', choices.delimiter)
  if (choices.header !== undefined) query.set('header', choices.header ? '1' : '0')
  if (choices.mapping) query.set('mapping', choices.mapping.join(','))
  return `/api/boards/${boardId}/import?${query.toString()}`
}

function form(file: File): FormData {
  const data = new FormData()
  data.append('file', file)
  return data
}

export function askPreview(
  boardId: BoardId,
  file: File,
  choices: Choices,
  onSent: (share: number) => void,
): Promise<Outcome<ImportPreview>> {
  return api.upload<ImportPreview>('POST', importAddress(boardId, choices, { dryRun: '1' }), form(file), onSent)
}

export function runImport(
  boardId: BoardId,
  file: File,
  choices: Choices,
  importId: string,
): Promise<Outcome<ImportReport>> {
  return api.upload<ImportReport>('POST', importAddress(boardId, choices, { importId }), form(file))
}

/** Gives the column this target; whoever had one that only one column may have gives it up. */
export function withTarget(mapping: readonly ImportTarget[], at: number, target: ImportTarget): ImportTarget[] {
  const shared = target === 'ignore' || target === 'details' || target === 'tags'
  return mapping.map((is, i) => (i === at ? target : is === target && !shared ? 'ignore' : is))
}
