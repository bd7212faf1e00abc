// Owns: whether what hangs on a wall can be read from the back row: every visible text by its computed size.
// Must never let a text pass because it is in a component we do not own.
//
//   expect(await tooSmall(page)).toEqual([])
import type { Page } from './browser.ts'

/** LOOK: nothing under 24 px at 1080p. */
const SMALLEST_PX = 24

/** Texts smaller than that on the wall as it is now, as lines a person can act on. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((smallestPx) => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const words = node.textContent?.trim()
      if (!element || !words || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      // Initials in a face are a picture with its name beside it; text for screen readers is not on the wall.
      if (element.closest('.kiem-unseen, [aria-hidden=true]:not([role=timer] *), script, style, noscript')) continue
      const sizePx = Number.parseFloat(getComputedStyle(element).fontSize)
      if (sizePx < smallestPx) found.push(`${sizePx} px: ${words}`)
    }
    return found
  }, SMALLEST_PX)
}
