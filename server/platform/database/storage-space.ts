// Owns the room left on the data folder's disk: how much there is, and a reserve that is given up when the database
// stopped for lack of it, so that it can always be opened again for reading. Must never touch the database's own files.

import { randomFillSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const MB = 1024 * 1024
/** Opening after a panic writes a checkpoint: the log since the last one (at most 24 MB, mostly recycled) again as pages
 *  that nearly always exist already. 2 MB was seen; this leaves a wide margin. */
const RESERVE_BYTES = 12 * MB
/** Below this writing stops, before PostgreSQL meets the end of the disk in the middle of its log. */
const STOP_WRITING_BYTES = 4 * MB
/** Above this (beside the reserve) writing resumes; the distance keeps the state from flapping. */
const RESUME_WRITING_BYTES = 6 * MB

export class StorageSpace {
  private readonly dir: string
  private readonly reserveFile: string

  constructor(dir: string) {
    this.dir = dir
    this.reserveFile = path.join(dir, 'reserve')
  }

  /** True when writing should stop now. */
  nearlyFull(): boolean {
    return this.freeBytes() < STOP_WRITING_BYTES
  }

  /** At start: true when the reserve stands and there is room to write. */
  reserve(): boolean {
    if (this.reserveBytes() === RESERVE_BYTES) return !this.nearlyFull()
    return this.recovered()
  }

  /** Gives up the reserve, for the database to open with. */
  release(): void {
    fs.rmSync(this.reserveFile, { force: true })
  }

  /** True when there is room to write again, proven by putting the reserve back and writing a probe: a quota does not
   *  show in the free bytes. */
  recovered(): boolean {
    const missing = this.reserveBytes() < RESERVE_BYTES
    if (this.freeBytes() < RESUME_WRITING_BYTES + (missing ? RESERVE_BYTES : 0)) return false
    const probe = path.join(this.dir, 'probe')
    try {
      if (missing) fill(this.reserveFile, RESERVE_BYTES)
      fill(probe, RESUME_WRITING_BYTES)
      return true
    } catch {
      if (missing) this.release()
      return false
    } finally {
      fs.rmSync(probe, { force: true })
    }
  }

  private freeBytes(): number {
    const { bavail, bsize } = fs.statfsSync(this.dir)
    return bavail * bsize
  }

  private reserveBytes(): number {
    return fs.statSync(this.reserveFile, { throwIfNoEntry: false })?.size ?? 0
  }
}

/** Random bytes, because a compressing disk would store zeros in no room at all. */
function fill(file: string, bytes: number): void {
  const block = randomFillSync(Buffer.alloc(MB))
  const fd = fs.openSync(file, 'w', 0o600)
  try {
    for (let written = 0; written < bytes; written += fs.writeSync(fd, block));
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}
