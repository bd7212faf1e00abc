// What is away is told apart from what is a bug, through every wrapping.
import { expect, test } from 'vitest'
import { isUnavailable, sqlState, unavailability } from '../../../server/platform/database/unavailable.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

test.each([
  ['ECONNREFUSED', 'database-unavailable'],
  ['ECONNRESET', 'database-unavailable'],
  ['ENOTFOUND', 'database-unavailable'],
  ['57P01', 'database-unavailable'],
  ['57P02', 'database-unavailable'],
  ['57P03', 'database-unavailable'],
  ['08006', 'database-unavailable'],
  ['KIEM_EMBEDDED_DOWN', 'database-unavailable'],
  ['53300', 'database-busy'],
  ['57014', 'database-busy'],
  ['40001', 'database-busy'],
  ['40P01', 'database-busy'],
  ['53100', 'storage-full'],
  ['25006', 'storage-full'],
  ['ENOSPC', 'storage-full'],
])('%s is %s', (code, expected) => {
  expect(unavailability(coded(code))).toBe(expected)
  expect(unavailability(new Error('Failed query: …', { cause: coded(code) }))).toBe(expected)
})

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
])('pg’s own “%s” is the database being away', (message) => {
  expect(unavailability(new Error(message))).toBe('database-unavailable')
})

test('a refused connection to both addresses of localhost is one absence', () => {
  expect(isUnavailable(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe(true)
})

test.each([coded('23505'), coded('42601'), coded('22P02'), new TypeError('x is not a function'), 'text', null])(
  '%s is a bug, not an absence',
  (error) => {
    expect(isUnavailable(error)).toBe(false)
  },
)

test('the SQLSTATE is found under a wrapping, and a network code is none', () => {
  expect(sqlState(new Error('Failed query', { cause: coded('23505') }))).toBe('23505')
  expect(sqlState(coded('ECONNRESET'))).toBeUndefined()
  expect(sqlState(coded('EPIPE'))).toBeUndefined()
})
