// Owns: what a phone has to load before it can take part, counted in the build itself. No browser needed; what one really
// asks for is in test/browser/page-weight.test.ts.
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildWeight } from '../support/build-weight.ts'
import { fromRun } from '../support/services.ts'

/** The first page by QR, its form included. */
const FIRST_PAGE_MAX_BYTES = 130_000
/** The board after it. A ratchet on the way to 180 KB (P10): lower it when it gets lighter, never raise it unseen. */
const BOARD_MAX_BYTES = 208_000
/** Words that are in the editor's and the wall's scripts and nowhere else. */
const EDITOR = 'ProseMirror'
const WALL = 'react-flow'

let weight: ReturnType<typeof buildWeight>

beforeAll(async () => {
  weight = buildWeight(path.join(String(await fromRun('build')), 'client'))
})

test('a phone can use the first page with less than 130 KB of JavaScript', () => {
  const scripts = weight.needed('join-route')
  expect(scripts.length).toBeGreaterThan(3)
  expect(weight.gzipped(scripts)).toBeLessThan(FIRST_PAGE_MAX_BYTES)
})

test('a phone can use the board without the editor and without the wall', () => {
  const scripts = weight.needed('join-route', 'board-route')
  expect(weight.gzipped(scripts)).toBeLessThan(BOARD_MAX_BYTES)
  for (const word of [EDITOR, WALL]) {
    expect([word, weight.saying(word, scripts)]).toEqual([word, []])
    // It is in the build, so the word still says what it should.
    expect([word, weight.saying(word, weight.everything()).length]).not.toEqual([word, 0])
  }
})
