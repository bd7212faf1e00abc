// Owns: a folder in memory where there is room for one, else a temporary one. For tests that kill processes again and again:
// SIGKILL leaves what was written with the kernel on either, and a busy disk makes each restart last seconds.
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const MEMORY = '/dev/shm'
// An embedded database with its reserve is a fifth of that; containers often have 64 MB here.
const ROOM_BYTES = 512 * 1024 * 1024

export async function memoryFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const room = await statfs(MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  const folder = await mkdtemp(path.join(room < ROOM_BYTES ? tmpdir() : MEMORY, 'kiem-memory-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
