// Owns: how what was refused is named in the drawer: by the document's own page where that said so, else by what is open.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { findingsOf } from '../../../client/live/put-aside.ts'
import type { Difference } from '../../../client/live/refused.ts'
import { giveTitle } from '../../../client/live/titles.ts'
import { boardDocument, minutesDocument, proposalDocument, putCard } from '../../../shared/documents.ts'
import type { BoardId, ColumnId, IdeaId } from '../../../shared/model.ts'

const DIFFERENCE: Difference = {
  texts: [
    { place: { kind: 'section', heading: 'Decisions' }, pieces: [{ text: 'We begin on Monday.', refused: true }] },
  ],
  told: { moves: 0, colors: 0, removals: 1, others: 0 },
}
const NOBODY = { at: () => null, all: () => [] }

test('words of minutes are kept with the name and the address their page gave them', () => {
  const name = minutesDocument('session-one')
  giveTitle(name, { title: 'Minutes · Lunch', to: '/b/board-one/minutes?session=session-one' })
  const [words, told] = findingsOf(name, DIFFERENCE, 'read-only', new Y.Doc(), NOBODY)
  expect(words).toEqual({
    document: name,
    title: 'Minutes · Lunch',
    to: '/b/board-one/minutes?session=session-one',
    why: 'read-only',
    place: { kind: 'section', heading: 'Decisions' },
    pieces: [{ text: 'We begin on Monday.', refused: true }],
    told: null,
  })
  expect(told).toMatchObject({ title: 'Minutes · Lunch', place: null, told: { removals: 1 } })
})

test('a proposal is called what its card says on a board that is open beside it', () => {
  const board = new Y.Doc()
  const place = { column: 'c' as ColumnId, order: 'a0', x: 0, y: 0, group: null, color: 'sun' } as const
  putCard(board, { ideaId: 'idea-one' as IdeaId, title: 'Soup on Monday\nwith bread', ...place })
  const look = { at: () => null, all: () => [{ name: boardDocument('board-one' as BoardId), doc: board }] }
  const name = proposalDocument('idea-one' as IdeaId)
  const [words] = findingsOf(name, DIFFERENCE, 'refused', new Y.Doc(), look)
  expect(words).toMatchObject({ title: 'Soup on Monday' })
  expect(words).not.toHaveProperty('to')
})
