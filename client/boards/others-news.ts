// Owns telling, in one sentence now and then, what others did: changes are gathered and counted, never read out one by
// one. It knows no language and no clock; both are handed in.

import type { BoardChange } from './board-store.ts'

export interface News {
  added: number
  removed: number
  moved: number
}

/** Long enough that a busy board does not talk without pause, short enough to still be news. */
export const NEWS_EVERY_MS = 4_000

export class OthersNews {
  private gathered: News = { added: 0, removed: 0, moved: 0 }
  private cancel: (() => void) | null = null
  private readonly tell: (news: News) => void
  private readonly after: (ms: number, fn: () => void) => () => void
  private readonly isMine: (ideaId: string) => boolean

  /** `isMine`: ideas I sent myself arrive from the server like everyone's, and are no news to me. */
  constructor(options: {
    tell: (news: News) => void
    after: (ms: number, fn: () => void) => () => void
    isMine: (ideaId: string) => boolean
  }) {
    this.tell = options.tell
    this.after = options.after
    this.isMine = options.isMine
  }

  hear(change: BoardChange): void {
    if (change.mine) return
    const news = (ids: readonly string[]) => ids.filter((id) => !this.isMine(id)).length
    this.gathered.added += news(change.added)
    this.gathered.removed += news(change.removed)
    this.gathered.moved += change.moved.length
    const { added, removed, moved } = this.gathered
    if (added + removed + moved === 0 || this.cancel) return
    this.cancel = this.after(NEWS_EVERY_MS, () => {
      this.cancel = null
      const said = this.gathered
      this.gathered = { added: 0, removed: 0, moved: 0 }
      this.tell(said)
    })
  }

  stop(): void {
    this.cancel?.()
    this.cancel = null
  }
}
