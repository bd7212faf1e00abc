// Owns: somebody who writes while the server is being killed, and their ledger of what the server acknowledged: commands
// by their answers, edits of cards by the server's "saved" notice. Must never learn anything but through the public
// interface, and must send again what was not answered, under the same key.
import { randomUUID } from 'node:crypto'
import type { CommandName, InputOf, OutputOf } from '../../shared/commands.ts'
import { boardDocument, cardsOf, cardTitle } from '../../shared/documents.ts'
import type { BoardId, IdeaId, RoundId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { LiveDocument } from '../support/documents.ts'
import type { LiveConnection, Person } from '../support/people.ts'
import { createSavedMark, type Edit } from '../support/saved-mark.ts'

/** A command that was sent; what it does to the ledger is known before it is answered. */
type Sent = { [N in Kind]: { name: N; input: InputOf<N>; key: string } }[Kind]
type Kind = Extract<CommandName, 'idea.add' | 'idea.like' | 'vote.cast'>

/** A word written into a card, and perhaps taken out again. */
export interface Word {
  ideaId: IdeaId
  written: Edit
  erased: Edit | null
}

export interface Stage {
  boardId: BoardId
  roundId: RoundId
  random(): number
  /** Ideas everybody may vote for and write on: acknowledged to somebody. */
  ideas: IdeaId[]
  /** Called at every acknowledgement. */
  acknowledged(): void
}

export const BUDGET_VOTES = 12
export const MAX_PER_IDEA_VOTES = 4
// Many rounds on one board: it must stay under the limit of ideas per board, and the checks quick.
const IDEAS_PER_ROUND = 5
const EDITS_PER_ACK = 0.6

export class Writer {
  readonly added = new Map<IdeaId, { text: string; number: number }>()
  readonly likes = new Map<IdeaId, boolean>()
  readonly votes = new Map<IdeaId, number>()
  /** Sent, and not answered when the server died. */
  readonly unanswered = new Map<Kind, Sent>()
  readonly words = new Map<string, Word>()
  /** Places this writer put their own card to, in order; nobody else moves it. */
  readonly places: { x: number; edit: Edit }[] = []
  ownCard: IdeaId | null = null
  private readonly saved = createSavedMark()
  private readonly board: LiveDocument
  private live: LiveConnection | null = null
  private left = 0

  constructor(
    readonly person: Person,
    private readonly stage: Stage,
    readonly name: string,
  ) {
    this.board = person.document(boardDocument(stage.boardId), this.saved.options)
  }

  get unsaved(): number {
    return this.saved.unsaved
  }

  get doc() {
    return this.board.doc
  }

  /** Adds the card that this writer alone moves. */
  async begin(): Promise<void> {
    await this.board.synced()
    this.live = await this.person.socket()
    await this.send(this.compose('idea.add'))
    this.ownCard = [...this.added.keys()][0] ?? null
  }

  /** Writes until the server is gone: ideas, votes and likes each in their own line, edits in between. */
  async write(): Promise<void> {
    this.left = IDEAS_PER_ROUND
    await Promise.all([this.line('idea.add'), this.line('vote.cast'), this.line('idea.like')])
  }

  leave(): void {
    this.live?.socket.disconnect()
    this.board.offline()
  }

  /** To another board; guests belong to one. */
  async leaveForGood(): Promise<void> {
    this.leave()
    this.board.close()
  }

  /** Back at the restarted server: documents by themselves, then what was not answered, twice at once, with its key. */
  async comeBack(): Promise<void> {
    this.edit() // typed while nobody was there
    await this.board.online()
    this.live = await this.person.socket()
    for (const sent of this.unanswered.values()) {
      const [one, other] = await Promise.all([this.carry(sent), this.carry(sent)])
      if (JSON.stringify(one) !== JSON.stringify(other)) {
        throw new Error(`one command, two answers: ${JSON.stringify([sent, one, other])}`)
      }
      this.settle(sent, one)
    }
  }

  private async line(kind: Kind): Promise<void> {
    for (;;) {
      if (kind === 'idea.add' && this.left-- <= 0) return
      try {
        if (!(await this.send(this.compose(kind)))) return
      } catch (error) {
        // Socket.IO's word for an answer that will not come any more.
        if (error instanceof Error && /disconnected/.test(error.message)) return
        throw error
      }
      this.stage.acknowledged()
      if (this.stage.random() < EDITS_PER_ACK) this.edit()
    }
  }

  /** False: enough for now. */
  private async send(sent: Sent): Promise<boolean> {
    this.unanswered.set(sent.name, sent)
    const outcome = await this.carry(sent)
    if (!outcome.ok && outcome.error.kind === 'too-fast') {
      this.unanswered.delete(sent.name)
      return false
    }
    this.settle(sent, outcome)
    return true
  }

  private carry(sent: Sent): Promise<Outcome<unknown>> {
    // Socket.IO would keep it for later and send it by itself; here that is said, and counted, below.
    if (!this.live?.socket.connected) throw new Error(`${this.name} is disconnected`)
    return this.live.command(sent.name, sent.input, sent.key)
  }

  private settle(sent: Sent, outcome: Outcome<unknown>): void {
    this.unanswered.delete(sent.name)
    if (!outcome.ok) {
      const expected = sent.name === 'vote.cast' && outcome.error.reason === 'budget-spent'
      if (!expected) throw new Error(`${this.name}: ${sent.name} was refused: ${JSON.stringify(outcome.error)}`)
      return
    }
    switch (sent.name) {
      case 'idea.add': {
        const { ideaId, number } = outcome.value as OutputOf<'idea.add'>
        this.added.set(ideaId, { text: sent.input.text, number })
        this.stage.ideas.push(ideaId)
        return
      }
      case 'idea.like':
        return void this.likes.set(sent.input.ideaId, sent.input.liked)
      case 'vote.cast':
        return void this.votes.set(sent.input.ideaId, sent.input.votes)
    }
  }

  private compose(kind: Kind): Sent {
    const key = randomUUID()
    const { boardId, roundId } = this.stage
    switch (kind) {
      case 'idea.add': {
        const text = `${this.name} thought ${key}`
        // Half of them named by the client, so that only the key tells a repeat of the others from a second one.
        const ideaId = this.stage.random() < 0.5 ? { ideaId: randomUUID() as IdeaId } : {}
        return { name: kind, key, input: { boardId, text, ...ideaId } }
      }
      case 'idea.like': {
        const ideaId = this.someIdea()
        return { name: kind, key, input: { ideaId, liked: !this.likes.get(ideaId) } }
      }
      case 'vote.cast': {
        const ideaId = this.someIdea()
        return { name: kind, key, input: { roundId, ideaId, votes: this.upTo(MAX_PER_IDEA_VOTES + 1) } }
      }
    }
  }

  /** One change of a card in this writer's own copy: a word in, a word out, or their card somewhere else. */
  private edit(): void {
    const kind = this.stage.random()
    if (kind < 0.6) this.writeWord()
    else if (kind < 0.75) this.eraseWord()
    else this.moveCard()
  }

  private writeWord(): void {
    const ideaId = this.someIdea()
    const title = this.title(ideaId)
    if (!title) return
    const word = `(${this.name}-${this.words.size})`
    title.insert(this.stage.random() < 0.5 ? 0 : title.length, word)
    this.words.set(word, { ideaId, written: this.noted(), erased: null })
  }

  private eraseWord(): void {
    const standing = [...this.words].filter(([, { erased }]) => erased === null)
    const [word, about] = standing[this.upTo(standing.length)] ?? []
    const title = about && this.title(about.ideaId)
    if (!word || !title) return
    title.delete(title.toJSON().indexOf(word), word.length)
    about.erased = this.noted()
  }

  private moveCard(): void {
    const card = this.ownCard && cardsOf(this.doc).get(this.ownCard)
    if (!card) return
    const x = this.places.length + 1
    card.set('x', x)
    this.places.push({ x, edit: this.noted() })
  }

  private noted(): Edit {
    return this.saved.edit(this.board.provider.wsconnected)
  }

  private title(ideaId: IdeaId) {
    return cardTitle(cardsOf(this.doc).get(ideaId))
  }

  private someIdea(): IdeaId {
    const { ideas } = this.stage
    return ideas[this.upTo(ideas.length)]!
  }

  private upTo(n: number): number {
    return Math.floor(this.stage.random() * n)
  }
}
