// Owns my hearts between the press and the answer: the heart answers in the same frame, the server decides. Which ideas I
// like is mine alone to know; how many like one stands in the ledger.

import type { IdeaId } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { KeyedStore } from './keyed-store.ts'

interface Overlay {
  liked: boolean
  /** Shown until the ledger says something newer than `rev`. */
  likes: number
  rev: number
  pending: boolean
}

export interface LikesOptions {
  send: (ideaId: IdeaId, liked: boolean) => Promise<Outcome<{ likes: number }>>
  /** After the server agreed: my own list is out of date. */
  onDone: (ideaId: IdeaId, liked: boolean) => void
  onRefused: (refusal: Refusal) => void
}

export class Likes {
  readonly overlays = new KeyedStore<Overlay>()
  private readonly options: LikesOptions

  constructor(options: LikesOptions) {
    this.options = options
  }

  /** What to show, given what the ledger and my own list say. */
  shown(overlay: Overlay | undefined, known: { liked: boolean; likes: number; rev: number }) {
    if (!overlay) return known
    const settled = !overlay.pending && known.rev > overlay.rev
    return { liked: overlay.liked, likes: settled ? known.likes : overlay.likes }
  }

  async toggle(ideaId: IdeaId, now: { liked: boolean; likes: number; rev: number }): Promise<void> {
    const liked = !now.liked
    const wish: Overlay = { liked, likes: Math.max(0, now.likes + (liked ? 1 : -1)), rev: now.rev, pending: true }
    this.overlays.set(ideaId, wish)
    const outcome = await this.options.send(ideaId, liked)
    // Pressed again meanwhile: the later wish decides.
    if (this.overlays.get(ideaId) !== wish) return
    if (outcome.ok) {
      this.overlays.set(ideaId, { ...wish, likes: outcome.value.likes, pending: false })
      this.options.onDone(ideaId, liked)
    } else {
      this.overlays.set(ideaId, undefined)
      this.options.onRefused(outcome.error)
    }
  }
}
