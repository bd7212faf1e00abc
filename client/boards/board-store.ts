// Owns the board as the views read it: columns in order, card ids per column in order, one card at a time. A listener
// hears only of what it asked for, so that one edit redraws one card. It reads the document and never changes it.

import type * as Y from 'yjs'
import {
  byOrder,
  type Card,
  cardsOf,
  type Column,
  columnsOf,
  groupsOf,
  readCard,
  readColumn,
} from '../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { GroupBook } from './board-groups.ts'

type Listener = () => void

/** What one transaction did to the board, for announcing what others did. */
export interface BoardChange {
  /** Made on this device (by a person here, or by undo), not by others. */
  mine: boolean
  added: readonly IdeaId[]
  removed: readonly IdeaId[]
  /** To another column. */
  moved: readonly IdeaId[]
}

const NO_IDS: readonly IdeaId[] = []
const byCardOrder = byOrder<Card>((card) => card.ideaId)
const byColumnOrder = byOrder<Column>((column) => column.columnId)

export class BoardStore {
  readonly doc: Y.Doc
  private readonly cards: ReturnType<typeof cardsOf>
  private readonly columnMap: ReturnType<typeof columnsOf>
  private readonly groupMap: ReturnType<typeof groupsOf>
  /** To read; folding is done here. */
  readonly groups = new GroupBook()
  private readonly snapshots = new Map<IdeaId, Card>()
  private readonly places = new Map<IdeaId, ColumnId | null>()
  private readonly members = new Map<ColumnId | null, Set<IdeaId>>()
  private readonly sorted = new Map<ColumnId | null, readonly IdeaId[]>()
  /** Cards whose removal is on its way: gone for this person already. */
  private readonly hidden = new Set<IdeaId>()
  private wanted: ((card: Card) => boolean) | null = null
  private columnList: readonly Column[] = []
  private everyId: readonly IdeaId[] | null = null
  private readonly cardListeners = new Map<IdeaId, Set<Listener>>()
  private readonly columnListeners = new Map<ColumnId | null, Set<Listener>>()
  private readonly columnsListeners = new Set<Listener>()
  private readonly idsListeners = new Set<Listener>()
  private readonly changeListeners = new Set<(change: BoardChange) => void>()

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.cards = cardsOf(doc)
    this.columnMap = columnsOf(doc)
    this.groupMap = groupsOf(doc)
    this.readColumns()
    for (const id of this.cards.keys()) this.take(id as IdeaId)
    this.regroup()
    this.cards.observeDeep(this.onCards)
    this.columnMap.observeDeep(this.onColumns)
    this.groupMap.observeDeep(this.onGroups)
  }

  destroy(): void {
    this.cards.unobserveDeep(this.onCards)
    this.columnMap.unobserveDeep(this.onColumns)
    this.groupMap.unobserveDeep(this.onGroups)
  }

  columns(): readonly Column[] {
    return this.columnList
  }

  fold(groupId: string, isFolded: boolean): void {
    this.renew([this.groups.fold(groupId, isFolded)])
  }

  /** Sorted, the cards of a group together; the same array until this column changes. */
  idsIn(columnId: ColumnId): readonly IdeaId[] {
    const known = this.sorted.get(columnId)
    if (known) return known
    const { wanted } = this
    const cards: Card[] = []
    for (const id of this.members.get(columnId) ?? NO_IDS) {
      const card = this.snapshots.get(id)!
      if (!this.hidden.has(id) && (!wanted || wanted(card))) cards.push(card)
    }
    const ids = cards.length > 0 ? this.gather(cards) : NO_IDS
    this.sorted.set(columnId, ids)
    return ids
  }

  /** With what is folded away. */
  countIn = (columnId: ColumnId): number => this.groups.count(this.idsIn(columnId), this.wanted === null, this.hidden)

  /** All that stands in a column, also what is folded away, filtered out or being removed. */
  everyIn(columnId: ColumnId | null): readonly IdeaId[] {
    const cards = Array.from(this.members.get(columnId) ?? NO_IDS, (id) => this.snapshots.get(id)!)
    return this.gather(cards, false)
  }

  /** Every card, column by column; the same array until cards come, go or move. */
  ids(): readonly IdeaId[] {
    this.everyId ??=
      this.columnList.length > 0
        ? this.columnList.flatMap((column) => this.idsIn(column.columnId))
        : [...this.snapshots.keys()]
    return this.everyId
  }

  get size(): number {
    return this.snapshots.size
  }

  card(ideaId: IdeaId): Card | undefined {
    return this.snapshots.get(ideaId)
  }

  /** Where a card stands: its own column, or the first where that one does not exist (any more). */
  placeOf(ideaId: IdeaId): ColumnId | null {
    return this.places.get(ideaId) ?? null
  }

  /** Takes a card out of every list at once while its removal is on its way; false puts it back. */
  hide(ideaId: IdeaId, gone: boolean): void {
    if (!this.snapshots.has(ideaId) || this.hidden.has(ideaId) === gone) return
    if (gone) this.hidden.add(ideaId)
    else this.hidden.delete(ideaId)
    this.renew([this.placeOf(ideaId)])
  }

  /** Shows only the cards that pass; null shows all. */
  filter(wanted: ((card: Card) => boolean) | null): void {
    if (this.wanted === wanted) return
    this.wanted = wanted
    this.sorted.clear()
    this.everyId = null
    for (const listeners of this.columnListeners.values()) tell(listeners)
    tell(this.idsListeners)
  }

  subscribeCard(ideaId: IdeaId, listener: Listener): () => void {
    return listen(this.cardListeners, ideaId, listener)
  }

  subscribeColumn(columnId: ColumnId, listener: Listener): () => void {
    return listen(this.columnListeners, columnId, listener)
  }

  readonly subscribeColumns = (listener: Listener): (() => void) => {
    this.columnsListeners.add(listener)
    return () => this.columnsListeners.delete(listener)
  }

  /** Hears when cards come, go, or change place. */
  readonly subscribeIds = (listener: Listener): (() => void) => {
    this.idsListeners.add(listener)
    return () => this.idsListeners.delete(listener)
  }

  onChange(listener: (change: BoardChange) => void): () => void {
    this.changeListeners.add(listener)
    return () => this.changeListeners.delete(listener)
  }

  private take(id: IdeaId): ColumnId | null {
    this.snapshots.set(id, readCard(id, this.cards.get(id)!))
    return this.put(id)
  }

  private put(id: IdeaId): ColumnId | null {
    const card = this.snapshots.get(id)!
    const exists = this.columnList.some((column) => column.columnId === card.column)
    const own = exists ? card.column : (this.columnList[0]?.columnId ?? null)
    const place = this.groups.of(id)?.columnId ?? own
    this.places.set(id, place)
    const members = this.members.get(place) ?? new Set()
    this.members.set(place, members.add(id))
    return place
  }

  /** Reads the groups anew and puts their cards where they stand now. Answers the columns that look different. */
  private regroup(): Set<ColumnId | null> {
    const columns = this.columnList.map((column) => column.columnId)
    const changed = this.groups.read(this.groupMap, this.snapshots.values(), columns)
    const dirty = new Set(changed.columns)
    for (const id of changed.ids) {
      if (!this.snapshots.has(id)) continue
      this.members.get(this.placeOf(id))?.delete(id)
      dirty.add(this.placeOf(id)).add(this.put(id))
    }
    return dirty
  }

  /** What one looks for is shown, wherever it lies: nothing folds then. */
  private gather(cards: Card[], folds = this.wanted === null): readonly IdeaId[] {
    const ids = cards.sort(byCardOrder).map((card) => card.ideaId)
    return this.groups.together(ids, folds)
  }

  private renew(places: Iterable<ColumnId | null>): void {
    const dirty = [...places]
    if (dirty.length === 0) return
    for (const place of dirty) this.sorted.delete(place)
    this.everyId = null
    for (const place of dirty) tell(this.columnListeners.get(place))
    tell(this.idsListeners)
  }

  private drop(id: IdeaId): ColumnId | null {
    const place = this.placeOf(id)
    this.members.get(place)?.delete(id)
    this.hidden.delete(id)
    this.snapshots.delete(id)
    this.places.delete(id)
    return place
  }

  private readColumns(): void {
    const columns = [...this.columnMap.entries()].map(([id, column]) => readColumn(id, column))
    this.columnList = columns.sort(byColumnOrder)
  }

  private readonly onCards = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const touched = new Set<IdeaId>()
    for (const event of events) {
      if (event.path.length > 0) touched.add(String(event.path[0]) as IdeaId)
      else for (const key of event.changes.keys.keys()) touched.add(key as IdeaId)
    }
    const added: IdeaId[] = []
    const removed: IdeaId[] = []
    const dirty = new Set<ColumnId | null>()
    let regroups = false
    const placesBefore = new Map<IdeaId, ColumnId | null>()
    for (const id of touched) {
      const before = this.snapshots.get(id)
      const placeBefore = this.placeOf(id)
      if (!this.cards.has(id)) {
        if (before) removed.push(id)
        regroups ||= typeof before?.group === 'string'
        dirty.add(this.drop(id))
        continue
      }
      if (before) this.members.get(placeBefore)?.delete(id)
      const place = this.take(id)
      const card = this.snapshots.get(id)!
      if (!before) added.push(id)
      else placesBefore.set(id, placeBefore)
      const sorts = before && place === placeBefore && card.order === before.order
      const isGrouped = card.group !== null || (before !== undefined && before.group !== null)
      regroups ||= isGrouped && !(sorts && card.group === before.group && card.column === before.column)
      // While only matching cards are shown, new words may make a card come or go.
      if (!sorts || this.wanted) dirty.add(placeBefore).add(place)
    }
    if (regroups) for (const place of this.regroup()) dirty.add(place)
    for (const place of dirty) this.sorted.delete(place)
    for (const id of touched) tell(this.cardListeners.get(id))
    this.renew(dirty)
    const moved = [...placesBefore].filter(([id, place]) => this.placeOf(id) !== place).map(([id]) => id)
    const change: BoardChange = { mine: transaction.local, added, removed, moved }
    for (const listener of Array.from(this.changeListeners)) listener(change)
  }

  private readonly onGroups = (): void => this.renew(this.regroup())

  private readonly onColumns = (): void => {
    const before = this.columnList.map((column) => column.columnId).join()
    this.readColumns()
    if (before !== this.columnList.map((column) => column.columnId).join()) {
      // A column came or went: cards without a home may have one now, and the reverse.
      this.members.clear()
      this.sorted.clear()
      for (const id of this.snapshots.keys()) this.take(id)
      this.regroup()
    }
    this.everyId = null
    tell(this.columnsListeners)
    for (const listeners of this.columnListeners.values()) tell(listeners)
    tell(this.idsListeners)
  }
}

function listen<K>(all: Map<K, Set<Listener>>, key: K, listener: Listener): () => void {
  const listeners = all.get(key) ?? new Set()
  all.set(key, listeners.add(listener))
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && all.get(key) === listeners) all.delete(key)
  }
}

function tell(listeners: ReadonlySet<Listener> | undefined): void {
  for (const listener of Array.from(listeners ?? [])) listener()
}
