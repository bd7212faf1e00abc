// Owns the mark on the card everybody is called to, wherever it is drawn: columns, free wall, the wall before the room. A style
// sheet of its own, because a card may be drawn anew at any moment and should not know of sessions.

import { useEffect } from 'react'

const AROUND = '3px solid var(--kiem-accent); outline-offset: 3px'
/** For ten metres, and within the card: columns of the wall cut off what sticks out. */
const WITHIN = '6px solid var(--kiem-accent); outline-offset: -6px'

export function useCalledMark(ideaId: string | null, look = AROUND): void {
  useEffect(() => {
    if (ideaId === null) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`[data-card="${CSS.escape(ideaId)}"] { outline: ${look}; }`)
    document.adoptedStyleSheets.push(sheet)
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
    }
  }, [ideaId, look])
}

/** Where nobody scrolls: the wall before the room. */
export function useCalledInView(ideaId: string | null, at: number | null): void {
  useCalledMark(ideaId, WITHIN)
  useEffect(() => {
    // Called again: shown again.
    if (ideaId === null || at === null) return
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    document
      .querySelector(`[data-card="${CSS.escape(ideaId)}"]`)
      ?.scrollIntoView({ block: 'center', inline: 'center', behavior: calm ? 'auto' : 'smooth' })
  }, [ideaId, at])
}
