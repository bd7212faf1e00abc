// Owns forgetting: everything a person leaves in this browser is wiped when they sign out or somebody else signs in.
// Whoever keeps something on the device registers here.

type Wipe = (userId: string) => void | Promise<void>

const wipes = new Set<Wipe>()

export function onForget(wipe: Wipe): void {
  wipes.add(wipe)
}

const holdings = new Set<(userId: string) => boolean>()

/** Whoever may hold words that the server does not have registers here. */
export function onAskUnsent(holds: (userId: string) => boolean): void {
  holdings.add(holds)
}

/** Wiping now would lose words of this person. */
export function holdsUnsent(userId: string): boolean {
  return [...holdings].some((holds) => holds(userId))
}

/** Local copies of documents are named `kiem.<userId>.<document>`. */
export const copyPrefix = (userId: string): string => `kiem.${userId}.`

const COPIES_KEY = 'kiem.copies'

/** Which copy is the good one is noted under `kiem.generation.<userId>.<document>` (generation.ts). */
export const GENERATION_PREFIX = 'kiem.generation.'

/** Remembers that a local copy exists, for browsers that cannot list their databases. */
export function noteCopy(name: string): void {
  try {
    const names = new Set(JSON.parse(localStorage.getItem(COPIES_KEY) ?? '[]') as string[])
    if (names.has(name)) return
    localStorage.setItem(COPIES_KEY, JSON.stringify([...names.add(name)]))
  } catch {
    // No storage, then there are no copies either.
  }
}

function notedCopies(): string[] {
  try {
    return JSON.parse(localStorage.getItem(COPIES_KEY) ?? '[]') as string[]
  } catch {
    return []
  }
}

export function dropDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    // `blocked` means another tab still holds it; the deletion then happens when that tab lets go.
    for (const end of ['success', 'error', 'blocked']) request.addEventListener(end, () => resolve())
  })
}

/** Wipes what `userId` left on this device. Never fails: signing out must always work. */
export async function forget(userId: string): Promise<void> {
  for (const wipe of wipes) {
    try {
      await wipe(userId)
    } catch {
      // One cupboard that does not open must not keep the others shut.
    }
  }
  try {
    // Here and not where they are made: the page one leaves from may never have opened a document.
    const generations = `${GENERATION_PREFIX}${userId}.`
    for (const key of Object.keys(localStorage)) if (key.startsWith(generations)) localStorage.removeItem(key)
    const names = new Set(notedCopies())
    if (typeof indexedDB.databases === 'function') {
      for (const { name } of await indexedDB.databases()) if (name) names.add(name)
    }
    const mine = [...names].filter((name) => name.startsWith(copyPrefix(userId)))
    await Promise.all(mine.map(dropDatabase))
    localStorage.setItem(COPIES_KEY, JSON.stringify([...notedCopies()].filter((name) => !mine.includes(name))))
  } catch {
    // Storage is forbidden here, so nothing was kept either.
  }
}
