// Owns drawing again as the server's seconds pass, only while there is something to count down to.

import { useEffect, useState } from 'react'
import { serverNow, useServerOffset } from '../live/server-time.ts'
import { nextSecondInMs } from './timer.ts'

/** The server's time now; drawn again at every whole second before `at`, and no more after it. Null: nothing runs. */
export function useMoment(at: number | null): number {
  const offset = useServerOffset()
  const [, tick] = useState(0)
  useEffect(() => {
    if (at === null) return
    let timer: ReturnType<typeof setTimeout>
    const wait = () => {
      const now = Date.now() + offset
      if (now >= at) return
      timer = setTimeout(
        () => {
          tick((count) => count + 1)
          wait()
        },
        // A hair later, so that the second has really begun.
        nextSecondInMs(at, now) + 5,
      )
    }
    wait()
    return () => clearTimeout(timer)
  }, [at, offset])
  return serverNow()
}
