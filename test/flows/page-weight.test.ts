// Owns: what a phone has to load before it can take part, counted in the build itself. No browser needed; what one really
// asks for is in test/browser/page-weight.test.ts.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import express from 'express'
import { beforeAll, expect, test } from 'vitest'
import { staticClient } from '../../server/gateway/static.ts'
import { buildWeight } from '../support/build-weight.ts'
import { fromRun } from '../support/services.ts'

/** The first page by QR, its form included. */
const FIRST_PAGE_MAX_BYTES = 116_000
/** The board after it (P10). Lower it when it gets lighter, never raise it unseen. */
const BOARD_MAX_BYTES = 180_000
/** Words that are in the editor's and the wall's scripts and nowhere else. */
const EDITOR = 'ProseMirror'
const WALL = 'react-flow'

let client: string
let weight: ReturnType<typeof buildWeight>

beforeAll(async () => {
  client = path.join(String(await fromRun('build')), 'client')
  weight = buildWeight(client)
})

test('a phone can use the first page with less than 116 KB of JavaScript', () => {
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

test('no script needs one that needs it: one of the two would begin without what it was to get', () => {
  const rings = weight.everything().filter((script) => {
    const needs = new Set(weight.imports(script))
    for (const each of needs) for (const further of weight.imports(each)) needs.add(further)
    return needs.has(script)
  })
  expect(rings).toEqual([])
})

test('the address of a board is answered with a page that names all its scripts at once, other addresses are not', async () => {
  const server = express().use(staticClient(client)).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const named = async (address: string) => {
      const page = await (await fetch(origin + address)).text()
      return [...page.matchAll(/\/assets\/([^"]+\.js)"/g)].map(([, script]) => script)
    }
    const scripts = weight.needed('board-route', 'shell').filter((script) => !weight.needed().includes(script))
    expect(scripts.length).toBeGreaterThan(5)
    expect(await named('/b/Xk3')).toEqual(expect.arrayContaining(scripts))
    for (const address of ['/home', '/b/Xk3/settings', '/b/', '/join/ABCDEF']) {
      expect([address, (await named(address)).filter((script) => scripts.includes(String(script)))]).toEqual([
        address,
        [],
      ])
    }
  } finally {
    server.close()
  }
})
