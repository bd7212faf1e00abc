// Owns what differs between two moments of a document: cards by their idea, proposals block by block, words by words.
// Pure; it knows nothing of how that looks. Content comes from documents people wrote: any shape must do.

import { diffArrays, diffWordsWithSpace } from 'diff'
import type { Column } from '../../shared/documents.ts'
import type { TextNode, VersionCard, VersionContent } from '../../shared/versions.ts'

export type Change = 'same' | 'added' | 'removed'

export interface Part {
  change: Change
  text: string
}

/** A text that has little in common with the other is shown as replaced, not as confetti. */
const DIFF_MAX_MS = 300
const SHARED_LEAST = 0.25

export function compareText(from: string, to: string): Part[] {
  if (from === to) return from === '' ? [] : [{ change: 'same', text: from }]
  const parts = diffWordsWithSpace(from, to, { timeout: DIFF_MAX_MS })
  const shared = (parts ?? []).reduce(
    (sum, part) => sum + (part.added || part.removed ? 0 : part.value.trim().length),
    0,
  )
  if (!parts || shared < SHARED_LEAST * Math.min(from.length, to.length)) {
    return [
      { change: 'removed' as const, text: from },
      { change: 'added' as const, text: to },
    ].filter(({ text }) => text !== '')
  }
  return parts.map(({ added, removed, value }) => ({
    change: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}

// Boards

export interface CardChange {
  card: VersionCard
  is: 'added' | 'removed' | 'changed'
  words: Part[]
  /** The titles of the columns it went from and to; null: it stayed. */
  moved: { from: string; to: string } | null
  recolored: boolean
}

export interface BoardChanges {
  changes: CardChange[]
  same: number
}

type BoardContent = Extract<VersionContent, { kind: 'board' }>

export function compareBoards(from: BoardContent, to: BoardContent, nowhere: string): BoardChanges {
  const before = new Map(from.cards.map((card) => [card.ideaId, card]))
  const after = new Set(to.cards.map((card) => card.ideaId))
  const titleIn = (columns: readonly Column[], id: string | null) =>
    columns.find(({ columnId }) => columnId === id)?.title ?? nowhere
  const changes: CardChange[] = []
  let same = 0
  for (const card of to.cards) {
    const was = before.get(card.ideaId)
    if (!was) {
      changes.push({ card, is: 'added', words: compareText('', card.title), moved: null, recolored: false })
      continue
    }
    const recolored = was.color !== card.color
    const moved =
      was.column === card.column
        ? null
        : { from: titleIn(from.columns, was.column), to: titleIn(to.columns, card.column) }
    if (was.title === card.title && !recolored && !moved) same += 1
    else changes.push({ card, is: 'changed', words: compareText(was.title, card.title), moved, recolored })
  }
  for (const card of from.cards) {
    if (after.has(card.ideaId)) continue
    changes.push({ card, is: 'removed', words: compareText(card.title, ''), moved: null, recolored: false })
  }
  return { changes, same }
}

// Proposals

/** A block as it stands in the comparison: whole, or with marked words, or with marked blocks inside. */
export type Marked =
  | { is: Change; node: TextNode }
  | { is: 'reworded'; node: TextNode; words: Part[] }
  | { is: 'inside'; node: TextNode; content: Marked[] }

/** Deeper than any editor makes on purpose; below it a block is the same or another. */
const DEPTH_MAX = 12

export function compareNodes(from: readonly TextNode[], to: readonly TextNode[], depth = 0): Marked[] {
  const parts = diffArrays(from.map(key), to.map(key), { timeout: DIFF_MAX_MS })
  if (!parts) return [...from.map(markedAs('removed')), ...to.map(markedAs('added'))]
  const marked: Marked[] = []
  let a = 0
  let b = 0
  for (let i = 0; i < parts.length; i++) {
    const { added, removed, count } = parts[i]!
    const next = parts[i + 1]
    if (removed && next?.added) {
      marked.push(...compareRuns(from.slice(a, a + count), to.slice(b, b + next.count), depth))
      a += count
      b += next.count
      i++
    } else if (removed) {
      marked.push(...from.slice(a, a + count).map(markedAs('removed')))
      a += count
    } else if (added) {
      marked.push(...to.slice(b, b + count).map(markedAs('added')))
      b += count
    } else {
      marked.push(...to.slice(b, b + count).map(markedAs('same')))
      a += count
      b += count
    }
  }
  return marked
}

const key = (node: TextNode) => JSON.stringify(node)
const markedAs =
  (is: Change) =>
  (node: TextNode): Marked => ({ is, node })

/** Blocks that took each other's place: pairs of one kind are looked into, the rest went and came. */
function compareRuns(from: readonly TextNode[], to: readonly TextNode[], depth: number): Marked[] {
  const marked: Marked[] = []
  const most = Math.max(from.length, to.length)
  for (let i = 0; i < most; i++) {
    const was = from[i]
    const now = to[i]
    if (was && now) marked.push(...comparePair(was, now, depth))
    else if (was) marked.push({ is: 'removed', node: was })
    else if (now) marked.push({ is: 'added', node: now })
  }
  return marked
}

function comparePair(was: TextNode, now: TextNode, depth: number): Marked[] {
  const unlike: Marked[] = [
    { is: 'removed', node: was },
    { is: 'added', node: now },
  ]
  if (was.type !== now.type || depth > DEPTH_MAX) return unlike
  if (isWords(was) && isWords(now)) {
    const words = compareText(wordsOf(was), wordsOf(now))
    // The same words otherwise marked, or a heading of another level: shown as it is now.
    if (words.every(({ change }) => change === 'same')) return [{ is: 'reworded', node: now, words }]
    return words.some(({ change }) => change === 'same') ? [{ is: 'reworded', node: now, words }] : unlike
  }
  if (!was.content?.length || !now.content?.length || isWords(was) || isWords(now)) return unlike
  return [{ is: 'inside', node: now, content: compareNodes(was.content, now.content, depth + 1) }]
}

const INLINE = new Set(['text', 'hardBreak'])
const isWords = ({ content }: TextNode) =>
  content?.length !== 0 && (content ?? []).every(({ type }) => INLINE.has(type))
const wordsOf = ({ content }: TextNode) =>
  (content ?? []).map(({ type, text }) => (type === 'hardBreak' ? '\n' : (text ?? ''))).join('')

export function hasChanges(marked: readonly Marked[]): boolean {
  return marked.some(({ is }) => is !== 'same')
}
