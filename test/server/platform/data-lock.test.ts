// F9 one process at a time uses a data folder; the next one is told who holds it; a dead one's lock is taken over.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  DataFolderError,
  FOREIGN_STALE_MS,
  HEARTBEAT_MS,
  type LockOptions,
  lockDataFolder,
} from '../../../server/platform/database/data-lock.ts'
import { temporaryFolder } from './support.ts'

let temporary: ReturnType<typeof temporaryFolder>
let file: string
const heard: LockOptions = { onLost: vi.fn(), makeRoom: vi.fn() }

beforeEach(() => {
  temporary = temporaryFolder()
  file = path.join(temporary.folder, 'kiem.lock')
})
afterEach(() => {
  vi.useRealTimers()
  temporary.remove()
})

const holder = () => JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>

function lockOf(changes: Record<string, unknown>): void {
  const lock = lockDataFolder(temporary.folder, heard)
  const written = { ...holder(), token: 'another', ...changes }
  lock.release()
  fs.writeFileSync(file, JSON.stringify(written))
}

async function deadProcessId(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid!
}

test('F9 the second opener is refused with the holder’s process id and since when', () => {
  const lock = lockDataFolder(temporary.folder, heard)
  const since = new Date(Number(holder().startedAt)).toISOString()
  expect(() => lockDataFolder(temporary.folder, heard)).toThrow(
    new RegExp(`in use by process ${process.pid} since ${since}`),
  )
  lock.release()
})

test('a released folder is free', () => {
  lockDataFolder(temporary.folder, heard).release()
  expect(fs.existsSync(file)).toBe(false)
  lockDataFolder(temporary.folder, heard).release()
})

test('F9 the lock of a dead process is taken over', async () => {
  lockOf({ pid: await deadProcessId() })
  const lock = lockDataFolder(temporary.folder, heard)
  expect(holder().pid).toBe(process.pid)
  lock.release()
  expect(fs.readdirSync(temporary.folder)).toEqual([])
})

test('F9 a process id that was given to another process since does not hold the folder', () => {
  lockOf({ pid: process.pid, processStart: '1' })
  lockDataFolder(temporary.folder, heard).release()
})

test('F9 a lock from before a restart of the machine is taken over', () => {
  lockOf({ bootId: 'another boot' })
  lockDataFolder(temporary.folder, heard).release()
})

test('F9 a holder on another host is respected while its heartbeat is fresh, and taken over when it is not', () => {
  lockOf({ host: 'another-container' })
  expect(() => lockDataFolder(temporary.folder, heard)).toThrow(/on another-container since/)
  const silentSince = new Date(Date.now() - FOREIGN_STALE_MS - 1)
  fs.utimesSync(file, silentSince, silentSince)
  lockDataFolder(temporary.folder, heard).release()
})

test('a refusal says after how long a silent holder on another host is presumed dead', () => {
  lockOf({ host: 'another-container' })
  try {
    lockDataFolder(temporary.folder, heard)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(DataFolderError)
    expect((error as DataFolderError).waitMs).toBeGreaterThan(FOREIGN_STALE_MS - 10_000)
  }
})

test('a lock that a power cut left empty is taken over', () => {
  fs.writeFileSync(file, '')
  expect(() => lockDataFolder(temporary.folder, heard)).toThrow(/being opened/)
  const longAgo = new Date(Date.now() - 60_000)
  fs.utimesSync(file, longAgo, longAgo)
  lockDataFolder(temporary.folder, heard).release()
})

test('the heartbeat touches the lock', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const lock = lockDataFolder(temporary.folder, heard)
  const longAgo = new Date(Date.now() - 60_000)
  fs.utimesSync(file, longAgo, longAgo)
  vi.advanceTimersByTime(HEARTBEAT_MS)
  expect(fs.statSync(file).mtimeMs).toBeGreaterThan(longAgo.getTime() + 1_000)
  lock.release()
})

test('F9 a holder whose folder was taken over hears of it, and leaves the new lock alone', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const onLost = vi.fn()
  const lock = lockDataFolder(temporary.folder, { ...heard, onLost })
  fs.writeFileSync(file, JSON.stringify({ ...holder(), token: 'another' }))
  vi.advanceTimersByTime(HEARTBEAT_MS)
  expect(onLost).toHaveBeenCalledWith(expect.stringContaining('taken over'))
  lock.release()
  expect(holder().token).toBe('another')
})

test('DATA_DIR that is a file is refused with what to do', () => {
  const notAFolder = path.join(temporary.folder, 'file')
  fs.writeFileSync(notAFolder, '')
  expect(() => lockDataFolder(notAFolder, heard)).toThrow(/DATA_DIR .*is not a folder/)
})

test.skipIf(process.getuid?.() === 0)('a folder without write permission is refused with what to do', () => {
  fs.chmodSync(temporary.folder, 0o500)
  expect(() => lockDataFolder(temporary.folder, heard)).toThrow(/cannot be written.*DATA_DIR/)
  fs.chmodSync(temporary.folder, 0o700)
})

test('the lock names this host and is readable by this user alone', () => {
  const lock = lockDataFolder(temporary.folder, heard)
  expect(holder().host).toBe(os.hostname())
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  lock.release()
})
