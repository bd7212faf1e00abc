// Owns ideas on their way: from Enter until the real card arrives a ghost stands in its place, and says so when it has to
// wait or was refused. The words are kept until they are safe.

import type { BoardId, ColumnId, IdeaId } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import type { BoardStore } from './board-store.ts'

export interface Ghost {
  ideaId: IdeaId
  text: string
  columnId: ColumnId | null
  /** Why the server would not have it; null while on its way. */
  refusal: Refusal | null
}

interface NewIdea {
  boardId: BoardId
  ideaId: IdeaId
  text: string
  column?: ColumnId
  x?: number
  y?: number
}

export interface CaptureOptions {
  boardId: BoardId
  store: BoardStore
  newId: () => string
  add: (idea: NewIdea) => Promise<Outcome<{ ideaId: IdeaId; number: number }>>
  addMany: (ideas: { boardId: BoardId; texts: string[]; column?: ColumnId }) => Promise<Outcome<unknown>>
  onAdded?: (ideaId: IdeaId) => void
  /** It is kept unseen (number 0): asks for what is mine, which has it. */
  onSealed?: () => Promise<void>
  onRefused?: (refusal: Refusal) => void
}

export class Capture {
  private readonly options: CaptureOptions
  private list: readonly Ghost[] = []
  private readonly sent = new Set<string>()
  private readonly listeners = new Set<() => void>()
  private readonly stop: () => void

  constructor(options: CaptureOptions) {
    this.options = options
    this.stop = options.store.onChange(({ added }) => {
      if (added.length > 0) this.change(this.list.filter((ghost) => !options.store.card(ghost.ideaId)))
    })
  }

  destroy(): void {
    this.stop()
  }

  readonly ghosts = (): readonly Ghost[] => this.list

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Sent from this page: its card is no news to me. */
  isSent(ideaId: string): boolean {
    return this.sent.has(ideaId)
  }

  async add(text: string, columnId: ColumnId | null, place?: { x: number; y: number }): Promise<void> {
    const ideaId = this.options.newId() as IdeaId
    this.sent.add(ideaId)
    this.change([...this.list, { ideaId, text, columnId, refusal: null }])
    const idea: NewIdea = { boardId: this.options.boardId, ideaId, text, ...place }
    if (columnId) idea.column = columnId
    const outcome = await this.options.add(idea)
    if (outcome.ok) {
      this.options.onAdded?.(outcome.value.ideaId)
      if (outcome.value.number > 0) return
      await this.options.onSealed?.()
      this.dismiss(ideaId)
      return
    }
    this.change(this.list.map((ghost) => (ghost.ideaId === ideaId ? { ...ghost, refusal: outcome.error } : ghost)))
    this.options.onRefused?.(outcome.error)
  }

  /** A pasted list; all or nothing. */
  async addMany(texts: string[], columnId: ColumnId | null): Promise<Outcome<unknown>> {
    const { boardId } = this.options
    return this.options.addMany(columnId ? { boardId, texts, column: columnId } : { boardId, texts })
  }

  /** Takes a refused one away, to try again or to let go of it. */
  dismiss(ideaId: IdeaId): void {
    this.change(this.list.filter((ghost) => ghost.ideaId !== ideaId))
  }

  retry(ghost: Ghost): void {
    this.dismiss(ghost.ideaId)
    void this.add(ghost.text, ghost.columnId)
  }

  private change(next: readonly Ghost[]): void {
    if (next.length === this.list.length && next.every((ghost, i) => ghost === this.list[i])) return
    this.list = next
    for (const listener of Array.from(this.listeners)) listener()
  }
}
