import { expect, test } from 'vitest'
import { hang } from '../../../client/projector/wall-groups.ts'
import type { Card, Column, Group } from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

const column = (id: string, order: string): Column => ({ columnId: id as ColumnId, title: id, order, color: null })
const COLUMNS = [column('later', 'b'), column('now', 'a')]

/** `id column group`, in order. */
function cards(...lines: string[]): Map<string, Card> {
  return new Map(
    lines.map((line, at): [string, Card] => {
      const [id, columnId, group] = line.split(' ')
      const card = { ideaId: id as IdeaId, title: id!, column: columnId as ColumnId, order: `a${at}` }
      return [id!, { ...card, x: 0, y: 0, color: 'sun', group: group ?? null }]
    }),
  )
}

const group = (groupId: string, title: string, into: string | null = null): [string, Group] => [
  groupId,
  { groupId, title, into },
]

function said(...given: Parameters<typeof hang>): string {
  return hang(...given)
    .map(({ column: { title }, count, hanging }) => {
      const pieces = hanging.map(({ title: name, cards: those }) => {
        const ids = those.map((card) => card.ideaId).join(' ')
        return name === null ? ids : `[${name}: ${ids}]`
      })
      return `${title} ${count} ${pieces.join(' ')}`.trim()
    })
    .join(' | ')
}

test('on the wall the cards of a group hang together where its first one is, counted in that column', () => {
  const groups = new Map([group('g', 'Lunch')])
  expect(said(cards('a now', 'b now g', 'c now', 'd later g', 'e now g'), COLUMNS, groups)).toBe(
    'now 5 a [Lunch: b e d] c | later 0',
  )
})

test('a merged group hangs under the name of the other, a card alone and a group that is gone make no frame', () => {
  const groups = new Map([group('g', 'Lunch'), group('old', 'Tea', 'g'), group('alone', 'Nobody')])
  expect(said(cards('a now g', 'b now old', 'c now alone', 'd nowhere gone', 'e later gone'), COLUMNS, groups)).toBe(
    'now 4 [Lunch: a b] c d | later 1 e',
  )
  expect(said(cards('a now g', 'b now g'), [], groups)).toBe('')
})
