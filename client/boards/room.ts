// Owns what every piece of one open board shares, and the hooks that subscribe to one fact of it. Created once per open
// document by BoardPage; pieces get it from the context and never open a document themselves.

import { createContext, useContext, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import type { Card, Column, LedgerIdea } from '../../shared/documents.ts'
import type { BoardId, ColumnId, IdeaId, Naming } from '../../shared/model.ts'
import type { Permission } from '../../shared/permissions.ts'
import type { Format } from '../i18n/format.ts'
import type { Translate } from '../i18n/translation.ts'
import { type Ledger, useLedgerIdea } from '../live/ledger.ts'
import type { LiveDocument } from '../live/documents.ts'
import type { Store } from '../live/store.ts'
import type { BoardStore } from './board-store.ts'
import type { CardFocus } from './card-focus.ts'
import type { Capture, Ghost } from './capture.ts'
import type { Likes } from './likes.ts'
import type { Presence, Writer } from './presence.ts'
import type { Selection } from './selection.ts'
import type { CardSlots } from './slots.ts'

export interface BoardRoom {
  boardId: BoardId
  document: LiveDocument
  store: BoardStore
  ledger: Ledger | null
  undo: Y.UndoManager
  focus: CardFocus
  selection: Selection
  presence: Presence
  capture: Capture
  likes: Likes
  slots: CardSlots
  naming: Naming
  /** The reader's words and numbers, made once: a board draws hundreds of cards, and making formatters is slow. */
  t: Translate<'board'>
  format: Format
  /** What this person may do here now: lock, archive and access counted in. */
  may: (permission: Permission) => boolean
  /** The ideas I like, as the server last said. */
  likedByMe: Store<ReadonlySet<string>>
  isMine: (ideaId: IdeaId) => boolean
  /** Opens one of the dialogs about a card. */
  ask: (question: CardQuestion) => void
}

/** A dialog about one card, or about all of them. */
export type CardQuestion = AboutCard | { about: 'suggest' }
export interface AboutCard {
  about: 'move' | 'color' | 'details' | 'group'
  ideaId: IdeaId
}

export const RoomContext = createContext<BoardRoom | null>(null)

export function useRoom(): BoardRoom {
  const room = useContext(RoomContext)
  if (!room) throw new Error('a piece of a board outside a board')
  return room
}

export function useCard(ideaId: IdeaId): Card | undefined {
  const { store } = useRoom()
  return useSyncExternalStore(
    (listener) => store.subscribeCard(ideaId, listener),
    () => store.card(ideaId),
  )
}

export function useIdeaFacts(ideaId: IdeaId): LedgerIdea | null {
  return useLedgerIdea(useRoom().ledger, ideaId)
}

export function useColumns(): readonly Column[] {
  const { store } = useRoom()
  return useSyncExternalStore(store.subscribeColumns, () => store.columns())
}

export function useColumnIds(columnId: ColumnId): readonly IdeaId[] {
  const { store } = useRoom()
  return useSyncExternalStore(
    (listener) => store.subscribeColumn(columnId, listener),
    () => store.idsIn(columnId),
  )
}

export function useIds(): readonly IdeaId[] {
  const { store } = useRoom()
  return useSyncExternalStore(store.subscribeIds, () => store.ids())
}

const NO_WRITERS: readonly Writer[] = []

export function useWriters(ideaId: IdeaId): readonly Writer[] {
  const { presence } = useRoom()
  return useSyncExternalStore(
    (listener) => presence.writers.subscribe(ideaId, listener),
    () => presence.writers.get(ideaId) ?? NO_WRITERS,
  )
}

export function useGhosts(): readonly Ghost[] {
  const { capture } = useRoom()
  return useSyncExternalStore(capture.subscribe, capture.ghosts)
}
