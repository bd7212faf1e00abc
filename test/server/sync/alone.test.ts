// Owns: what the engine by itself is told on its command line, whom it lets in, what it says of itself, and its journal. The
// running program: test/faults/alone.test.ts.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { metricsText } from '../../../server/sync/alone-metrics.ts'
import { HELP, originAllowed, parseOptions } from '../../../server/sync/alone-options.ts'
import { DEFAULT_LIMITS, journalLog } from '../../../server/sync/index.ts'
import { row } from './support/log-contract.ts'

describe('options', () => {
  const served = (...args: string[]) => {
    const parsed = parseOptions(args)
    if (parsed.do !== 'serve') throw new Error(parsed.text)
    return parsed.options
  }

  test('without any it listens on this machine only, with all rules on', () => {
    expect(served()).toMatchObject({ host: '127.0.0.1', port: 1234, data: './sync-data', guarded: true, origins: [] })
    expect(served().limits).toMatchObject({ documentBytes: DEFAULT_LIMITS.documentBytes, updatesPerSecond: 2_000 })
  })

  test('each of them arrives', () => {
    const given = '--port 0 --host 0.0.0.0 --data /x --max-document-mb 50 --max-connections 9 --updates-per-second 10'
    const options = served(...given.split(' '), '--window-ms', '5', '--origin', 'https://a.example', '--no-guard')
    expect(options).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      data: '/x',
      guarded: false,
      origins: ['https://a.example'],
      limits: { documentBytes: 50 * 1024 * 1024, socketsPerDocument: 9, updatesPerSecond: 10, windowMs: 5 },
    })
    expect(served('--origin', 'any').origins).toBeNull()
    expect(served('--no-limits').limits.updatesBurst).toBeGreaterThan(1e9)
  })

  test('the help names every option, and a wrong value is named with what it must be', () => {
    expect(parseOptions(['--help'])).toEqual({ do: 'say', text: HELP, code: 0 })
    for (const name of ['port', 'host', 'data', 'max-document-mb', 'origin', 'no-limits'])
      expect(HELP).toContain(`--${name}`)
    const wrong = parseOptions(['--port', 'eighty', '--window-ms=-1', '--origin', 'https://a.example/path'])
    expect(wrong).toMatchObject({ do: 'say', code: 2 })
    if (wrong.do !== 'say') throw new Error('it was taken')
    for (const part of ['--port', 'eighty', '65535', '--origin']) expect(wrong.text).toContain(part)
    expect(parseOptions(['--prot', '1'])).toMatchObject({ do: 'say', code: 2 })
  })
})

describe('origins', () => {
  test.each([
    // origin, host, listed, allowed
    [undefined, 'localhost:1234', [], true],
    ['http://localhost:5173', 'localhost:1234', [], true],
    ['http://localhost:5173', '127.0.0.1:1234', [], true],
    ['http://board.example:80', 'board.example:1234', [], true],
    ['https://evil.example', 'localhost:1234', [], false],
    ['https://evil.example', 'board.example', [], false],
    ['null', 'localhost:1234', [], false],
    ['http://localhost.evil.example', 'localhost:1234', [], false],
    ['https://app.example', 'localhost:1234', ['https://app.example'], true],
    ['https://app.example:444', 'localhost:1234', ['https://app.example'], false],
    ['https://evil.example', 'localhost:1234', null, true],
    ['http://localhost', undefined, [], false],
  ] as const)('%s asking for %s, with %j: %s', (origin, host, listed, allowed) => {
    expect(originAllowed(origin, host, listed)).toBe(allowed)
  })
})

test('metrics are lines a scraper can read, and name no document and nobody', () => {
  const stats = {
    rooms: 2,
    seats: 3,
    builtDocuments: 1,
    damagedDocuments: 0,
    documentBytes: 40,
    queued: 0,
    commits: 7,
    counters: { first_syncs: 5, refused_4429: 1 },
    bus: null,
  }
  const text = metricsText(stats, 99, process)
  expect(text).toContain('sync_connections 3\n')
  expect(text).toContain('sync_journal_bytes 99\n')
  expect(text).toContain('sync_events_total{event="refused_4429"} 1\n')
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{event="\w+"\})? [\d.]+)$/)
})

describe('the journal', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiem-journal-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const big = (value: number) => row(value, { bytes: new Uint8Array(20_000).fill(value), userId: 'ada' })
  const size = async () => (await stat(path.join(folder, 'journal'))).size

  async function filled() {
    const log = await journalLog(folder)
    for (let i = 1; i <= 100; i++)
      await log.append([{ document: 'a', rows: [big(i)], clients: [{ clientId: i, owner: 'ada' }] }])
    await log.append([{ document: 'b', rows: [row(1, { sessionId: 's' }), row(2)] }])
    await log.compact('a', Uint8Array.of(1, 2, 3), 99)
    return log
  }

  test('S15 what compaction made superfluous leaves the file when it is opened, and nothing else does', async () => {
    const first = await filled()
    const before = await Promise.all([first.load('a'), first.load('b')])
    expect(first.bytes).toBeGreaterThan(2_000_000)
    await first.close()
    const second = await journalLog(folder)
    expect(second.bytes).toBeLessThan(30_000)
    expect(await size()).toBe(second.bytes)
    expect(await Promise.all([second.load('a'), second.load('b')])).toEqual(before)
    expect((await second.append([{ document: 'a', rows: [row(7)] }])).get('a')).toBe(101)
    await second.close()
    const third = await journalLog(folder)
    expect((await third.load('a')).seq).toBe(101)
    expect(await third.clients('a', [5])).toEqual([{ clientId: 5, owner: 'ada' }])
    expect(await readdir(folder)).toEqual(['journal', 'lock'])
    await third.close()
  })

  test('S15 it also shrinks while it runs, once that is worth it', async () => {
    const log = await journalLog(folder, { rewriteFromBytes: 500_000 })
    for (let i = 1; i <= 100; i++) await log.append([{ document: 'a', rows: [big(i)] }])
    await log.compact('a', Uint8Array.of(1), 100)
    expect(log.bytes).toBeLessThan(1_000)
    await log.append([{ document: 'a', rows: [row(9)] }])
    await log.close()
    const again = await journalLog(folder)
    expect(await again.load('a')).toMatchObject({ seq: 101, snapshotSeq: 100, snapshot: Uint8Array.of(1) })
    await again.close()
  })

  test('F2 a crash while it is written anew leaves the old one standing', async () => {
    const first = await filled()
    const before = await first.load('a')
    await first.close()
    await writeFile(path.join(folder, 'journal.new'), 'half of a new on')
    const second = await journalLog(folder)
    expect(await second.load('a')).toEqual(before)
    await second.close()
    expect(await readdir(folder)).toEqual(['journal'])
  })

  test('F1 cut off at any byte, it holds the records before the cut and takes new ones', async () => {
    const log = await journalLog(folder)
    const ends: number[] = []
    for (let i = 1; i <= 3; i++) {
      await log.append([{ document: 'a', rows: [row(i)] }])
      ends.push(log.bytes)
    }
    await log.close()
    const file = path.join(folder, 'journal')
    const whole = await readFile(file)
    for (let cut = 0; cut <= whole.length; cut++) {
      await writeFile(file, whole.subarray(0, cut))
      const again = await journalLog(folder)
      const records = ends.filter((end) => end <= cut).length
      expect((await again.load('a')).seq).toBe(records)
      expect((await again.append([{ document: 'a', rows: [row(9)] }])).get('a')).toBe(records + 1)
      await again.close()
    }
  })

  test('F9 a lock whose process is gone is taken over, also when its number was given to another', async () => {
    const lock = path.join(folder, 'lock')
    for (const words of ['', '999999999 1', `${process.ppid} 1`]) {
      await writeFile(lock, words)
      const log = await journalLog(folder)
      await log.close()
    }
    const log = await journalLog(folder)
    await writeFile(lock, `${process.ppid}`)
    await expect(journalLog(folder)).rejects.toThrow(/is in use by process \d+; stop it or choose another folder/)
    expect((await readdir(folder)).sort()).toEqual(['journal', 'lock'])
    await log.close()
  })
})
