// Owns patience: nothing that says "wait" appears before 300 ms, so that quick answers never flicker.

import { Skeleton, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'

/** LOOK: no spinner under 300 ms. */
export const PATIENCE_MS = 300

/** True once `waiting` has lasted longer than `delayMs`. */
export function useDelayed(waiting: boolean, delayMs: number = PATIENCE_MS): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => setLate(true), delayMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [waiting, delayMs])
  return waiting && late
}

/** Shows its children only when it has been there for 300 ms. */
export function Delayed({ children }: { children: ReactNode }) {
  return useDelayed(true) ? children : null
}

/** Grey lines where text will be. `lines` is about as many as will come. */
export function Skeletons({ lines = 4, height = 20 }: { lines?: number; height?: number }) {
  const { t } = useTranslation()
  return (
    <Delayed>
      <Stack gap="sm" role="status" aria-label={t('state.loading')}>
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} height={height} width={`${92 - ((line * 23) % 41)}%`} radius="sm" />
        ))}
      </Stack>
    </Delayed>
  )
}
