// Owns where focus goes when a page opens: its heading, so that keyboard and screen reader start there. The shell expects
// an arrival, the page's heading (or the fallback) takes it. Must never give focus to a page that is being left, which goes on being
// drawn while the next one comes.

import { type RefObject, useEffect } from 'react'
import { useAddress } from './address.tsx'

/** The path of the page whose heading is to take the focus. */
let expected: string | null = null
/** The path of a page that comes without taking it. */
let forgone: string | null = null

/** Call it as often as the page at `pathname` is begun to be drawn, which may be more than once before it is there. */
export function expectArrival(pathname: string): void {
  if (pathname !== forgone) expected = pathname
}

/** Somebody went on before the page at `pathname` had come: focus is theirs, and is not taken out of what they have opened. */
export function forgoArrival(pathname: string): void {
  expected = null
  forgone = pathname
}

/** The page is there: whoever goes to it another time arrives there. */
export function endForgoing(): void {
  forgone = null
}

export function arrivalIsExpected(pathname: string): boolean {
  return expected === pathname
}

/** Takes the focus of a page that has just opened; does nothing on any other render. */
export function useArrival(target: RefObject<HTMLElement | null>): void {
  const { pathname } = useAddress()
  useEffect(() => arriveAt(target.current, pathname))
}

/** For a page without a heading of its own. */
export function arriveAt(element: HTMLElement | null, pathname: string): void {
  if (!element || !arrivalIsExpected(pathname)) return
  expected = null
  element.focus({ preventScroll: true })
}
