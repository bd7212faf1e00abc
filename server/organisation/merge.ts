// Owns what comes of the list when a file is read into it: who is new, who changes, who is gone, and which of what the file says
// about managers and deputies cannot be. Pure.

import type { ListLine, ListProblem } from '../../shared/organisation-views.ts'
import type { FileLine } from './list-file.ts'
import { circlesIn } from './rules.ts'

export interface Merged {
  added: ListLine[]
  changed: { before: ListLine; after: ListLine }[]
  unchangedCount: number
  gone: ListLine[]
  problems: ListProblem[]
}

/** `removeGone`: who is not in the file leaves the list, so that nobody can have them for a manager. */
export function mergeList(there: readonly ListLine[], file: readonly FileLine[], removeGone: boolean): Merged {
  const before = new Map(there.map((one) => [one.email, one]))
  const inFile = new Set(file.map(({ email }) => email))
  const gone = there.filter(({ email }) => !inFile.has(email))
  const stays = removeGone ? [] : gone
  const resolve = resolver([...stays, ...file])
  const problems: ListProblem[] = []
  const after = new Map<string, ListLine>()

  for (const said of file) {
    const known = before.get(said.email)
    const reference = (what: 'manager' | 'deputy'): string | null => {
      const cell = said[what] ?? (what === 'manager' ? known?.managerEmail : known?.deputyEmail) ?? ''
      if (cell === '') return null
      const email = resolve(cell)
      if (email !== null && email !== said.email) return email
      problems.push({
        line: said.line,
        kind: email === null ? `unknown-${what}` : `own-${what}`,
        value: cell.slice(0, 200),
      })
      return null
    }
    after.set(said.email, {
      email: said.email,
      name: said.name,
      unit: said.unit === undefined ? (known?.unit ?? null) : said.unit,
      managerEmail: reference('manager'),
      deputyEmail: reference('deputy'),
    })
  }

  // Who is whose manager in a circle nobody can tell: all lines of the file in it stay without one.
  const inCircle = circlesIn(new Map([...stays, ...after.values()].map((one) => [one.email, one.managerEmail])))
  for (const { email, line } of file) {
    const one = after.get(email)
    if (!one || !inCircle.has(email)) continue
    problems.push({ line, kind: 'manager-circle', value: one.managerEmail ?? '' })
    after.set(email, { ...one, managerEmail: null })
  }

  const added: ListLine[] = []
  const changed: Merged['changed'] = []
  for (const one of after.values()) {
    const was = before.get(one.email)
    if (!was) added.push(one)
    else if (!same(was, one)) changed.push({ before: was, after: one })
  }
  const unchangedCount = after.size - added.length - changed.length
  return { added, changed, unchangedCount, gone, problems }
}

function same(a: ListLine, b: ListLine): boolean {
  return a.name === b.name && a.unit === b.unit && a.managerEmail === b.managerEmail && a.deputyEmail === b.deputyEmail
}

/** An address as it is; a name where exactly one person has it. Null: nobody on the list. */
function resolver(list: readonly { email: string; name: string }[]): (cell: string) => string | null {
  const emails = new Set(list.map(({ email }) => email))
  const byName = new Map<string, string | null>()
  for (const { email, name } of list) {
    const key = name.toLowerCase()
    byName.set(key, byName.has(key) ? null : email)
  }
  return (cell) => {
    const small = cell.toLowerCase()
    return emails.has(small) ? small : (byName.get(small) ?? null)
  }
}
