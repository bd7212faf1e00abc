// Owns: stock y-websocket clients that write a little, and for how long each is away when its line is cut: until it is synced
// again. Must never help them: how often and when they try again is y-websocket's own.
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { boardDocument, cardsOf, cardTitle } from '../../../../shared/documents.ts'
import { createSavedMark } from '../../../support/saved-mark.ts'
import type { Seat } from './orders.ts'

const OPEN_DEADLINE_MS = 30_000
const LOOK_MS = 20

const pause = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs))

export class SeatedClient {
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider
  readonly #saved = createSavedMark()
  readonly #seat: Seat
  #cutAt: number | null = null
  #tries = 0
  #timer: NodeJS.Timeout | null = null
  #begin: NodeJS.Timeout | null = null
  /** One for each time the line was cut. */
  readonly awayMs: number[] = []
  readonly attempts: number[] = []
  /** Of the time away: until a new line stood. */
  readonly lineMs: number[] = []
  #lineAt = 0
  written = 0

  constructor(seat: Seat) {
    this.#seat = seat
    const mark = this.#saved.options
    const headers = { cookie: seat.cookie, origin: seat.url }
    const tried = () => {
      this.#tries += 1
    }
    const stands = () => {
      this.#lineAt = performance.now()
    }
    class Line extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers, perMessageDeflate: false })
        tried()
        this.on('open', () => {
          stands()
          mark.opened?.()
        })
        this.on('message', (bytes: ArrayBuffer | Buffer) => mark.heard?.(new Uint8Array(bytes)))
      }
      override send(bytes: Uint8Array): void {
        mark.sent?.(bytes)
        super.send(bytes)
      }
    }
    this.#provider = new WebsocketProvider(
      `${seat.url.replace(/^http/, 'ws')}/sync`,
      boardDocument(seat.boardId),
      this.#doc,
      {
        // ws is the browser's WebSocket but for a few members nobody here calls.
        WebSocketPolyfill: Line as unknown as typeof globalThis.WebSocket,
        disableBc: true,
      },
    )
    this.#provider.on('connection-close', () => this.#cut())
    this.#provider.on('sync', (synced: boolean) => synced && this.#back())
  }

  get in(): boolean {
    return this.#provider.synced
  }

  get settled(): boolean {
    return this.in && this.#saved.unsaved === 0
  }

  get away(): boolean {
    return this.#cutAt !== null
  }

  async opened(): Promise<void> {
    const lateAt = performance.now() + OPEN_DEADLINE_MS
    while (!this.in) {
      if (performance.now() > lateAt) throw new Error('a client was never synced')
      await pause(LOOK_MS)
    }
  }

  /** Failed attempts are part of one absence: it began with the line that stood. */
  #cut(): void {
    if (this.#cutAt !== null || !this.#provider.synced) return
    this.#cutAt = performance.now()
    this.#tries = 0
  }

  #back(): void {
    if (this.#cutAt === null) return
    this.awayMs.push(performance.now() - this.#cutAt)
    this.lineMs.push(this.#lineAt - this.#cutAt)
    this.attempts.push(this.#tries)
    this.#cutAt = null
  }

  /** `after`: not all in one moment. Whoever is away writes on, as people do. */
  write(everyMs: number, after: number): void {
    this.#begin = setTimeout(() => {
      this.#timer = setInterval(() => this.#type(), everyMs)
    }, after)
  }

  #type(): void {
    const card = cardsOf(this.#doc).get(this.#seat.ideaId)
    const title = card && cardTitle(card)
    if (!title) return
    // One letter in, one letter out: the card's length is not what is measured.
    if (this.written % 2 === 0) title.insert(title.length, 'x')
    else title.delete(title.length - 1, 1)
    this.written += 1
    this.#saved.edit(this.#provider.wsconnected)
  }

  stop(): void {
    if (this.#begin) clearTimeout(this.#begin)
    if (this.#timer) clearInterval(this.#timer)
  }

  leave(): void {
    this.stop()
    this.#provider.destroy()
    this.#doc.destroy()
  }
}

/** Everybody in and saved, or the patience is over: then how many are not. */
export async function settle(clients: readonly SeatedClient[], patienceMs: number): Promise<number> {
  const lateAt = performance.now() + patienceMs
  for (;;) {
    const missing = clients.filter((client) => !client.settled).length
    if (missing === 0 || performance.now() > lateAt) return missing
    await pause(LOOK_MS)
  }
}
