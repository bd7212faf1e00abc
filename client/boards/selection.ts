// Owns which cards a person has chosen on this screen, to do something with all of them; and which group they are about to
// name. It changes nothing on the board and is nobody else's business.

import type { IdeaId } from '../../shared/model.ts'
import { KeyedStore } from './keyed-store.ts'

export class Selection {
  readonly chosen = new KeyedStore<true>()
  /** The group whose name is being written. */
  readonly naming = new KeyedStore<true>()
  /** Where a row of chosen cards begins. */
  private anchor: IdeaId | null = null
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** How many. */
  readonly size = (): number => this.chosen.keys().length

  ids(): IdeaId[] {
    return this.chosen.keys() as IdeaId[]
  }

  toggle(ideaId: IdeaId): void {
    this.chosen.set(ideaId, this.chosen.get(ideaId) ? undefined : true)
    this.anchor = ideaId
    this.tell()
  }

  /** All between the card chosen before and this one, as they stand in `list`; `from`: where to begin when none was. */
  extend(list: readonly IdeaId[], to: IdeaId, from: IdeaId = to): void {
    const begin = list.indexOf(this.anchor && list.includes(this.anchor) ? this.anchor : (this.anchor = from))
    const end = list.indexOf(to)
    const row = new Set(list.slice(Math.min(begin, end), Math.max(begin, end) + 1))
    for (const id of this.ids()) if (!row.has(id)) this.chosen.set(id, undefined)
    for (const id of row) this.chosen.set(id, true)
    this.tell()
  }

  clear(): void {
    for (const id of this.ids()) this.chosen.set(id, undefined)
    this.anchor = null
    this.tell()
  }

  private tell(): void {
    for (const listener of Array.from(this.listeners)) listener()
  }
}
