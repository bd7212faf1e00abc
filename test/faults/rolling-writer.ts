// Owns: somebody who goes on writing while the servers behind a balancer are restarted one after the other: words into
// cards by a stock y-websocket client, commands by Socket.IO, each under a key of its own until it is answered. Must never
// learn anything but through the public interface, nor stop for a connection that ends.
import { randomUUID } from 'node:crypto'
import type { OutputOf, RawInputOf } from '../../shared/commands.ts'
import { boardDocument, cardsOf, cardTitle } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { LiveDocument } from '../support/documents.ts'
import type { LiveConnection, Person } from '../support/people.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { until } from '../support/until.ts'

type Kind = 'idea.add' | 'idea.like'

/** On a machine that starts two servers beside everything else. */
const ANSWERED_WITHIN_MS = 30_000

export class RollingWriter {
  readonly words: string[] = []
  readonly added = new Map<IdeaId, string>()
  liked = false
  /** Connections so far: the first one, and one for each that was lost. */
  connections = { documents: 0, events: 0 }
  /** Attempts to connect again that failed. */
  failedAttempts = 0
  /** Commands that were sent a second time because the answer to the first did not come. */
  resent = 0
  private readonly saved = createSavedMark()
  readonly board: LiveDocument
  private live: LiveConnection | null = null
  private writing = true

  constructor(
    readonly person: Person,
    private readonly boardId: BoardId,
    private readonly ideaId: IdeaId,
  ) {
    const { opened, ...heedful } = this.saved.options
    this.board = person.document(boardDocument(boardId), {
      ...heedful,
      opened: () => {
        this.connections.documents += 1
        opened?.()
      },
    })
  }

  get connected(): boolean {
    return this.board.provider.synced && this.live?.socket.connected === true
  }

  get unsaved(): number {
    return this.saved.unsaved
  }

  async begin(): Promise<void> {
    await this.board.synced()
    this.live = await this.person.socket()
    this.connections.events += 1
    this.live.socket.on('connect', () => {
      this.connections.events += 1
    })
    const failed = () => {
      this.failedAttempts += 1
    }
    this.live.socket.io.on('reconnect_error', failed)
    this.board.provider.on('connection-error', failed)
    await this.addIdea()
  }

  /** Until told to stop; then everything that was begun is answered. */
  async write(): Promise<void> {
    for (let turn = 0; this.writing; turn++) {
      this.writeWord()
      if (turn % 8 === 0) await this.addIdea()
      else await this.like()
    }
  }

  stop(): void {
    this.writing = false
  }

  private writeWord(): void {
    // Into the newest card of one's own that is there: one card would grow past what a card may hold.
    const titles = [...this.added.keys()].map((id) => cardTitle(cardsOf(this.board.doc).get(id)))
    const title = titles.findLast((one) => one !== undefined && one !== null)
    if (!title) return
    const word = `${this.person.name}.${this.words.length}`
    title.insert(title.length, ` ${word}`)
    this.words.push(word)
    this.saved.edit(this.board.provider.wsconnected)
  }

  private async addIdea(): Promise<void> {
    const text = `${this.person.name} ${randomUUID()}`
    const { ideaId } = await this.answered('idea.add', { boardId: this.boardId, text })
    this.added.set(ideaId, text)
  }

  private async like(): Promise<void> {
    const liked = !this.liked
    await this.answered('idea.like', { ideaId: this.ideaId, liked })
    this.liked = liked
  }

  private answered<N extends Kind>(name: N, input: RawInputOf<N>): Promise<OutputOf<N>> {
    const key = randomUUID()
    let tries = 0
    const carry = () => {
      if (tries++ > 0) this.resent += 1
      return this.send(name, input, key)
    }
    return until(carry, `${name} to be answered`, ANSWERED_WITHIN_MS)
  }

  private async send<N extends Kind>(name: N, input: RawInputOf<N>, key: string): Promise<OutputOf<N>> {
    if (!this.live?.socket.connected) throw new Error(`${this.person.name} is disconnected`)
    const outcome = await this.live.command(name, input, key)
    if (outcome.ok) return outcome.value
    throw new Error(`${name} was refused: ${JSON.stringify(outcome.error)}`)
  }
}
