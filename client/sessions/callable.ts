// Owns which cards the remote lists to call everybody to: in the order of their numbers, found by words. Pure.

import type { Card } from '../../shared/documents.ts'
import type { IdeaId } from '../../shared/model.ts'

/** As many as a thumb goes through; further ones are found by their words. */
export const CALLABLE_MAX = 100

export interface Callable {
  ideaId: IdeaId
  title: string
  number: number | undefined
}

export function callable(
  cards: ReadonlyMap<string, Pick<Card, 'ideaId' | 'title'>>,
  numberOf: (ideaId: IdeaId) => number | undefined,
  words: string,
): Callable[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return [...cards.values()]
    .map(({ ideaId, title }) => ({ ideaId, title, number: numberOf(ideaId) }))
    .filter(({ title, number }) => {
      const text = `${title} #${number ?? ''}`.toLocaleLowerCase()
      return title.trim() !== '' && wanted.every((word) => text.includes(word))
    })
    .sort((one, other) => (one.number ?? Infinity) - (other.number ?? Infinity))
    .slice(0, CALLABLE_MAX)
}
