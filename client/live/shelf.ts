// Owns the waiting commands of one person in this browser's storage, one key each so that two tabs never overwrite each
// other. Both may send the same command: its idempotency key makes that harmless. Wiped on sign-out.

import type { Shelf, Waiting } from './queue.ts'

const PREFIX = 'kiem.waiting.'

function isWaiting(value: unknown): value is Waiting {
  const candidate = value as Partial<Waiting> | null
  return typeof candidate?.key === 'string' && typeof candidate.name === 'string' && typeof candidate.lane === 'string'
}

/** A shelf for `userId`; where the browser forbids storage it holds nothing and says nothing. */
export function browserShelf(userId: string, storage: Storage): Shelf {
  const prefix = `${PREFIX}${userId}.`
  const keys = () => Object.keys(storage).filter((key) => key.startsWith(prefix))
  return {
    put(command) {
      try {
        storage.setItem(prefix + command.key, JSON.stringify({ ...command, at: Date.now() }))
      } catch {
        // Full or forbidden: the command still waits in this page.
      }
    },
    drop: (key) => storage.removeItem(prefix + key),
    all() {
      const found: (Waiting & { at: number })[] = []
      for (const key of keys()) {
        try {
          const command: unknown = JSON.parse(storage.getItem(key) ?? 'null')
          if (isWaiting(command)) found.push({ at: 0, ...command })
        } catch {
          storage.removeItem(key)
        }
      }
      return found.sort((a, b) => a.at - b.at).map(({ key, name, input, lane }) => ({ key, name, input, lane }))
    },
    clear() {
      for (const key of keys()) storage.removeItem(key)
    },
  }
}
