// Owns parts of a page that come with a script of their own. Where the network or the server went before the script came it is
// waited for: the rest of the page stays, and works. Must never hide a script that is gone for another reason (see
// error-boundary.tsx).

import { lazy as reactLazy } from 'react'
import { serverAnswers } from '../live/reachable.ts'

const LOOK_AGAIN_MS = 2_000

/** As React's own. Give it a `Suspense` to wait in. */
export const lazy: typeof reactLazy = (load) => reactLazy(() => patiently(load))

/** Rejects as `load` does, but only when the server answered in between: until then it loads again. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load()
    } catch {
      // A browser says why a script did not come to its console alone.
      if (await serverAnswers()) return load()
      await untilOnline(LOOK_AGAIN_MS)
    }
  }
}

/** Or until that long has gone by. */
function untilOnline(forMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, forMs)
    function end(): void {
      clearTimeout(timer)
      removeEventListener('online', end)
      resolve()
    }
    addEventListener('online', end)
  })
}
