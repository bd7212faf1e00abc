// Owns 'three minutes ago': text that keeps itself up to date, with the exact moment for whoever asks.

import { useEffect, useState } from 'react'
import { type Moment, useFormat } from '../i18n/format.ts'

const REFRESH_MS = 30_000

export function RelativeTime({ at }: { at: Moment }) {
  const format = useFormat()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)}>
      {format.relative(at)}
    </time>
  )
}
