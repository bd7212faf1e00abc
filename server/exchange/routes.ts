// Owns the list of what this room offers over HTTP, in the shape in which compose hands routes to the gateway.

import { IMPORT_FILE_MAX_BYTES } from '../../shared/limits.ts'
import { EXPORT_KINDS, type ExportAnswerDeps, exportAnswer } from './export-answer.ts'
import { importAnswer, type ImportDeps } from './import-answer.ts'

/** What a form weighs around its file. */
const FORM_MAX_BYTES = 100_000

export function exchangeRoutes(deps: ImportDeps & ExportAnswerDeps) {
  return [
    {
      kind: 'upload' as const,
      method: 'post' as const,
      path: '/api/boards/:id/import',
      maxBytes: IMPORT_FILE_MAX_BYTES + FORM_MAX_BYTES,
      answer: importAnswer(deps),
    },
    ...EXPORT_KINDS.map((kind) => ({
      kind: 'download' as const,
      path: `/api/boards/:id/export.${kind}`,
      answer: exportAnswer(deps, kind),
    })),
  ]
}
