// Owns the promise that one process at a time uses a data folder: two embedded databases on one folder open without an
// error and lose rows. Must never take over a lock whose holder may still be alive.

import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** How often a living holder says so. */
export const HEARTBEAT_MS = 2_000
/** A holder on another host (another container on the same volume) is presumed dead after this silence: fifteen missed
 *  heartbeats, so that a process blocked by a long garbage collection or a suspended disk keeps its folder. */
export const FOREIGN_STALE_MS = 30_000

/** Writing the lock takes well under a millisecond; a lock still empty after this is a leftover. */
const HALF_WRITTEN_MS = 5_000

const LOCK_FILE = 'kiem.lock'

interface Holder {
  token: string
  pid: number
  /** Start of that process in clock ticks since boot: tells a reused process id from the process that took the lock. */
  processStart: string
  bootId: string
  host: string
  startedAt: number
}

export interface DataLock {
  release(): void
}

/** The folder is in use, or cannot be used at all. The message is meant for the person who started the process. */
export class DataFolderError extends Error {
  override name = 'DataFolderError'
  /** Milliseconds until a silent holder on another host may be presumed dead; absent when waiting cannot help. */
  readonly waitMs: number | undefined
  constructor(message: string, options: { cause?: unknown; waitMs?: number } = {}) {
    super(message, { cause: options.cause })
    this.waitMs = options.waitMs
  }
}

export interface LockOptions {
  /** Another process has taken the folder (this one was suspended for long): stop writing. */
  onLost(message: string): void
  /** The disk has no room even for the lock: give some up, if there is any to give. */
  makeRoom(): void
}

export function lockDataFolder(dir: string, { onLost, makeRoom }: LockOptions): DataLock {
  prepare(dir)
  const file = path.join(dir, LOCK_FILE)
  const mine: Holder = { ...self(), token: randomBytes(12).toString('hex'), startedAt: Date.now() }
  try {
    acquire(file, mine, dir)
  } catch (error) {
    if (!(error instanceof DataFolderError) || !isFullCode(codeOf(error.cause))) throw error
    makeRoom()
    acquire(file, mine, dir)
  }
  const timer = setInterval(() => {
    if (read(file)?.token === mine.token) return touch(file)
    clearInterval(timer)
    onLost(`The data folder ${dir} was taken over by another process. This one stops writing; start it again.`)
  }, HEARTBEAT_MS)
  timer.unref()
  return {
    release() {
      clearInterval(timer)
      if (read(file)?.token === mine.token) fs.rmSync(file, { force: true })
    },
  }
}

/** For this user alone. Not recursive below a folder that exists: there Node's recursive mkdir never returns when the
 *  kernel answers ENOENT, as it does in /proc. */
export function makeFolder(dir: string): void {
  if (fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return
  fs.mkdirSync(dir, { recursive: !fs.existsSync(path.dirname(dir)), mode: 0o700 })
}

function prepare(dir: string): void {
  try {
    makeFolder(dir)
    fs.accessSync(dir, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  } catch (cause) {
    throw new DataFolderError(unusable(dir, cause), { cause })
  }
}

function unusable(dir: string, cause: unknown): string {
  const code = codeOf(cause)
  if (isFullCode(code)) {
    return `The disk of the data folder ${dir} is full. Free some space, or set DATA_DIR to a folder on another disk.`
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') return `DATA_DIR (${dir}) is not a folder. Set it to a folder.`
  return `The data folder ${dir} cannot be written (${code ?? 'unknown reason'}). Make it writable for this user, or set DATA_DIR to another folder.`
}

function acquire(file: string, mine: Holder, dir: string): void {
  // Twice at most: once against a stale lock, once more after it has been moved away.
  for (let attempt = 0; attempt < 2; attempt++) {
    if (createExclusively(file, mine, dir)) return
    const holder = read(file)
    const waitMs = holder ? staleIn(file, holder) : beingWrittenFor(file)
    if (waitMs !== 0) throw new DataFolderError(inUse(dir, holder), waitMs === null ? {} : { waitMs })
    moveAway(file, holder)
  }
  throw new DataFolderError(inUse(dir, read(file)))
}

function createExclusively(file: string, mine: Holder, dir: string): boolean {
  try {
    fs.writeFileSync(file, JSON.stringify(mine), { mode: 0o600, flag: 'wx' })
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    if (isFullCode(codeOf(cause))) fs.rmSync(file, { force: true }) // made, and could not be written
    throw new DataFolderError(unusable(dir, cause), { cause })
  }
}

/** Renamed rather than deleted: if another process replaced the stale lock in between, its lock is put back. */
function moveAway(file: string, judged: Holder | null): void {
  const aside = `${file}.stale-${randomBytes(6).toString('hex')}`
  try {
    fs.renameSync(file, aside)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return
    throw cause
  }
  if (read(aside)?.token !== judged?.token) {
    try {
      fs.copyFileSync(aside, file, fs.constants.COPYFILE_EXCL)
    } catch {
      // A third process holds it by now; the next attempt names that one.
    }
  }
  fs.rmSync(aside, { force: true })
}

/** An unreadable lock is either being written this instant, or what a power cut left. */
function beingWrittenFor(file: string): number {
  return Math.max(0, HALF_WRITTEN_MS - silentFor(file))
}

function silentFor(file: string): number {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  return stat ? Date.now() - stat.mtimeMs : Number.POSITIVE_INFINITY
}

/** 0: stale now. A number: stale after so many ms of silence. null: alive. */
function staleIn(file: string, holder: Holder): number | null {
  const me = self()
  if (holder.host !== me.host) return Math.max(0, FOREIGN_STALE_MS - silentFor(file))
  if (holder.bootId !== me.bootId) return 0
  return processStart(holder.pid) === holder.processStart && holder.processStart !== ''
    ? null
    : aliveWithoutProc(holder)
}

/** Where there is no /proc, a living process with the holder's id is believed to be the holder. */
function aliveWithoutProc(holder: Holder): number | null {
  if (holder.processStart !== '') return 0
  try {
    process.kill(holder.pid, 0)
    return null
  } catch (error) {
    return codeOf(error) === 'EPERM' ? null : 0
  }
}

function inUse(dir: string, holder: Holder | null): string {
  if (!holder) return `The data folder ${dir} is being opened by another process. Try again in a moment.`
  const since = new Date(holder.startedAt).toISOString()
  const where = holder.host === os.hostname() ? '' : ` on ${holder.host}`
  return `The data folder ${dir} is in use by process ${holder.pid}${where} since ${since}. Stop that process, or set DATA_DIR to another folder.`
}

function self(): Omit<Holder, 'token' | 'startedAt'> {
  return { pid: process.pid, processStart: processStart(process.pid), bootId: bootId(), host: os.hostname() }
}

/** Field 22 of /proc/<pid>/stat, counted after the command name, which may itself contain spaces and brackets. */
function processStart(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '') // a zombie holds nothing
  } catch {
    return ''
  }
}

function bootId(): string {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}

function touch(file: string): void {
  const now = new Date()
  try {
    fs.utimesSync(file, now, now)
  } catch {
    // A full or vanished disk: the heartbeat is missed and the next one tries again.
  }
}

function isFullCode(code: string | undefined): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT'
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
