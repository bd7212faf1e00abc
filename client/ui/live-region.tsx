// Owns speaking to screen readers without moving focus: texts said close together are read as one polite message.
// Never used for errors in a form (those are tied to their field).

import { useEffect, useState } from 'react'

/** Long enough to gather a burst of remote changes, short enough to belong to what just happened. */
const GATHER_MS = 600
/** A reader cannot follow more; the rest is visible on screen. */
const MOST_AT_ONCE = 4

type Listener = (message: string) => void

let listener: Listener | null = null
let gathered: string[] = []
let timer: ReturnType<typeof setTimeout> | null = null

function speak(): void {
  timer = null
  const texts = [...new Set(gathered)].slice(-MOST_AT_ONCE)
  gathered = []
  listener?.(texts.join(' '))
}

/** Says `text` politely, together with whatever else is said within the same moment. */
export function announce(text: string): void {
  gathered.push(text)
  timer ??= setTimeout(speak, GATHER_MS)
}

/** Once per page, in the shell. */
export function LiveRegion() {
  const [message, setMessage] = useState('')
  useEffect(() => {
    // The same words twice must be read twice, so the text is changed invisibly.
    listener = (next) => setMessage((last) => (last === next ? `${next}\u00a0` : next))
    return () => {
      listener = null
    }
  }, [])
  return (
    <div className="kiem-unseen" role="status" aria-live="polite" aria-atomic="true" data-announcer>
      {message}
    </div>
  )
}
