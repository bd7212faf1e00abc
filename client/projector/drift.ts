// Owns that a wall which holds more than it shows goes through all of it by itself, a page at a time, so that nobody's card stays
// under the edge. Whoever scrolls it by hand has it to themselves for a while.

export const PAGE_EVERY_MS = 9_000
export const LEFT_ALONE_MS = 30_000
/** What was at the edge is seen whole on the next page. */
const PAGE_SHARE = 0.8
const BY_HAND = ['wheel', 'touchmove', 'keydown', 'focusin'] as const

/** A ref for the element whose children scroll. */
export function drift(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return undefined
  let touchedAt = Number.NEGATIVE_INFINITY
  const touched = () => (touchedAt = performance.now())
  const turn = () => {
    if (performance.now() - touchedAt >= LEFT_ALONE_MS) for (const column of element.children) page(column)
  }
  const timer = setInterval(turn, PAGE_EVERY_MS)
  for (const name of BY_HAND) element.addEventListener(name, touched, { passive: true })
  return () => {
    clearInterval(timer)
    for (const name of BY_HAND) element.removeEventListener(name, touched)
  }
}

function page(column: Element): void {
  const { scrollTop, clientHeight, scrollHeight } = column
  if (scrollHeight <= clientHeight) return
  const atEnd = scrollTop + clientHeight >= scrollHeight - 1
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth'
  column.scrollTo({ top: atEnd ? 0 : scrollTop + clientHeight * PAGE_SHARE, behavior })
}
