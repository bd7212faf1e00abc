// Owns parts of a page that come with a script of their own. Where the network went before the script came it is waited for: the
// rest of the page stays, and works. Must never hide a script that is gone for another reason (see error-boundary.tsx).

import { lazy as reactLazy } from 'react'

/** As React's own. Give it a `Suspense` to wait in. */
export const lazy: typeof reactLazy = (load) => reactLazy(() => patiently(load))

/** Rejects as `load` does, but not while there is no network: then it loads again as soon as there is one. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (navigator.onLine) throw error
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }))
    return patiently(load)
  }
}
