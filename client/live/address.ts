// Owns the address of this page: reading it, going to another one, and telling whoever shows it. Knows no page and draws
// nothing (ui/address.tsx does).
//
// Own code where react-router would do: of its 12 KB, a part of what a phone loads before the board, we would use this.

export interface Address {
  readonly pathname: string
  /** '?next=%2Fhome', or nothing. */
  readonly search: string
}

const listeners = new Set<(address: Address) => void>()
let known: Address | null = null

/** Where this page is: the same object until it moves. */
export function addressNow(): Address {
  const { pathname, search } = location
  if (known?.pathname !== pathname || known.search !== search) known = { pathname, search }
  return known
}

/** `to` is an address of our own: '/home', '/new?template=retro'. Where one is already, "back" still leads away. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const here = location.pathname + location.search
  history[replace || to === here ? 'replaceState' : 'pushState'](null, '', to)
  tell()
}

/** Hears of every move, by us or by the browser's own buttons. Returns how to stop. */
export function onMove(listener: (address: Address) => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', tell)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', tell)
  }
}

function tell(): void {
  const now = addressNow()
  for (const listener of listeners) listener(now)
}

type NamesIn<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** What an address of the form `Path` says: `/b/:boardId` says a `boardId`. */
export type Said<Path extends string> = { [Name in NamesIn<Path>]: string }

/** What `pathname` says when it has the form `path`, else null. A slash at the end changes nothing. */
export function matchAddress<Path extends string>(path: Path, pathname: string): Said<Path> | null {
  const wanted = path.split('/')
  const given = pathname.replace(/\/+$/, '').split('/')
  if (wanted.length !== given.length) return null
  const said: Record<string, string> = {}
  for (const [place, part] of wanted.entries()) {
    const here = given[place] ?? ''
    if (part.startsWith(':') && here) said[part.slice(1)] = decoded(here)
    else if (part.toLowerCase() !== here.toLowerCase()) return null
  }
  return said as Said<Path>
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A lone % is nothing we wrote; the page behind it says that there is no such thing.
    return part
  }
}
