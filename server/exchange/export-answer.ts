// Owns GET /api/boards/<id>/export.json, .csv and .md: who may, and the file with its name and type.

import type { Language } from '../../shared/model.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { BoardFile } from './board-file.ts'
import { exportCsv } from './export-csv.ts'
import { exportMarkdown } from './export-markdown.ts'
import { permitted } from './permitted.ts'
import { type ExportDeps, gatherBoard } from './reads.ts'

export const EXPORT_KINDS = ['json', 'csv', 'md'] as const
export type ExportKind = (typeof EXPORT_KINDS)[number]

const TYPES: Record<ExportKind, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
}

export interface ExportAnswerDeps extends ExportDeps {
  placeOf: (actor: Actor, boardId: string) => Promise<Place | null>
}

export interface ExportedFile {
  type: string
  body: string
  filename: string
}

export function exportAnswer(deps: ExportAnswerDeps, kind: ExportKind) {
  return async function answer(asking: {
    actor: Actor
    params: Readonly<Record<string, string>>
  }): Promise<Outcome<ExportedFile>> {
    const { actor } = asking
    const place = permitted(await deps.placeOf(actor, asking.params['id'] ?? ''), 'board.export')
    if (!place.ok) return place
    const file = await gatherBoard(deps, actor, place.value)
    if (!file.ok) return file
    const body = written(kind, file.value, actor.language)
    return done({ type: TYPES[kind], body, filename: `${slug(file.value.board.title)}.${kind}` })
  }
}

function written(kind: ExportKind, file: BoardFile, language: Language): string {
  switch (kind) {
    case 'json':
      return `${JSON.stringify(file, null, 1)}\n`
    case 'csv':
      return exportCsv(file, language)
    case 'md':
      return exportMarkdown(file, language)
  }
}

/** A name that every file system takes. */
function slug(title: string): string {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 60) || 'board'
}
