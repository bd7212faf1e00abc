// The session secret is made once, readable by this user alone, and the same on all nodes of one PostgreSQL.
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/platform/ids.ts'
import { keptSecret, sessionSecret } from '../../../server/platform/secret.ts'
import { type Ground, onBothDatabases, temporaryFolder } from './support.ts'

let one: ReturnType<typeof temporaryFolder>
let other: ReturnType<typeof temporaryFolder>

beforeEach(() => {
  one = temporaryFolder()
  other = temporaryFolder()
})
afterEach(() => {
  one.remove()
  other.remove()
})

test('it is made once and kept, with file mode 0600', () => {
  const made = keptSecret(one.folder)
  expect(made).toMatch(/^[0-9a-f]{64}$/)
  expect(keptSecret(one.folder)).toBe(made)
  expect(keptSecret(other.folder)).not.toBe(made)
  expect(fs.statSync(path.join(one.folder, 'session-secret')).mode & 0o777).toBe(0o600)
  expect(fs.readdirSync(one.folder)).toEqual(['session-secret'])
})

test('a folder it cannot be kept in is refused with what to do', () => {
  expect(() => keptSecret('/proc/kiem')).toThrow(/SESSION_SECRET/)
})

test('ids are 128 random bits, safe in a URL', () => {
  const ids = Array.from({ length: 1_000 }, newId)
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/)
})

onBothDatabases('session secret', (makeGround) => {
  let ground: Ground

  beforeEach(async () => {
    ground = await makeGround()
    return () => ground.close()
  })

  test('what is set is used', async () => {
    expect(await sessionSecret({ sessionSecret: 'given', dataDir: one.folder }, ground.database)).toBe('given')
    expect(fs.readdirSync(one.folder)).toEqual([])
  })

  test('what is not set is the same after a restart', async () => {
    const first = await sessionSecret({ sessionSecret: null, dataDir: one.folder }, ground.database)
    expect(await sessionSecret({ sessionSecret: null, dataDir: one.folder }, ground.database)).toBe(first)
  })

  test('nodes with folders of their own agree when they share a database', async () => {
    const [a, b] = await Promise.all(
      [one, other].map(({ folder }) => sessionSecret({ sessionSecret: null, dataDir: folder }, ground.database)),
    )
    if (ground.database.kind === 'postgres') expect(a).toBe(b)
    else expect(a).not.toBe(b)
  })
})
