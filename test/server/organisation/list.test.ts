// Owns: what a file says about the organisation's people, and what comes of the list when it is read into it.
import { describe, expect, test } from 'vitest'
import { readListFile, columnsOf, type FileLine } from '../../../server/organisation/list-file.ts'
import { listCsv } from '../../../server/organisation/list-csv.ts'
import { mergeList } from '../../../server/organisation/merge.ts'
import { circlesIn } from '../../../server/organisation/rules.ts'
import { EMAIL_MAX_CHARS, NAME_MAX_CHARS, UNIT_MAX_CHARS } from '../../../shared/limits.ts'
import type { ListLine } from '../../../shared/organisation-views.ts'

const rows = (...lines: string[]) => lines.map((text, i) => ({ line: i + 1, cells: text.split(';') }))
const read = (...lines: string[]) => readListFile(rows(...lines))!
const problemsOf = (...lines: string[]) => read(...lines).problems.map(({ line, kind }) => [line, kind])

describe('columns', () => {
  test('are known by their names in English and in Dutch, whatever the letters and signs', () => {
    const means = (...names: string[]) => columnsOf(names).map((column) => column.means)
    expect(means('Name', 'E-mail', 'Unit', 'Manager', 'Deputy')).toEqual(['name', 'email', 'unit', 'manager', 'deputy'])
    expect(means('NAAM', 'e-mailadres', 'Afdeling', 'Leidinggevende', 'Plaatsvervanger')).toEqual([
      'name',
      'email',
      'unit',
      'manager',
      'deputy',
    ])
    expect(means('Voornaam', 'Tussenvoegsel', 'Achternaam', 'E-mail leidinggevende', 'Werkmail', 'Maat')).toEqual([
      'first-name',
      'infix',
      'last-name',
      'manager',
      'email',
      null,
    ])
  })

  test('two columns of one name: the first counts', () => {
    expect(columnsOf(['e-mail', 'e-mail', 'name']).map((column) => column.means)).toEqual(['email', null, 'name'])
  })

  test('without addresses or without names it is no list', () => {
    expect(readListFile(rows('name;unit', 'Sue;IT'))).toBeNull()
    expect(readListFile(rows('e-mail;unit', 'sue@example.org;IT'))).toBeNull()
    expect(readListFile([])).toBeNull()
  })
})

describe('lines', () => {
  test('a name may stand in three columns; an address is in small letters', () => {
    const { lines } = read('voornaam;tussenvoegsel;achternaam;mail', 'Sue;de;Vries;Sue@Example.ORG', 'Bob;;Bos;b@b.nl')
    expect(lines).toEqual([
      { line: 2, email: 'sue@example.org', name: 'Sue de Vries' },
      { line: 3, email: 'b@b.nl', name: 'Bob Bos' },
    ])
  })

  test('what cannot be meant is left out and named, by its line', () => {
    expect(
      problemsOf('name;e-mail', 'Sue;sue@example.org', 'Ann;', 'Bob;bob at home', ';b@b.nl', 'Sue;SUE@example.org'),
    ).toEqual([
      [3, 'no-email'],
      [4, 'bad-email'],
      [5, 'no-name'],
      [6, 'duplicate-email'],
    ])
  })

  test('names, units and addresses are taken up to their limit, and not one past it', () => {
    const email = (chars: number) => `${'a'.repeat(chars - '@b.nl'.length)}@b.nl`
    const of = (name: number, unit: number, address: number) =>
      problemsOf('name;unit;e-mail', `${'n'.repeat(name)};${'u'.repeat(unit)};${email(address)}`)
    expect(of(NAME_MAX_CHARS, UNIT_MAX_CHARS, EMAIL_MAX_CHARS)).toEqual([])
    expect(of(NAME_MAX_CHARS + 1, 1, 10)).toEqual([[2, 'too-long']])
    expect(of(1, UNIT_MAX_CHARS + 1, 10)).toEqual([[2, 'too-long']])
    expect(of(1, 1, EMAIL_MAX_CHARS + 1)).toEqual([[2, 'bad-email']])
  })
})

const listed = (name: string, more: Partial<ListLine> = {}): ListLine => ({
  email: `${name}@b.nl`,
  name,
  unit: null,
  managerEmail: null,
  deputyEmail: null,
  ...more,
})
let lineNumber = 1
const said = (name: string, more: Partial<FileLine> = {}): FileLine => ({
  line: ++lineNumber,
  email: `${name}@b.nl`,
  name,
  ...more,
})
const kindsOf = (file: FileLine[], there: ListLine[] = [], removeGone = false) =>
  mergeList(there, file, removeGone).problems.map(({ kind, value }) => [kind, value])

describe('a file and the list', () => {
  test('who is new, who changes, who stays as they are, and who is not in the file', () => {
    const there = [listed('sue', { unit: 'IT' }), listed('bob', { unit: 'HR' }), listed('cas')]
    const file = [said('sue', { unit: 'IT' }), said('bob', { unit: 'IT' }), said('dee', { unit: null })]
    const merged = mergeList(there, file, false)
    expect(merged.added.map(({ name }) => name)).toEqual(['dee'])
    expect(merged.changed).toEqual([{ before: listed('bob', { unit: 'HR' }), after: listed('bob', { unit: 'IT' }) }])
    expect(merged.unchangedCount).toBe(1)
    expect(merged.gone.map(({ name }) => name)).toEqual(['cas'])
  })

  test('a column the file does not have changes nothing; an empty cell empties', () => {
    const there = [listed('sue', { unit: 'IT', managerEmail: 'bob@b.nl' }), listed('bob')]
    expect(mergeList(there, [said('sue'), said('bob')], false).changed).toEqual([])
    const emptied = mergeList(there, [said('sue', { unit: null, manager: '' }), said('bob')], false)
    expect(emptied.changed[0]?.after).toEqual(listed('sue'))
  })

  test('a manager is found by address or by a name that only one person has', () => {
    const file = [said('sue', { manager: 'BOB@b.nl' }), said('ann', { manager: 'Bob' }), said('bob')]
    expect(mergeList([], file, false).added.map((one) => one.managerEmail)).toEqual(['bob@b.nl', 'bob@b.nl', null])
    const twins = [said('ann', { manager: 'Kim' }), said('k1', { name: 'Kim' }), said('k2', { name: 'Kim' })]
    expect(kindsOf(twins)).toEqual([['unknown-manager', 'Kim']])
  })

  test('somebody on the list who is not in the file may be a manager, unless they leave with it', () => {
    const file = [said('sue', { manager: 'old@b.nl' })]
    expect(kindsOf(file, [listed('old')])).toEqual([])
    expect(kindsOf(file, [listed('old')], true)).toEqual([['unknown-manager', 'old@b.nl']])
    const kept = mergeList([listed('old'), listed('sue', { managerEmail: 'old@b.nl' })], [said('sue')], true)
    expect(kept.problems.map(({ kind }) => kind)).toEqual(['unknown-manager'])
    expect(kept.changed[0]?.after.managerEmail).toBeNull()
  })

  test('nobody is their own manager or deputy, and a deputy is on the list', () => {
    expect(kindsOf([said('sue', { manager: 'sue@b.nl', deputy: 'sue@b.nl' })])).toEqual([
      ['own-manager', 'sue@b.nl'],
      ['own-deputy', 'sue@b.nl'],
    ])
    expect(kindsOf([said('sue', { deputy: 'nobody@b.nl' })])).toEqual([['unknown-deputy', 'nobody@b.nl']])
  })

  test('in a circle of managers nobody has one; whoever is below it keeps theirs', () => {
    const file = [
      said('a', { manager: 'b@b.nl' }),
      said('b', { manager: 'c@b.nl' }),
      said('c', { manager: 'a@b.nl' }),
      said('d', { manager: 'a@b.nl' }),
    ]
    const { added, problems } = mergeList([], file, false)
    expect(problems.map(({ kind }) => kind)).toEqual(['manager-circle', 'manager-circle', 'manager-circle'])
    expect(added.map((one) => one.managerEmail)).toEqual([null, null, null, 'a@b.nl'])
  })

  test('a circle that only arises with somebody who is not in the file is found, too', () => {
    const there = [listed('boss', { managerEmail: 'sue@b.nl' }), listed('sue')]
    expect(kindsOf([said('sue', { manager: 'boss@b.nl' })], there)).toEqual([['manager-circle', 'boss@b.nl']])
  })

  test('circles: of one, of many, apart from each other, and none in a tree of thousands', () => {
    const of = (pairs: Record<string, string | null>) => [...circlesIn(new Map(Object.entries(pairs)))].sort()
    expect(of({ a: 'a' })).toEqual(['a'])
    expect(of({ a: 'b', b: 'a', c: 'd', d: 'c', e: 'a', f: null })).toEqual(['a', 'b', 'c', 'd'])
    const deep = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`p${i}`, i === 0 ? null : `p${i - 1}`]))
    expect(of(deep)).toEqual([])
  })
})

test('what is exported is read back as it was, in both languages', () => {
  const people = [
    listed('sue', { name: 'Sue "de" Vries; IT', unit: '=cmd()', managerEmail: 'bob@b.nl', deputyEmail: 'bob@b.nl' }),
    listed('bob'),
  ]
  for (const [language, separator] of [
    ['en', ','],
    ['nl', ';'],
  ] as const) {
    const csv = listCsv(people, language, (cell) => cell).replace('\ufeff', '')
    const cells = csv
      .trim()
      .split('\r\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split(`"${separator}"`)
          .map((cell) => cell.replaceAll('""', '"')),
      )
    const file = readListFile(cells.map((one, i) => ({ line: i + 1, cells: one })))!
    expect(mergeList(people, file.lines, true)).toMatchObject({ added: [], changed: [], gone: [], problems: [] })
  }
})
