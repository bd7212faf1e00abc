// Owns which cards and groups can be dragged now: it remembers the elements until the engine has been loaded, so that the
// board stands before the engine is there.

import type { IdeaId } from '../../shared/model.ts'

/** An idea's id, or a group's. */
export type DragKey = string

/** What is under the pointer: a card, all chosen ones, or all cards of a group. */
export interface Held {
  /** First the one that flies. */
  ids: readonly IdeaId[]
  /** Null: cards by themselves, wherever they lie. */
  groupId: string | null
  widthPx: number
}

export interface DragEngine {
  attach(key: DragKey, element: HTMLElement): () => void
  destroy(): void
}

export class DragHost {
  private engine: DragEngine | null = null
  private readonly elements = new Map<DragKey, HTMLElement>()
  private readonly detach = new Map<DragKey, () => void>()

  /** A card was drawn. Answers what to call when it goes. */
  put(key: DragKey, element: HTMLElement): () => void {
    this.take(key)
    this.elements.set(key, element)
    if (this.engine) this.detach.set(key, this.engine.attach(key, element))
    return () => {
      // The same card may have been drawn anew in another column already.
      if (this.elements.get(key) === element) this.take(key)
    }
  }

  start(engine: DragEngine): void {
    this.stop()
    this.engine = engine
    for (const [key, element] of this.elements) this.detach.set(key, engine.attach(key, element))
  }

  stop(): void {
    for (const detach of this.detach.values()) detach()
    this.detach.clear()
    this.engine?.destroy()
    this.engine = null
  }

  private take(key: DragKey): void {
    this.detach.get(key)?.()
    this.detach.delete(key)
    this.elements.delete(key)
  }
}
