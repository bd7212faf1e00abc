// Owns finding people of the organisation's list by what somebody typed: every word in the name, the address or the unit.

import type { ListedPerson } from '../../shared/organisation-views.ts'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export function findListed(people: readonly ListedPerson[], typed: string): readonly ListedPerson[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return people
  return people.filter(({ name, email, unit }) => {
    const text = plain(`${name} ${email} ${unit ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}
