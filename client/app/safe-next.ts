// Owns where somebody may be sent after signing in: an address of ours and nowhere else. Pure.

const OURS = 'http://kiem.invalid'

/** `next` when it is a path on this site, else the start page. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith('/')) return '/'
  try {
    // Parsed as a browser would: '//elsewhere' and '/\elsewhere' lead away, whatever they look like.
    const url = new URL(next, OURS)
    return url.origin === OURS ? url.pathname + url.search + url.hash : '/'
  } catch {
    return '/'
  }
}
