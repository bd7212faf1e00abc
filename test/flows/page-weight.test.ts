// Owns: what a phone has to load before it can take part, counted in the build itself: scripts by their static imports,
// gzip as over the wire. No browser needed; what one really asks for is in test/browser/page-weight.test.ts.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { fromRun } from '../support/services.ts'

/** Issue 2: the first page by QR, its form included. */
const FIRST_PAGE_MAX_BYTES = 220_000
/** The board after it. A ratchet on the way to 180 KB (P10): lower it when it gets lighter, never raise it unseen. */
const BOARD_MAX_BYTES = 240_000
/** Words that are in the editor's and the wall's scripts and nowhere else. */
const EDITOR = 'ProseMirror'
const WALL = 'react-flow'

let assets: string
let page: string

beforeAll(async () => {
  const client = path.join(String(await fromRun('build')), 'client')
  assets = path.join(client, 'assets')
  page = readFileSync(path.join(client, 'index.html'), 'utf8')
})

const text = (script: string) => readFileSync(path.join(assets, script), 'utf8')
const gzipped = (scripts: Iterable<string>) =>
  [...scripts].reduce((sum, script) => sum + gzipSync(text(script), { level: 9 }).length, 0)

/** What the page itself asks for: its script, and what is fetched beside it. */
const entry = () => [...page.matchAll(/\/assets\/([^"]+\.js)"/g)].map((match) => match[1]!)

/** The script of a part that is loaded when its address is opened. */
function part(name: string): string {
  const found = readdirSync(assets).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.js'))
  expect(found, `the script of ${name}`).toHaveLength(1)
  return found[0]!
}

/** These and all they import, but not what they load later. */
function withImports(scripts: string[]): Set<string> {
  const all = new Set(scripts)
  for (const script of all) {
    for (const [, imported] of text(script).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) all.add(imported!)
  }
  return all
}

test('a phone can use the first page with less than 220 KB of JavaScript', () => {
  const scripts = withImports([...entry(), part('door-routes')])
  expect(scripts.size).toBeGreaterThan(3)
  expect(gzipped(scripts)).toBeLessThan(FIRST_PAGE_MAX_BYTES)
})

test('a phone can use the board without the editor and without the wall', () => {
  const scripts = withImports([...entry(), part('door-routes'), part('board-route')])
  expect(gzipped(scripts)).toBeLessThan(BOARD_MAX_BYTES)
  const heavy = (word: string, among: Iterable<string>) => [...among].filter((script) => text(script).includes(word))
  expect(heavy(EDITOR, scripts)).toEqual([])
  expect(heavy(WALL, scripts)).toEqual([])
  // Both are in the build, so the words still say what they should.
  const everything = readdirSync(assets).filter((file) => file.endsWith('.js'))
  expect(heavy(EDITOR, everything).length).toBeGreaterThan(0)
  expect(heavy(WALL, everything).length).toBeGreaterThan(0)
})
