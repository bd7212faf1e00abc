// Owns the words of one card, live, for the title of its page. Reads the board's document and writes nothing.

import { useMemo, useSyncExternalStore } from 'react'
import { boardDocument, cardsOf, readCard } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { useDocument } from '../live/documents.ts'
import { watchMap } from '../live/watch.ts'

const never = () => () => {}

/** The card's words as of now; null until the board is open, or when the card is gone. */
export function useLiveTitle(boardId: BoardId | null, ideaId: IdeaId): string | null {
  const document = useDocument(boardId ? boardDocument(boardId) : null)
  const cards = useMemo(() => (document ? watchMap(cardsOf(document.doc), readCard) : null), [document])
  const subscribe = useMemo(
    () => (cards ? (listener: () => void) => cards.subscribe(ideaId, listener) : never),
    [cards, ideaId],
  )
  return useSyncExternalStore(subscribe, () => cards?.get(ideaId)?.title ?? null)
}
