// Owns how a person without a photo looks: initials and a colour that never changes for them. Pure.

import { NOTE_COLORS, type NoteColor } from '../../shared/model.ts'

/** 'Ada Lovelace' → 'AL', 'jan de vries' → 'JV', '李' → '李'. Particles like 'de' and 'van' do not count. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s_.-]+/u)
    .filter(Boolean)
  const telling = words.filter((word, place) => place === 0 || !/^\p{Ll}{1,4}$/u.test(word))
  const last = telling.length > 1 ? telling.at(-1) : words.length > 1 ? words.at(-1) : undefined
  const first = firstLetter(telling[0] ?? words[0] ?? '?')
  return (first + (last ? firstLetter(last) : '')).toUpperCase()
}

/** One for the page: a large board draws hundreds of faces. */
const segmenter = new Intl.Segmenter()

function firstLetter(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment
  return ''
}

/** FNV-1a: spreads ids evenly and is the same on every device. */
export function faceColor(id: string): NoteColor {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return NOTE_COLORS[(hash >>> 0) % NOTE_COLORS.length]!
}
