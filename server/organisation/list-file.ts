// Owns what a file says about the organisation's people: which column is what, by its name in English or Dutch, and what each
// line holds. Pure. A line that cannot be meant is left out and named; nothing is guessed of a person.

import { EMAIL_MAX_CHARS, NAME_MAX_CHARS, UNIT_MAX_CHARS } from '../../shared/limits.ts'
import type { ListColumn, ListProblem } from '../../shared/organisation-views.ts'
import { charCount, cleanLine } from '../../shared/text.ts'

/** Compared in small letters, without accents and signs; the likeliest first. */
const NAMES: Record<ListColumn, string> = {
  email: 'email emailaddress emailadres mail mailadres mailaddress workemail werkmail userprincipalname upn',
  manager: `manager leidinggevende manageremail leidinggevendeemail emailleidinggevende emailmanager managersemail
    reportsto supervisor teamleider chef hoofd`,
  deputy: `deputy plaatsvervanger vervanger deputyemail plaatsvervangeremail emailplaatsvervanger substitute standin
    waarnemer`,
  unit: 'unit afdeling department team eenheid onderdeel organisatieonderdeel sector dienst division businessunit',
  name: 'name naam fullname volledigenaam displayname weergavenaam employee medewerker',
  'first-name': 'firstname voornaam givenname roepnaam',
  infix: 'infix tussenvoegsel tussenvoegsels prefix',
  'last-name': 'lastname achternaam surname familyname',
}

export interface FileLine {
  line: number
  email: string
  name: string
  /** Absent: the file has no such column, and what is known stays. */
  unit?: string | null
  manager?: string
  deputy?: string
}

export interface ReadFile {
  columns: { name: string; means: ListColumn | null }[]
  lines: FileLine[]
  problems: ListProblem[]
}

interface Row {
  line: number
  cells: readonly string[]
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')

export function columnsOf(names: readonly string[]): ReadFile['columns'] {
  const columns: ReadFile['columns'] = names.map((name) => ({ name: cleanLine(name), means: null }))
  for (const [means, known] of Object.entries(NAMES) as [ListColumn, string][]) {
    for (const wanted of known.split(/\s+/)) {
      const column = columns.find((one) => one.means === null && plain(one.name) === wanted)
      if (!column) continue
      column.means = means
      break
    }
  }
  return columns
}

/** Null: the first line names no column of addresses, or none of names. */
export function readListFile(rows: readonly Row[]): ReadFile | null {
  const [header, ...body] = rows
  const columns = columnsOf(header?.cells ?? [])
  const at = (means: ListColumn) => columns.findIndex((column) => column.means === means)
  const named = at('name') >= 0 || at('last-name') >= 0
  if (at('email') < 0 || !named) return null
  const lines: FileLine[] = []
  const problems: ListProblem[] = []
  const seen = new Set<string>()
  for (const { line, cells } of body) {
    const cell = (means: ListColumn) => cleanLine(cells[at(means)] ?? '')
    const problem = (kind: ListProblem['kind'], value: string) =>
      problems.push({ line, kind, value: value.slice(0, 200) })
    const email = cell('email').toLowerCase()
    const name = cell('name') || [cell('first-name'), cell('infix'), cell('last-name')].filter(Boolean).join(' ')
    const unit = cell('unit')
    if (email === '') problem('no-email', name)
    else if (!isEmail(email)) problem('bad-email', email)
    else if (name === '') problem('no-name', email)
    else if (charCount(name) > NAME_MAX_CHARS || charCount(unit) > UNIT_MAX_CHARS) problem('too-long', email)
    else if (seen.has(email)) problem('duplicate-email', email)
    else {
      seen.add(email)
      lines.push({
        line,
        email,
        name,
        ...(at('unit') >= 0 && { unit: unit || null }),
        ...(at('manager') >= 0 && { manager: cell('manager') }),
        ...(at('deputy') >= 0 && { deputy: cell('deputy') }),
      })
    }
  }
  return { columns, lines, problems }
}

function isEmail(text: string): boolean {
  return text.length <= EMAIL_MAX_CHARS && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)
}
