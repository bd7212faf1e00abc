// Owns: what a page of a session receives and asks while it looks on: the board's cards as they come, and at every step the
// board and what is one's own. Documents are searched, not built: two hundred pages share one processor here.
import { boardDocument, ledgerDocument } from '../../../../shared/documents.ts'
import type { BoardId } from '../../../../shared/model.ts'
import type { Guest } from './guest.ts'
import { WRITTEN } from './orders.ts'

const MARK = Buffer.from(WRITTEN)

export class Onlooker {
  #documents: { close(): void }[] = []
  #cards = 0
  #wanted = Number.POSITIVE_INFINITY
  #seen: ((at: number) => void) | null = null
  #lastAt = 0
  #asks = false
  #asking: Promise<void> = Promise.resolve()
  readonly askedMs: number[] = []

  constructor(
    private readonly guest: Guest,
    private readonly boardId: BoardId,
  ) {}

  async open(): Promise<void> {
    this.#documents = await Promise.all([
      this.guest.document(boardDocument(this.boardId), (bytes) => this.#count(bytes)),
      this.guest.document(ledgerDocument(this.boardId), () => this.#step()),
    ])
  }

  /** Counts from nothing, and asks again what a page asks, once, when the ledger next says something. */
  watch(): void {
    this.#cards = 0
    this.#wanted = Number.POSITIVE_INFINITY
    this.#asks = true
    this.askedMs.length = 0
  }

  /** The moment the last of so many came. Waits for what the page asked, too, and fails where that did. */
  async seen(cards: number): Promise<number> {
    const at = await new Promise<number>((resolve) => {
      this.#wanted = cards
      this.#seen = resolve
      this.#look()
    })
    await this.#asking
    return at
  }

  #count(bytes: Buffer): void {
    for (let from = bytes.indexOf(MARK); from >= 0; from = bytes.indexOf(MARK, from + MARK.length)) {
      this.#cards += 1
      this.#lastAt = Date.now()
    }
    this.#look()
  }

  #look(): void {
    if (this.#cards < this.#wanted) return
    this.#seen?.(this.#lastAt)
    this.#seen = null
  }

  #step(): void {
    if (!this.#asks) return
    this.#asks = false
    const startedAt = performance.now()
    const paths = [`/api/boards/${this.boardId}`, `/api/boards/${this.boardId}/session`]
    const asking = Promise.all(paths.map((path) => this.guest.read(path)))
    this.#asking = asking.then(() => void this.askedMs.push(performance.now() - startedAt))
    // Whoever waits is told.
    this.#asking.catch(() => undefined)
  }

  close(): void {
    for (const document of this.#documents) document.close()
  }
}
