// Owns how a card is put into words: its name for screen readers and what is said after a move. Needs the room's facts and
// the reader's language; changes nothing.

import { useMemo } from 'react'
import type { Card, LedgerIdea } from '../../shared/documents.ts'
import type { IdeaId } from '../../shared/model.ts'
import { type BoardRoom, useRoom } from './room.ts'

/** Enough to recognise a card by; the rest is read inside it. */
const SPOKEN_CHARS = 80

export function excerpt(text: string, most = SPOKEN_CHARS): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const letters = Array.from(line)
  return letters.length <= most ? line : `${letters.slice(0, most).join('').trimEnd()}…`
}

/** The accessible name of a card: number, words, author, counts. */
export function useCardName(card: Card, facts: LedgerIdea | null, likes: number, more: readonly string[]): string {
  const { t } = useRoom()
  const also = more.join(', ')
  return useMemo(() => {
    const parts = [facts ? t('card.named', { number: facts.number }) : t('card.new')]
    parts.push(card.title.trim() === '' ? t('card.empty') : excerpt(card.title))
    if (facts?.author) parts.push(t('card.by', { name: facts.author.name }))
    if (facts && facts.stage !== 'open') parts.push(t(`stage.${facts.stage}`, { ns: 'common' }))
    if (likes > 0) parts.push(t('card.likes', { count: likes }))
    if (facts && facts.comments > 0) parts.push(t('card.comments', { count: facts.comments }))
    if (also !== '') parts.push(also)
    return parts.join(', ')
  }, [card.title, facts, likes, also, t])
}

/** 'Ideas, 2 of 7' of a card where it stands now. */
export function sayPlace({ store, t }: Pick<BoardRoom, 'store' | 't'>, ideaId: IdeaId): string {
  const place = store.placeOf(ideaId)
  const column = store.columns().find(({ columnId }) => columnId === place)
  const ids = place ? store.idsIn(place) : []
  return t('say.place', {
    column: columnTitle(column?.title ?? '', t('column.untitled')),
    place: ids.indexOf(ideaId) + 1,
    count: ids.length,
  })
}

export function columnTitle(title: string, untitled: string): string {
  return title.trim() === '' ? untitled : title
}
