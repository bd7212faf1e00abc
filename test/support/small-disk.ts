// Owns: a small disk of our own to fill (F7): a tmpfs, where this account may mount one.
//
//   describe.skipIf(noSmallDisk())('…', () => {
//     const disk = smallDisk(64)
//     disk.folder; disk.fill(); disk.free(); disk.remove()
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type SmallDisk = {
  readonly folder: string
  /** Takes every last byte that is left. */
  fill(): void
  free(): void
  remove(): void
}

const BLOCK_BYTES = 4_096

/** The reason to skip, or false. */
export function noSmallDisk(): string | false {
  try {
    smallDisk(1).remove()
    return false
  } catch {
    const reason = 'Mounting a tmpfs needs root: the test of a full disk is skipped.'
    console.warn(reason)
    return reason
  }
}

export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiem-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch (error) {
    rmdirSync(folder)
    throw error
  }
  const filler = path.join(folder, 'filler')
  return {
    folder,
    fill() {
      const fd = openSync(filler, 'a')
      try {
        for (const blocks of [256, 1]) fillWith(fd, Buffer.alloc(blocks * BLOCK_BYTES))
      } finally {
        closeSync(fd)
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', ['-l', folder])
      rmdirSync(folder)
    },
  }
}

function fillWith(fd: number, block: Buffer): void {
  try {
    while (writeSync(fd, block) === block.length);
  } catch {
    // Full, which is the aim.
  }
}
