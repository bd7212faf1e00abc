// Owns what part of a long list is drawn: hears scrolling and resizing, measures the rows that are drawn, and keeps what one
// looks at in its place when a row above it turns out higher or lower than it was taken for. Draws nothing itself.
//
// Own code where @tanstack/react-virtual would do: its 12 KB are a part of what a phone loads before the board, and one
// list of one kind is all we have.

import { inView, placeRows, type Row, scrollTo } from './row-places.ts'

/** A card of two lines; every real height is measured once it is drawn. */
const USUAL_CARD_PX = 118
export const CARD_GAP_PX = 10
/** Above the first card; `.scroller` in columns.module.css has it. */
const LIST_INSET_PX = 10
/** Cards drawn beyond what is in view. */
const BEYOND = 4
/** No scrolling for this long: the momentum of a flick is over. */
const STILL_AFTER_MS = 150
/** A row that is scrolled to may turn out another height when it is drawn, and so may those before it. */
const AIMS = 8

export class RowView {
  private readonly sizes = new Map<string, number>()
  private readonly elements = new Map<string, HTMLElement>()
  private readonly listeners = new Set<() => void>()
  private readonly observer: ResizeObserver
  private scroller: HTMLElement | null = null
  /** As they were drawn last. */
  rows: readonly Row[] = []
  private range: readonly [number, number] = [0, 0]
  private drawing = 0
  private topPx = 0
  private heightPx = 0
  /**
   * What the rows above grew by while the list was being scrolled. Setting the place of a list that a finger has set in
   * motion stops it dead, so the rows are drawn this much higher until it is still.
   */
  private driftPx = 0
  /** To scroll by once the rows are drawn where they belong. */
  private shiftPx = 0
  private isUp = false
  private isTouched = false
  private stillTimer: ReturnType<typeof setTimeout> | undefined
  private aim: { key: string; left: number } | null = null

  constructor() {
    this.observer = new ResizeObserver((entries) => {
      let isChanged = false
      for (const { target, borderBoxSize } of entries) {
        if (target === this.scroller) isChanged = this.look() || isChanged
        else isChanged = this.note(target, Math.round(borderBoxSize[0]?.blockSize ?? 0)) || isChanged
      }
      if (isChanged) this.tell()
    })
  }

  /** For useSyncExternalStore: another number is another drawing. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly drawn = (): number => this.drawing

  place(keys: readonly string[]): readonly Row[] {
    return placeRows(keys, {
      sizes: this.sizes,
      usualPx: USUAL_CARD_PX,
      gapPx: CARD_GAP_PX,
      firstAtPx: -this.driftPx,
    })
  }

  visible(rows: readonly Row[]): readonly [number, number] {
    return inView(rows, this.topPx, this.heightPx, BEYOND)
  }

  /** The list lives inside this one from now on. Returns how to stop. */
  attach(scroller: HTMLElement): () => void {
    this.scroller = scroller
    this.observer.observe(scroller)
    const end = new AbortController()
    const quietly = { passive: true, signal: end.signal }
    scroller.addEventListener('scroll', this.onScroll, quietly)
    // Before it scrolls: from here on the browser knows where it is going, and would not heed a place set by us.
    scroller.addEventListener('wheel', this.onWheel, quietly)
    scroller.addEventListener('touchstart', this.onTouch, quietly)
    if (this.look()) this.tell()
    return () => {
      end.abort()
      clearTimeout(this.stillTimer)
      this.stillTimer = undefined
      this.observer.unobserve(scroller)
      this.scroller = null
    }
  }

  /** For `ref`: the element of the row whose key it carries as `data-row`. */
  readonly measure = (element: HTMLElement | null): (() => void) | undefined => {
    const key = element?.dataset.row
    if (!element || key === undefined) return undefined
    this.elements.set(key, element)
    this.observer.observe(element)
    return () => {
      this.observer.unobserve(element)
      if (this.elements.get(key) === element) this.elements.delete(key)
    }
  }

  /** After every drawing, before it is seen: measures what is new. */
  settle(rows: readonly Row[]): void {
    this.rows = rows
    this.range = this.visible(rows)
    let isChanged = false
    if (this.scroller && this.shiftPx !== 0) {
      this.scroller.scrollTop += this.shiftPx
      this.shiftPx = 0
      isChanged = this.look()
    }
    for (const [key, element] of this.elements) {
      if (!this.sizes.has(key)) isChanged = this.note(element, element.offsetHeight) || isChanged
    }
    if (this.driftPx !== 0 && !this.stillTimer && !this.isTouched) {
      // The rows go where they belong and, once they are there, the list is scrolled by as much: nothing moves on screen.
      this.shiftPx = this.driftPx
      this.driftPx = 0
      isChanged = true
    }
    if (this.aim) isChanged = this.pursue(this.aim) || isChanged
    if (isChanged) this.tell()
  }

  /** Scrolls as little as it takes to show all of this row. */
  show(key: string): void {
    this.aim = { key, left: AIMS }
    if (this.pursue(this.aim)) this.tell()
  }

  private pursue(aim: { key: string; left: number }): boolean {
    const row = this.rows.find(({ key }) => key === aim.key)
    if (--aim.left <= 0) this.aim = null
    const topPx = row && scrollTo(row, this.topPx, this.heightPx - LIST_INSET_PX)
    if (!this.scroller || topPx === undefined || topPx === null) return false
    this.scroller.scrollTop = topPx
    return this.look()
  }

  /** Answers whether other rows are in view now. */
  private look(): boolean {
    if (!this.scroller) return false
    this.topPx = this.scroller.scrollTop
    this.heightPx = this.scroller.clientHeight
    const [first, behind] = this.visible(this.rows)
    return first !== this.range[0] || behind !== this.range[1]
  }

  private readonly onScroll = (): void => {
    const before = this.topPx
    const isChanged = this.look()
    this.isUp = this.topPx < before
    this.untilStill()
    if (isChanged) this.tell()
  }

  private readonly onWheel = (): void => {
    this.aim = null
    this.untilStill()
  }

  private readonly onTouch = ({ target }: TouchEvent): void => {
    this.isTouched = true
    const over = () => {
      this.isTouched = false
      this.untilStill()
    }
    // At the card that was touched: it may be gone from the list before the finger is, and is told all the same.
    for (const end of ['touchend', 'touchcancel']) target?.addEventListener(end, over, { once: true, passive: true })
  }

  private untilStill(): void {
    clearTimeout(this.stillTimer)
    this.stillTimer = setTimeout(() => {
      this.stillTimer = undefined
      this.isUp = false
      if (this.driftPx !== 0) this.tell()
    }, STILL_AFTER_MS)
  }

  /** Takes down the height of a row. Answers whether it is another one than it was taken for. */
  private note(element: Element, sizePx: number): boolean {
    const key = (element as HTMLElement).dataset.row ?? ''
    // Nothing is measured of a list that is not shown.
    if (sizePx <= 0) return false
    const known = this.sizes.get(key)
    const before = known ?? USUAL_CARD_PX
    this.sizes.set(key, sizePx)
    if (sizePx === before) return false
    const row = this.rows.find((each) => each.key === key)
    // A row one reads while it grows grows downwards; one that is drawn for the first time had its place taken for another.
    const isAbove =
      row && (known === undefined ? row.start < this.topPx : row.start + before <= this.topPx && !this.isUp)
    if (isAbove) this.driftPx += sizePx - before
    return true
  }

  private tell(): void {
    this.drawing++
    for (const listener of this.listeners) listener()
  }
}
