// Owns bringing a version back as a new edit: the living document is changed, as little as possible, until it says what the
// version said. Nothing is rewound. A board keeps the cards born since, and gets none back: births are the scribe's.

import { diffArrays, diffWordsWithSpace } from 'diff'
import * as Y from 'yjs'
import { cardsOf, cardTitle, columnsOf, groupsOf, proposalContent, readCard } from '../../shared/documents.ts'

/** Beyond it one text has little to do with the other, and all of it is replaced. */
const DIFF_MAX_MS = 200

/** Call inside a transaction of `doc`. */
export function restoreBoard(doc: Y.Doc, version: Y.Doc): void {
  const columns = columnsOf(doc)
  const cards = cardsOf(doc)
  for (const [id, was] of cardsOf(version).entries()) {
    const card = cards.get(id)
    if (!(card instanceof Y.Map) || !(was instanceof Y.Map)) continue
    const then = readCard(id, was)
    const now = readCard(id, card)
    const title = cardTitle(card)
    if (title) editText(title, then.title)
    else card.set('title', new Y.Text(then.title))
    for (const key of ['x', 'y', 'group', 'color'] as const) if (now[key] !== then[key]) card.set(key, then[key])
    // A column that is gone since is the database's decision: the card stays where it stands now.
    if (then.column === null || !columns.has(then.column)) continue
    for (const key of ['column', 'order'] as const) if (now[key] !== then[key]) card.set(key, then[key])
  }
  restoreGroups(doc, version)
}

/** Groups as they were; one made since stays as long as a card lies in it. */
function restoreGroups(doc: Y.Doc, version: Y.Doc): void {
  const groups = groupsOf(doc)
  const before = groupsOf(version)
  const used = new Set([...cardsOf(doc).values()].map((card) => (card instanceof Y.Map ? card.get('group') : null)))
  for (const id of groups.keys()) if (!before.has(id) && !used.has(id)) groups.delete(id)
  for (const [id, was] of before.entries()) {
    if (!(was instanceof Y.Map)) continue
    const group = groups.get(id)
    if (!(group instanceof Y.Map)) {
      groups.set(id, was.clone())
      continue
    }
    for (const key of group.keys()) if (!was.has(key)) group.delete(key)
    for (const [key, value] of was.entries()) restoreField(group, key, value)
  }
}

function restoreField(map: Y.Map<unknown>, key: string, then: unknown): void {
  const now = map.get(key)
  if (now instanceof Y.Text && then instanceof Y.Text) editText(now, textOf(then))
  else if (then instanceof Y.AbstractType) map.set(key, then.clone())
  else if (JSON.stringify(now) !== JSON.stringify(then)) map.set(key, then)
}

/** Call inside a transaction of `doc`. Blocks that say the same stay, and with them the carets in them. */
export function restoreProposal(doc: Y.Doc, version: Y.Doc): void {
  const content = proposalContent(doc)
  const then = blocksOf(proposalContent(version))
  const now = blocksOf(content)
  const parts = diffArrays(now.map(String), then.map(String), { timeout: DIFF_MAX_MS })
  if (parts === undefined) {
    content.delete(0, content.length)
    content.insert(0, then.map(copyOf))
    return
  }
  let at = 0
  let from = 0
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]
    if (!part) continue
    const { count } = part
    if (part.added) {
      content.insert(at, then.slice(from, from + count).map(copyOf))
      at += count
      from += count
    } else if (!part.removed) {
      at += count
      from += count
    } else {
      // A block that was only reworded keeps its place, and everybody's caret in it.
      const next = parts[i + 1]
      const pairs = next?.added ? Math.min(count, next.count) : 0
      let edited = 0
      while (edited < pairs && reword(content.get(at), then[from])) {
        edited++
        at++
        from++
      }
      content.delete(at, count - edited)
      if (next?.added) next.count -= edited
    }
  }
}

type Block = Y.XmlElement | Y.XmlText

const blocksOf = (fragment: Y.XmlFragment) => fragment.toArray() as Block[]
const copyOf = (block: Block) => block.clone()

/** False, and nothing changed, unless both are the same kind of block with nothing but plain words in it. */
function reword(block: unknown, then: Block | undefined): boolean {
  if (!(block instanceof Y.XmlElement && then instanceof Y.XmlElement) || block.nodeName !== then.nodeName) return false
  if (JSON.stringify(sorted(block.getAttributes())) !== JSON.stringify(sorted(then.getAttributes()))) return false
  const [text, ...others] = block.toArray()
  const [wanted, ...more] = then.toArray()
  if (!(text instanceof Y.XmlText && wanted instanceof Y.XmlText) || others.length + more.length > 0) return false
  if (!isPlain(text) || !isPlain(wanted)) return false
  editText(text, textOf(wanted))
  return true
}

const sorted = (attributes: object) => Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))

interface Run {
  insert: unknown
  attributes?: object
}

const runsOf = (text: Y.Text) => text.toDelta() as Run[]
const isPlain = (text: Y.Text) =>
  runsOf(text).every(({ insert, attributes }) => typeof insert === 'string' && !attributes)
const textOf = (text: Y.Text) =>
  runsOf(text).reduce((all, { insert }) => all + (typeof insert === 'string' ? insert : ''), '')

/** Changes only the words that differ. */
export function editText(text: Y.Text, wanted: string): void {
  const now = textOf(text)
  if (now === wanted && now.length === text.length) return
  const parts = now.length === text.length ? diffWordsWithSpace(now, wanted, { timeout: DIFF_MAX_MS }) : undefined
  if (parts === undefined) {
    text.delete(0, text.length)
    text.insert(0, wanted)
    return
  }
  let at = 0
  for (const { added, removed, value } of parts) {
    if (removed) text.delete(at, value.length)
    else {
      if (added) text.insert(at, value)
      at += value.length
    }
  }
}
