// Boards in a war, under their own schema: what participants do there, and what only the server does. None of it may ever be
// refused.
import * as Y from 'yjs'
import { schemaOf } from '../../../../server/documents/schemas.ts'
import { boardDocument, cardsOf, cardTitle, groupsOf, putCard } from '../../../../shared/documents.ts'
import { type BoardId, type ColumnId, type IdeaId, NOTE_COLORS } from '../../../../shared/model.ts'
import { type Below, editText } from './edits.ts'
import type { Terrain } from './terrain.ts'

const TEXT_CHARS = 30
const CARDS = 6
const GROUPS = 3

const board = boardDocument('5f0c0f5e-1c1b-4c52-9d53-0e8a7f6b1a01' as BoardId)
const other = boardDocument('5f0c0f5e-1c1b-4c52-9d53-0e8a7f6b1a02' as BoardId)

export const BOARD_TERRAIN: Omit<Terrain, 'nodes'> = {
  documents: [board, other],
  schema: schemaOf,
  edit: editBoard,
  serve: bearOrBury,
}

function editBoard(doc: Y.Doc, below: Below): void {
  const cards = [...cardsOf(doc).values()]
  const card = cards[below(cards.length)]
  const kind = below(20)
  if (kind < 3 || card === undefined) return editGroups(doc, below)
  const title = cardTitle(card)
  if (kind < 12 && title !== null) return editText(title, below, TEXT_CHARS)
  if (kind < 14) card.set('color', NOTE_COLORS[below(NOTE_COLORS.length)])
  else if (kind < 16) card.set('group', below(2) === 0 ? null : `group${below(GROUPS)}`)
  else if (kind < 17) card.set('column', `column${below(3)}`)
  else {
    card.set('x', below(1_000))
    card.set('y', below(1_000))
  }
}

function editGroups(doc: Y.Doc, below: Below): void {
  const groups = groupsOf(doc)
  const key = `group${below(GROUPS)}`
  const group = groups.get(key)
  if (group === undefined) {
    const born = new Y.Map<unknown>()
    groups.set(key, born)
    born.set('title', new Y.Text('Together'))
    born.set('x', 0)
    return
  }
  const title = group.get('title')
  if (below(6) === 0) groups.delete(key)
  else if (title instanceof Y.Text) editText(title, below, TEXT_CHARS)
}

/** Births and deaths of cards are the server's. */
function bearOrBury(doc: Y.Doc, below: Below): void {
  const key = `card${below(CARDS)}`
  if (cardsOf(doc).has(key) && below(2) === 0) return cardsOf(doc).delete(key)
  putCard(doc, {
    ideaId: key as IdeaId,
    title: 'An idea',
    column: 'column0' as ColumnId,
    order: 'a0',
    x: 0,
    y: 0,
    group: null,
    color: 'sun',
  })
}
