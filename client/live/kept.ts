// Owns words of mine that the server would not take: they are put aside here so that the person can copy them, and are
// never silently lost. It reads documents and never changes one.

import type * as Y from 'yjs'
import { cardsOf, type DocumentName, parseDocumentName, proposalContent, readCard } from '../../shared/documents.ts'
import { onForget } from './forget.ts'
import { createStore, useStore } from './store.ts'

const KEPT_KEY = 'kiem.kept'

type Kept = Readonly<Record<string, readonly string[]>>

function restore(): Kept {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_KEY) ?? '{}') as Kept
  } catch {
    return {}
  }
}

const kept = createStore<Kept>(restore())

function put(next: Kept): void {
  kept.set(next)
  try {
    sessionStorage.setItem(KEPT_KEY, JSON.stringify(next))
  } catch {
    // Without storage it lasts as long as this page.
  }
}

/** The texts in a document by where they are: one per card, one per block of a proposal. */
export function textsOf(name: DocumentName, doc: Y.Doc): Map<string, string> {
  const texts = new Map<string, string>()
  const kind = parseDocumentName(name)?.kind
  if (kind === 'board') for (const [id, card] of cardsOf(doc)) texts.set(id, readCard(id, card).title)
  if (kind === 'proposal') {
    proposalContent(doc)
      .toArray()
      .forEach((block, index) => texts.set(String(index), block.toString().replace(/<[^>]*>/g, '')))
  }
  return texts
}

/** What stands in `mine` and nowhere in `theirs`. */
export function refusedTexts(mine: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): string[] {
  const known = new Set(theirs.values())
  return [...mine.values()].filter((text) => text.trim() !== '' && !known.has(text))
}

export function keep(name: DocumentName, texts: readonly string[]): void {
  if (texts.length > 0) put({ ...kept.get(), [name]: [...(kept.get()[name] ?? []), ...texts] })
}

/** Texts of mine that did not get into this document; show them with a way to copy, then `discardKept`. */
export function useKept(name: DocumentName): readonly string[] {
  return useStore(kept)[name] ?? NOTHING
}

const NOTHING: readonly string[] = []

export function discardKept(name: DocumentName): void {
  const { [name]: _, ...rest } = kept.get()
  put(rest)
}

onForget(() => put({}))
