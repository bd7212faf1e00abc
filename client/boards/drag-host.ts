// Owns which cards can be dragged now: it remembers the elements until the engine has been loaded, so that the board
// stands before the engine is there.

import type { IdeaId } from '../../shared/model.ts'

export interface DragEngine {
  attach(ideaId: IdeaId, element: HTMLElement): () => void
  destroy(): void
}

export interface DragEvents {
  onStart: (ideaId: IdeaId, size: { heightPx: number; widthPx: number }) => void
  /** The pointer, in pixels of the screen. */
  onMove: (ideaId: IdeaId, at: { x: number; y: number }) => void
  /** Null: called off. */
  onEnd: (ideaId: IdeaId | null) => void
}

export class DragHost {
  private engine: DragEngine | null = null
  private readonly elements = new Map<IdeaId, HTMLElement>()
  private readonly detach = new Map<IdeaId, () => void>()

  /** A card was drawn. Answers what to call when it goes. */
  put(ideaId: IdeaId, element: HTMLElement): () => void {
    this.take(ideaId)
    this.elements.set(ideaId, element)
    if (this.engine) this.detach.set(ideaId, this.engine.attach(ideaId, element))
    return () => {
      // The same card may have been drawn anew in another column already.
      if (this.elements.get(ideaId) === element) this.take(ideaId)
    }
  }

  start(engine: DragEngine): void {
    this.stop()
    this.engine = engine
    for (const [ideaId, element] of this.elements) this.detach.set(ideaId, engine.attach(ideaId, element))
  }

  stop(): void {
    for (const detach of this.detach.values()) detach()
    this.detach.clear()
    this.engine?.destroy()
    this.engine = null
  }

  private take(ideaId: IdeaId): void {
    this.detach.get(ideaId)?.()
    this.detach.delete(ideaId)
    this.elements.delete(ideaId)
  }
}
