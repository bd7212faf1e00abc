// Owns which card the keyboard is on, and what is going on with it: nothing, moving it with the arrows, writing on it.
// It moves no focus itself: the card that hears it is wanted takes it, also when it is only drawn a moment later.

import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { KeyedStore } from './keyed-store.ts'

export type CardMode = 'active' | 'moving' | 'editing'

export interface CardPlace {
  columnId: ColumnId
  index: number
  /** The group it lies in there; not said: what its neighbours make of it (moves.ts). */
  into?: string | null
}

export class CardFocus {
  /** The mode of the one card the keyboard is on. */
  readonly modes = new KeyedStore<CardMode>()
  /** The id of the card that should take the focus; listened to by columns that must scroll to it. */
  private wantedId: IdeaId | null = null
  private activeId: IdeaId | null = null
  private readonly wantListeners = new Set<() => void>()
  private lastColumnId: ColumnId | null = null
  private beforeMove = 0

  get active(): IdeaId | null {
    return this.activeId
  }

  /** The column last worked in: where the key N writes. */
  get lastColumn(): ColumnId | null {
    return this.lastColumnId
  }

  workIn(columnId: ColumnId): void {
    this.lastColumnId = columnId
  }

  get wanted(): IdeaId | null {
    return this.wantedId
  }

  modeOf(ideaId: IdeaId): CardMode | undefined {
    return this.modes.get(ideaId)
  }

  /** The focus is on this card (it came there by mouse, Tab or arrows). */
  enter(ideaId: IdeaId, mode: CardMode = 'active'): void {
    const before = this.activeId
    this.activeId = ideaId
    if (before && before !== ideaId) this.modes.set(before, undefined)
    this.modes.set(ideaId, mode)
  }

  /** Back to plain: done writing or moving. */
  settle(ideaId: IdeaId): void {
    if (this.activeId === ideaId) this.modes.set(ideaId, 'active')
  }

  /** `steps`: how many steps of mine there were to undo when the move began. */
  startMove(ideaId: IdeaId, steps: number): void {
    this.beforeMove = steps
    this.enter(ideaId, 'moving')
  }

  get moveStart(): number {
    return this.beforeMove
  }

  /** Asks for the focus on this card, wherever it is or will be drawn. */
  want(ideaId: IdeaId, mode: CardMode = this.modes.get(ideaId) ?? 'active'): void {
    this.wantedId = ideaId
    this.enter(ideaId, mode)
    // After what was just changed is drawn: a card that moved to another column is a new element there.
    queueMicrotask(() => {
      for (const listener of Array.from(this.wantListeners)) listener()
    })
  }

  /** The card took it. */
  taken(ideaId: IdeaId): void {
    if (this.wantedId === ideaId) this.wantedId = null
  }

  /** The element that has the focus leaves the page (a card in another column is another element): the next one takes it. */
  leaves(ideaId: IdeaId): void {
    if (this.activeId === ideaId) this.wantedId = ideaId
  }

  readonly onWant = (listener: () => void): (() => void) => {
    this.wantListeners.add(listener)
    return () => this.wantListeners.delete(listener)
  }
}
