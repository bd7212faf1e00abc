// Honest people on one board: they type, delete, move, place, colour, group, undo and redo, in several tabs, offline and back, while the
// server gives birth to cards and buries them. All by a seed.
import * as Y from 'yjs'
import { fingerprint } from '../../../../server/sync/index.ts'
import { cardsOf, cardTitle, columnsOf, groupsOf, putCard } from '../../../../shared/documents.ts'
import { type ColumnId, type IdeaId, NOTE_COLORS } from '../../../../shared/model.ts'
import { seeded } from './fakes.ts'
import { Desk } from './honest-desk.ts'
import { MINE, Page } from './honest-page.ts'
import { personCalled } from './server.ts'

const CARDS = 8
const COLUMNS = ['column-a', 'column-b']
const TITLE_CHARS = 200
const WORDS = ['a', 'b', 'an ', 'idea ', 'é', '😀', '\n', 'een fiets ', '中文', 'x']
const NAMES = ['ada', 'ada', 'ben']

export class HonestBoard {
  readonly desk = new Desk('board.12345678')
  readonly pages: Page[]
  operations = 0
  readonly #random: () => number
  #cards: string[] = []
  #born = 0
  #groups = 0

  constructor(seed: number) {
    this.#random = seeded(seed)
    this.desk.write((doc) => {
      for (const id of COLUMNS) columnsOf(doc).set(id, new Y.Map([['title', id]]))
    })
    for (let i = 0; i < CARDS; i++) this.#bear()
    this.desk.land()
    this.pages = NAMES.map((name) => new Page(this.desk, personCalled(name), scope, (n) => this.#below(n)))
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n)
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T
  }

  #bear(): void {
    const ideaId = `card-${this.#born++}` as IdeaId
    this.#cards.push(ideaId)
    const place = { column: COLUMNS[0] as ColumnId, order: 'a0', x: 0, y: 0, group: null, color: 'sun' as const }
    this.desk.write((doc) => putCard(doc, { ideaId, title: 'born', ...place }))
  }

  /** Some pages write, some are away, and what was written arrives sooner or later. */
  round(): void {
    for (const page of this.pages) {
      for (let i = this.#below(4); i > 0; i--) this.#write(page)
      if (page.online) {
        if (this.#random() < 0.8) page.send()
        if (this.#random() < 0.012) page.drop()
      } else if (this.#random() < 0.15) page.comeBack()
      if (this.#random() < 0.002) page.reload()
    }
    if (this.#random() < 0.02) {
      const [dead] = this.#cards.splice(this.#below(this.#cards.length), 1)
      this.desk.write((doc) => cardsOf(doc).delete(dead ?? ''))
      this.#bear()
    }
    this.desk.land()
    for (const page of this.pages) if (page.online && this.#random() < 0.7) page.hear()
  }

  /** One transaction of a few edits, as typing a word or dropping several cards is; or one step back or forward. */
  #write(page: Page): void {
    const dice = this.#random()
    if (dice < 0.1) page.undo.undo()
    else if (dice < 0.14) page.undo.redo()
    else {
      const edits = 1 + this.#below(40)
      this.operations += edits - 1
      page.doc.transact(() => {
        const cards = cardsOf(page.doc)
        for (let i = 0; i < edits; i++) this.#edit(page.doc, cards)
      }, MINE)
    }
    this.operations += 1
  }

  #edit(doc: Y.Doc, cards: ReturnType<typeof cardsOf>): void {
    const card = cards.get(this.#one(this.#cards))
    const dice = this.#random()
    if (dice < 0.7) {
      const title = cardTitle(card)
      if (title === null) return
      const { length } = title
      const at = this.#below(length + 1)
      if (length < TITLE_CHARS && this.#random() < 0.7) title.insert(at, this.#one(WORDS))
      else if (at < length) title.delete(at, Math.min(length - at, 1 + this.#below(9)))
    } else if (dice < 0.78) {
      card?.set('order', `a${this.#below(100)}`)
      card?.set('column', this.#one(COLUMNS))
    } else if (dice < 0.86) {
      card?.set('x', this.#below(4_000))
      card?.set('y', this.#below(4_000))
    } else if (dice < 0.93) card?.set('color', this.#one(NOTE_COLORS))
    else this.#group(doc, card)
  }

  #group(doc: Y.Doc, card: ReturnType<ReturnType<typeof cardsOf>['get']>): void {
    const groups = groupsOf(doc)
    const id = `group-${this.#below(this.#groups + 1)}`
    const group = groups.get(id)
    const dice = this.#random()
    if (group === undefined || dice < 0.2) {
      const made = new Y.Map<unknown>([
        ['title', this.#random() < 0.5 ? 'Together' : new Y.Text('Together')],
        ['x', this.#below(100)],
      ])
      groups.set(`group-${this.#groups++ % 20}`, made)
      card?.set('group', id)
    } else if (dice < 0.6) group.set('title', this.#random() < 0.5 ? this.#one(WORDS) : new Y.Text(this.#one(WORDS)))
    else if (dice < 0.8) groups.delete(id)
    else card?.set('group', null)
  }

  /** Everybody comes back; then all copies are the same. */
  settle(): void {
    for (const page of this.pages) page.comeBack()
    this.desk.land()
    for (const page of this.pages) page.hear()
    const expected = fingerprint(this.desk.doc)
    for (const page of this.pages) {
      if (fingerprint(page.doc) !== expected) throw new Error('a page differs from the server in the end')
    }
  }
}

const scope = (doc: Y.Doc) => [cardsOf(doc), groupsOf(doc)] as unknown as Y.AbstractType<Y.YEvent<never>>[]
