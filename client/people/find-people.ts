// Owns finding someone in the list by any part of their name, address or team, accents and case aside. Pure.

import type { AccountView } from '../../shared/model.ts'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Those in whom every word of `search` occurs, in the order of their names. */
export function findPeople(people: readonly AccountView[], search: string): AccountView[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return people
    .filter(({ name, email, unit }) => {
      const text = plain(`${name} ${email} ${unit ?? ''}`)
      return words.every((word) => text.includes(word))
    })
    .sort((a, b) => a.name.localeCompare(b.name))
}
