// Owns the organisation's list as a file: what is exported is read back by the import without loss.

import type { ListLine } from '../../shared/organisation-views.ts'
import type { Language } from '../../shared/model.ts'

const HEADERS: Record<Language, readonly string[]> = {
  en: ['name', 'e-mail', 'unit', 'manager', 'deputy'],
  nl: ['naam', 'e-mail', 'afdeling', 'leidinggevende', 'plaatsvervanger'],
}
const BOM = '\ufeff' // or Excel reads UTF-8 as Windows-1252

/** `defuse`: of what a spreadsheet would take for a formula. A semicolon where the comma is the decimal sign. */
export function listCsv(people: readonly ListLine[], language: Language, defuse: (cell: string) => string): string {
  const rows = [
    HEADERS[language],
    ...people.map((one) => [one.name, one.email, one.unit, one.managerEmail, one.deputyEmail]),
  ]
  const cell = (text: string | null) => `"${defuse(text ?? '').replaceAll('"', '""')}"`
  const separator = language === 'nl' ? ';' : ','
  return BOM + rows.map((row) => row.map(cell).join(separator)).join('\r\n') + '\r\n'
}
