// Owns reading a discussion from the ledger, and the words of its topics from the board, both live. Nothing here writes.

import { useMemo, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import {
  boardDocument,
  cardsOf,
  groupsOf,
  ledgerDiscussion,
  ledgerEntries,
  readCard,
  readGroup,
} from '../../shared/documents.ts'
import type { LedgerDiscussion, LedgerEntry, Topic } from '../../shared/discussion.ts'
import type { BoardId } from '../../shared/model.ts'
import { useDocument } from '../live/documents.ts'
import type { Ledger } from '../live/ledger.ts'
import { type Watched, watchMap } from '../live/watch.ts'

interface Watching {
  state: Watched<LedgerDiscussion>
  entries: Watched<LedgerEntry>
}
const watching = new WeakMap<Y.Doc, Watching>()

function watchingOf(doc: Y.Doc): Watching {
  const known = watching.get(doc)
  if (known) return known
  const made = { state: watchMap(ledgerDiscussion(doc)), entries: watchMap(ledgerEntries(doc)) }
  watching.set(doc, made)
  return made
}

const never = () => () => {}
const NOTHING: ReadonlyMap<string, never> = new Map<string, never>()

function useWatched<T>(watched: Watched<T> | null): ReadonlyMap<string, T> {
  return useSyncExternalStore<ReadonlyMap<string, T>>(watched?.subscribeAll ?? never, () => watched?.all() ?? NOTHING)
}

/** Of that session; null until its first topic was taken up. */
export function useDiscussion(ledger: Ledger | null, sessionId: string): LedgerDiscussion | null {
  const state = useWatched(ledger ? watchingOf(ledger.document.doc).state : null).get('state')
  return state?.sessionId === sessionId && state.topics.length > 0 ? state : null
}

export interface Written extends LedgerEntry {
  entryId: string
}

/** What is written in the session, and earlier actions that were open when it began; oldest first. */
export function useWritten(ledger: Ledger | null): Written[] {
  const entries = useWatched(ledger ? watchingOf(ledger.document.doc).entries : null)
  return useMemo(
    () => [...entries].map(([entryId, entry]) => ({ entryId, ...entry })).sort((a, b) => a.seq - b.seq),
    [entries],
  )
}

export interface TopicWords {
  title: string
  /** Of a group: the ideas in it, as they read now. */
  ideas: { ideaId: string; title: string }[]
  color: string | null
}

/** The words of any topic as they stand on the board now. */
export function useTopicWords(boardId: BoardId): (topic: Topic) => TopicWords {
  const document = useDocument(boardDocument(boardId))
  const maps = useMemo(
    () =>
      document
        ? { cards: watchMap(cardsOf(document.doc), readCard), groups: watchMap(groupsOf(document.doc), readGroup) }
        : null,
    [document],
  )
  const cards = useWatched(maps?.cards ?? null)
  const groups = useWatched(maps?.groups ?? null)
  return (topic) => {
    const ideas = topic.ideaIds.flatMap((ideaId) => {
      const card = cards.get(ideaId)
      return card ? [{ ideaId, title: card.title.trim() }] : []
    })
    const color = cards.get(topic.ideaIds[0] ?? '')?.color ?? null
    if (topic.kind === 'idea') return { title: ideas[0]?.title ?? '', ideas: [], color }
    return { title: groups.get(topic.topicId)?.title.trim() || (ideas[0]?.title ?? ''), ideas, color: null }
  }
}

/** Which of how many, counting those that had or will have their turn. */
export function placeOf(
  { topics }: Pick<LedgerDiscussion, 'topics'>,
  topicId: string,
): { place: number; count: number } {
  const had = topics.filter(({ state }) => state !== 'parked')
  return { place: had.findIndex((topic) => topic.topicId === topicId) + 1, count: had.length }
}

/** The one before it that is not parked; null: it is the first. */
export function topicBefore({ topics }: Pick<LedgerDiscussion, 'topics'>, topicId: string): Topic | null {
  const at = topics.findIndex((topic) => topic.topicId === topicId)
  return topics.slice(0, Math.max(0, at)).findLast(({ state }) => state !== 'parked') ?? null
}
