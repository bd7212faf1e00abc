// Owns: how hard the crowd itself works while it measures. Must cost next to nothing.
import { quantile } from '../../figures.ts'
import type { Effort } from './orders.ts'

const LOOK_MS = 10

/** Call the answer when the work is done. */
export function watchEffort(): () => Effort {
  const startedAt = performance.now()
  const usedBefore = process.cpuUsage()
  const lags: number[] = []
  let due = startedAt + LOOK_MS
  const timer = setInterval(() => {
    const now = performance.now()
    lags.push(Math.max(0, now - due))
    due = now + LOOK_MS
  }, LOOK_MS)
  return () => {
    clearInterval(timer)
    const used = process.cpuUsage(usedBefore)
    const usedMs = (used.user + used.system) / 1000
    return { share: usedMs / (performance.now() - startedAt), lagP99Ms: quantile(lags, 0.99) }
  }
}
