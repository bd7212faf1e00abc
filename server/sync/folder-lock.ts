// Owns that one process at a time uses a folder: a file says which. A process that was killed leaves it behind, so whether
// the one it names still lives is asked of the system, by number and by start (numbers are given out again).
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const LOCK = 'lock'

/** Rejects when another living process has the folder, saying which. Returns what gives it back. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, LOCK)
  // Written before it gets its name, so that nobody ever reads half of it.
  const own = `${file}.${process.pid}`
  await writeFile(own, `${process.pid} ${(await startOf(process.pid)) ?? ''}`)
  try {
    while (!(await named(own, file))) await takeAside(file, folder)
  } finally {
    await rm(own, { force: true })
  }
  return () => rm(file, { force: true })
}

/** False: somebody has the name. */
async function named(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file)
    return true
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false
    throw cause
  }
}

/** Of a process that is gone. */
async function takeAside(file: string, folder: string): Promise<void> {
  const words = await readFile(file, 'utf8').catch(() => null)
  if (words === null) return
  const [pid = '', start = ''] = words.trim().split(' ')
  const holder = Number(pid)
  if (holder !== process.pid && isAlive(holder) && (start === '' || start === (await startOf(holder)))) {
    throw new Error(`${folder} is in use by process ${holder}; stop it or choose another folder`)
  }
  const aside = `${file}.stale.${process.pid}`
  await rename(file, aside).catch(() => {})
  // Somebody else found it too and was quicker: what was moved is theirs.
  if ((await readFile(aside, 'utf8').catch(() => words)) !== words) await link(aside, file).catch(() => {})
  await rm(aside, { force: true })
}

/** When a process began, in the kernel's ticks; null where the system does not say (it has no /proc). */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name, in brackets, may hold spaces and brackets of its own; the start is the twentieth word after it.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return isCode(cause, 'EPERM')
  }
}

export function isCode(cause: unknown, ...codes: string[]): boolean {
  return cause instanceof Error && 'code' in cause && codes.includes(String(cause.code))
}
