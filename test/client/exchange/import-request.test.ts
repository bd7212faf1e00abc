import { expect, test } from 'vitest'
import { importAddress, withTarget } from '../../../client/exchange/import-request.ts'

test('an address says only what the person settled', () => {
  expect(importAddress('b' as never, {}, { dryRun: '1' })).toBe('/api/boards/b/import?dryRun=1')
  const choices = { delimiter: '\t' as const, header: false, mapping: ['text' as const, 'ignore' as const] }
  expect(importAddress('b' as never, choices, { importId: 'x' })).toBe(
    '/api/boards/b/import?importId=x&delimiter=%09&header=0&mapping=text%2Cignore',
  )
})

test('a target that one column may have leaves the column that had it', () => {
  expect(withTarget(['text', 'details', 'ignore'], 2, 'text')).toEqual(['ignore', 'details', 'text'])
  expect(withTarget(['text', 'details', 'ignore'], 2, 'details')).toEqual(['text', 'details', 'details'])
})
