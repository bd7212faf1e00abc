// What changed between two moments: cards by their idea, words by words, blocks by blocks.
import { describe, expect, test } from 'vitest'
import { compareBoards, compareNodes, compareText, hasChanges, type Part } from '../../../client/versions/compare.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'
import type { TextNode, VersionCard, VersionContent } from '../../../shared/versions.ts'

const told = (parts: readonly Part[]) =>
  parts.map(({ change, text }) => (change === 'same' ? text : change === 'added' ? `+${text}+` : `-${text}-`)).join('')

describe('words', () => {
  test.each([
    ['the same', 'the same', 'the same'],
    ['', 'new', '+new+'],
    ['gone', '', '-gone-'],
    ['Soup on Monday', 'Soup on Friday', 'Soup on -Monday-+Friday+'],
    ['a b c', 'a c', 'a -b -c'],
  ])('%j → %j', (from, to, expected) => {
    expect(told(compareText(from, to))).toBe(expected)
  })

  test('what stayed and what came is the one text, what stayed and what went the other', () => {
    const [from, to] = ['Soup on Monday, with bread', 'Pea soup on Monday; no bread 🌱']
    const parts = compareText(from, to)
    const without = (change: string) => parts.filter((part) => part.change !== change).map(({ text }) => text)
    expect([without('added').join(''), without('removed').join('')]).toEqual([from, to])
  })

  test('texts with little in common are replaced, not torn', () => {
    expect(told(compareText('one two three four', 'a whole other thing, one'))).toBe(
      '-one two three four-+a whole other thing, one+',
    )
  })
})

describe('boards', () => {
  const card = (ideaId: string, given: Partial<VersionCard> = {}): VersionCard => ({
    ideaId: ideaId as IdeaId,
    title: ideaId,
    column: 'todo' as ColumnId,
    order: 'a',
    x: 0,
    y: 0,
    group: null,
    color: 'sun',
    number: 1,
    removed: false,
    ...given,
  })
  const board = (...cards: VersionCard[]): Extract<VersionContent, { kind: 'board' }> => ({
    kind: 'board',
    cards,
    columns: [
      { columnId: 'todo' as ColumnId, title: 'To do', order: 'a', color: null },
      { columnId: 'done' as ColumnId, title: 'Done', order: 'b', color: null },
    ],
  })

  test('added, gone, reworded, moved and recoloured cards, and how many are the same', () => {
    const { changes, same } = compareBoards(
      board(card('same'), card('gone'), card('moved'), card('painted'), card('said', { title: 'plant a tree' })),
      board(
        card('same', { x: 7, order: 'z' }),
        card('moved', { column: 'done' as ColumnId }),
        card('painted', { color: 'sky' }),
        card('said', { title: 'plant two trees' }),
        card('new'),
      ),
      'nowhere',
    )
    expect(same).toBe(1)
    expect(changes.map(({ card: { ideaId }, is, moved, recolored }) => ({ ideaId, is, moved, recolored }))).toEqual([
      { ideaId: 'moved', is: 'changed', moved: { from: 'To do', to: 'Done' }, recolored: false },
      { ideaId: 'painted', is: 'changed', moved: null, recolored: true },
      { ideaId: 'said', is: 'changed', moved: null, recolored: false },
      { ideaId: 'new', is: 'added', moved: null, recolored: false },
      { ideaId: 'gone', is: 'removed', moved: null, recolored: false },
    ])
    expect(told(changes[2]!.words)).toBe('plant -a-+two+ -tree-+trees+')
  })

  test('a column nobody knows any more has no title', () => {
    const lost = card('one', { column: 'gone' as ColumnId })
    const { changes } = compareBoards(board(lost), board(card('one')), 'nowhere')
    expect(changes[0]?.moved).toEqual({ from: 'nowhere', to: 'To do' })
  })
})

describe('proposals', () => {
  const p = (text: string, type = 'paragraph'): TextNode => ({ type, content: [{ type: 'text', text }] })
  const list = (...items: string[]): TextNode => ({
    type: 'bulletList',
    content: items.map((item) => ({ type: 'listItem', content: [p(item)] })),
  })

  test('blocks come, go, and are reworded in place', () => {
    const marked = compareNodes(
      [p('one'), p('the second block'), p('three')],
      [p('one'), p('the second paragraph'), p('three'), p('four')],
    )
    expect(marked.map(({ is }) => is)).toEqual(['same', 'reworded', 'same', 'added'])
    expect(marked[1]).toMatchObject({ is: 'reworded' })
    expect(told((marked[1] as { words: Part[] }).words)).toBe('the second -block-+paragraph+')
  })

  test('inside a list only the item is marked', () => {
    const [only] = compareNodes([list('a', 'b')], [list('a', 'b', 'c')])
    expect(only).toMatchObject({ is: 'inside', content: [{ is: 'same' }, { is: 'same' }, { is: 'added' }] })
  })

  test('another kind of block, or other words altogether, went and came', () => {
    expect(compareNodes([p('x')], [p('x', 'heading')]).map(({ is }) => is)).toEqual(['removed', 'added'])
    expect(compareNodes([p('x')], [p('y')]).map(({ is }) => is)).toEqual(['removed', 'added'])
  })

  test('the same words in bold are a change', () => {
    const bold: TextNode = { type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [{ type: 'bold' }] }] }
    expect(hasChanges(compareNodes([p('x')], [bold]))).toBe(true)
    expect(hasChanges(compareNodes([p('x')], [p('x')]))).toBe(false)
  })

  test('any shape will do', () => {
    const odd: TextNode[] = [{ type: 'constructor' }, { type: '__proto__', content: [] }, { type: 'text' }]
    expect(compareNodes(odd, [...odd].reverse()).length).toBeGreaterThan(0)
    let deep: TextNode = p('x')
    let other: TextNode = p('y')
    for (let i = 0; i < 500; i++) {
      deep = { type: 'blockquote', content: [deep] }
      other = { type: 'blockquote', content: [other] }
    }
    expect(hasChanges(compareNodes([deep], [other]))).toBe(true)
  })
})
