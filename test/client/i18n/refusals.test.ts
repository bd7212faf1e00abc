import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sourceFiles } from '../../support/source.ts'

const file = path.resolve(import.meta.dirname, '../../../client/i18n/en/errors.json')
const texts = JSON.parse(readFileSync(file, 'utf8')) as { reason: Record<string, string> }

/** Only a program can cause these, or their kind already says everything. */
const FOR_PROGRAMS = new Set([
  'sign-in',
  'forbidden',
  'not-found',
  'internal',
  'unknown-command',
  'no-such-path',
  'bad-path',
  'bad-key',
  'key-reused',
  'json-only',
  'not-json',
  'invalid-input',
  'compressed-upload',
  'foreign-origin',
  'not-for-a-seat',
  'not-due', // the clock's own moves: it asks itself
])

test('every reason the server refuses with has words of its own', () => {
  const refusal = /\brefuse\(\s*'[a-z-]+',\s*'([a-z-]+)'/g
  const reasons = sourceFiles('server').flatMap(({ text }) => [...text.matchAll(refusal)].map(([, reason]) => reason!))
  expect(reasons).toContain('wrong-code')
  const silent = new Set(reasons.filter((reason) => !(reason in texts.reason) && !FOR_PROGRAMS.has(reason)))
  expect([...silent]).toEqual([])
})
