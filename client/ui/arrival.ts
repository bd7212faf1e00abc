// Owns where focus goes when a page opens: its heading, so that keyboard and screen reader start there. The shell expects
// an arrival, the page's heading (or the fallback) takes it.

import { type RefObject, useEffect } from 'react'

let expected = false

export function expectArrival(): void {
  expected = true
}

/** Somebody went on before the page had come: focus is theirs, and is not taken out of what they have opened. */
export function forgoArrival(): void {
  expected = false
}

export function arrivalIsExpected(): boolean {
  return expected
}

/** Takes the focus of a page that has just opened; does nothing on any other render. */
export function useArrival(target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!expected || !target.current) return
    expected = false
    target.current.focus({ preventScroll: true })
  })
}

/** For a page without a heading of its own. */
export function arriveAt(element: HTMLElement | null): void {
  if (!expected || !element) return
  expected = false
  element.focus({ preventScroll: true })
}
