// Owns defusing cells that a spreadsheet would take for a formula (FAULTS F99), and undoing exactly that. The two are
// each other's inverse for every text: an apostrophe is put before a formula and before apostrophes that precede one.

// What Excel, LibreOffice and Google Sheets start a formula with, in their full-width forms too; tab and return are
// skipped by some of them before they look.
const LOOKS_LIKE_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const DEFUSED = /^'+[=+\-@\t\r\n＝＋－＠]/

export function defuse(cell: string): string {
  return LOOKS_LIKE_FORMULA.test(cell) ? `'${cell}` : cell
}

export function undoDefusing(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell
}
