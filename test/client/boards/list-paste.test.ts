import { expect, test } from 'vitest'
import { listEntries } from '../../../client/boards/list-paste.ts'

test('each line is an entry, without bullets, boxes and empty lines', () => {
  expect(listEntries('- one\n* two\r\n• three\n\n – four\n[ ] five\n- [x] six\n---\n')).toEqual([
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
  ])
})

test('numbering is taken off when the list is numbered throughout', () => {
  expect(listEntries('1. one\n2) two\n(3) three')).toEqual(['one', 'two', 'three'])
  expect(listEntries('a) one\nb) two')).toEqual(['one', 'two'])
  expect(listEntries('iv. one\nv. two')).toEqual(['one', 'two'])
})

test('what only looks like numbering stays', () => {
  expect(listEntries('1.5 million trees\n2.0 is the version')).toEqual(['1.5 million trees', '2.0 is the version'])
  expect(listEntries('Plan A) is good\nB is better\nc. maybe')).toEqual(['Plan A) is good', 'B is better', 'c. maybe'])
  expect(listEntries('-5 degrees\n+1 for trees')).toEqual(['-5 degrees', '+1 for trees'])
  expect(listEntries('2024. A year')).toEqual(['2024. A year'])
})

test('a single line is one entry, white space is none', () => {
  expect(listEntries('  just this ')).toEqual(['just this'])
  expect(listEntries(' \n\t\n')).toEqual([])
})

test('cells of a spreadsheet row stay one entry', () => {
  expect(listEntries('one\tcell\ntwo\tcells')).toEqual(['one cell', 'two cells'])
})
