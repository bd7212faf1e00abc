// Owns what is sound about seats, as sentences about facts. Pure: no clock, no ids, no SQL.

import { GUESTS_MAX_PER_BOARD, PROXIES_MAX_PER_BOARD, SEATS_MAX_PER_HOLDER } from '../../shared/limits.ts'
import type { Language, Naming } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

export interface Full {
  /** Of this holder on this board, proxies not among them. */
  held: number
  /** Of everybody who leads this board. */
  proxies: number
  /** Everybody on the board without an account, seats among them. */
  guests: number
}

export function roomForSeat({ held, proxies, guests }: Full, proxy: boolean): Outcome<null> {
  if (guests >= GUESTS_MAX_PER_BOARD) {
    return refuse('conflict', 'board-full', 'This board has as many guests as it can hold.', {
      limit: GUESTS_MAX_PER_BOARD,
    })
  }
  if (proxy) return proxies < PROXIES_MAX_PER_BOARD ? done(null) : tooMany(PROXIES_MAX_PER_BOARD)
  return held < SEATS_MAX_PER_HOLDER ? done(null) : tooMany(SEATS_MAX_PER_HOLDER)
}

const tooMany = (limit: number) =>
  refuse('conflict', 'too-many', `At most ${limit} people here. Remove one first.`, { limit })

/** What a proxy without a name is called: an answer on paper, by its number. */
const PAPER: Record<Language, string> = { en: 'Paper', nl: 'Formulier' }

/**
 * What it is called: the person's name, or the one that was typed. On an anonymous board nothing may tell for whom something
 * was entered, not even to who leads: there it has a number.
 */
export function proxyName(asked: {
  naming: Naming
  language: Language
  name: string | undefined
  /** Of the person on the board; null: there is no such person. */
  person: { name: string } | null | undefined
  /** Proxies so far, those that were removed too. */
  made: number
}): Outcome<string> {
  const { naming, language, name, person, made } = asked
  if (naming === 'anonymous') {
    if (name === undefined && person === undefined) return done(`${PAPER[language]} ${made + 1}`)
    return refuse('invalid', 'no-names-here', 'On an anonymous board nothing is entered in anybody’s name.', {
      field: name === undefined ? 'forId' : 'name',
    })
  }
  if (person === null) return refuse('not-found', 'no-such-person', 'There is no such person here.', { field: 'forId' })
  return done(person?.name ?? name ?? `${PAPER[language]} ${made + 1}`)
}
