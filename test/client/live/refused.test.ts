import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Place, wholeText } from '../../../client/live/pieces.ts'
import { differenceOf, isNothing } from '../../../client/live/refused.ts'
import { cardsOf, cardTitle, type DocumentName, putCard, proposalContent } from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

const BOARD: DocumentName = 'board.abcdefgh'
const PROPOSAL: DocumentName = 'proposal.abcdefgh'
const MINUTES: DocumentName = 'minutes.abcdefgh'

function put(doc: Y.Doc, ideaId: string, title: string): void {
  const place = { column: 'c' as ColumnId, order: 'a0', x: 0, y: 0, group: null, color: 'sun' } as const
  putCard(doc, { ideaId: ideaId as IdeaId, title, ...place })
}

/** The server's document, and a copy of it that is edited without the server. */
function pair(fill: (doc: Y.Doc) => void): { server: Y.Doc; mine: Y.Doc } {
  const server = new Y.Doc()
  server.transact(() => fill(server))
  const mine = new Y.Doc()
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(server))
  return { server, mine }
}
const knownOf = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc))
const compare = (name: DocumentName, mine: Y.Doc, server: Y.Doc) => differenceOf(name, mine, knownOf(server), server)
const titleOf = (doc: Y.Doc, ideaId: string) => cardTitle(cardsOf(doc).get(ideaId))!
const NOTHING_TOLD = { moves: 0, colors: 0, removals: 0, others: 0 }

describe('what the server does not have of a board', () => {
  test('one refused sentence is shown as such inside the whole text of its card', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', 'Walk at noon. Bring water.'))
    titleOf(mine, 'one').insert(13, ' Ask Ben.')
    expect(compare(BOARD, mine, server)).toEqual({
      texts: [
        {
          place: { kind: 'card', ideaId: 'one' },
          pieces: [
            { text: 'Walk at noon.', refused: false },
            { text: ' Ask Ben.', refused: true },
            { text: ' Bring water.', refused: false },
          ],
        },
      ],
      told: NOTHING_TOLD,
    })
  })

  test('what was accepted of one run of typing is not called refused', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', ''))
    titleOf(mine, 'one').insert(0, 'abc')
    Y.applyUpdate(server, Y.encodeStateAsUpdate(mine))
    titleOf(mine, 'one').insert(3, 'def')
    expect(compare(BOARD, mine, server).texts[0]?.pieces).toEqual([
      { text: 'abc', refused: false },
      { text: 'def', refused: true },
    ])
  })

  test('a card somebody else removed or wrote on meanwhile is not mine to be told of', () => {
    const { server, mine } = pair((doc) => {
      put(doc, 'gone', 'Removed by Ben')
      put(doc, 'kept', 'Soup')
    })
    cardsOf(server).delete('gone')
    titleOf(server, 'kept').insert(4, ' and bread')
    expect(isNothing(compare(BOARD, mine, server))).toBe(true)
  })

  test('the same words standing elsewhere do not hide a refused text', () => {
    const { server, mine } = pair((doc) => {
      put(doc, 'one', 'Soup')
      put(doc, 'two', '')
    })
    titleOf(mine, 'two').insert(0, 'Soup')
    expect(compare(BOARD, mine, server).texts.map(({ place }) => place)).toEqual([{ kind: 'card', ideaId: 'two' }])
  })

  test('words I took back before they were refused are not kept', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', 'Soup'))
    titleOf(mine, 'one').insert(4, ' oops')
    titleOf(mine, 'one').delete(4, 5)
    expect(compare(BOARD, mine, server).texts).toEqual([])
  })

  test('moves, colours and removals need no text: they are counted per card', () => {
    const { server, mine } = pair((doc) => {
      for (const id of ['a', 'b', 'c', 'd']) put(doc, id, `Idea ${id}`)
    })
    for (const id of ['a', 'b']) {
      cardsOf(mine).get(id)!.set('order', 'b5')
      cardsOf(mine).get(id)!.set('column', 'other')
    }
    cardsOf(mine).get('a')!.set('color', 'sky')
    cardsOf(mine).delete('c')
    titleOf(mine, 'd').delete(0, 4)
    expect(compare(BOARD, mine, server)).toEqual({
      texts: [],
      told: { moves: 2, colors: 1, removals: 2, others: 0 },
    })
  })

  test('replacing a word is one text, not also a removal', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', 'Green soup'))
    titleOf(mine, 'one').delete(0, 5)
    titleOf(mine, 'one').insert(0, 'Red')
    const { texts, told } = compare(BOARD, mine, server)
    expect(texts.map(({ pieces }) => wholeText(pieces))).toEqual(['Red soup'])
    expect(told).toEqual(NOTHING_TOLD)
  })

  test('a card, a column or a root that only a script could have written is kept as well', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', 'Soup'))
    put(mine, 'forged', 'Never decided')
    const column = new Y.Map<unknown>()
    column.set('title', 'A column of mine')
    mine.getMap('columns').set('x', column)
    mine.getText('notes').insert(0, 'in no place we know')
    const { texts, told } = compare(BOARD, mine, server)
    const kept = texts.map(({ place, pieces }): [Place['kind'], string] => [place.kind, wholeText(pieces)])
    expect(kept).toEqual([
      ['card', 'Never decided'],
      ['column', 'A column of mine'],
      ['elsewhere', 'in no place we know'],
    ])
    expect(told).toEqual(NOTHING_TOLD)
  })

  test('without the server’s document the last confirmed state decides, and removals are not guessed', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', 'Soup'))
    const confirmed = knownOf(server)
    titleOf(mine, 'one').insert(4, ' today')
    titleOf(mine, 'one').delete(0, 1)
    const { texts, told } = differenceOf(BOARD, mine, confirmed, null)
    expect(texts.map(({ pieces }) => wholeText(pieces))).toEqual(['oup today'])
    expect(told.removals).toBe(0)
  })

  test('a tower of nested types does not overflow', () => {
    const { server, mine } = pair((doc) => put(doc, 'one', 'Soup'))
    let map = mine.getMap<unknown>('tower')
    mine.transact(() => {
      for (let depth = 0; depth < 2_000; depth++) {
        const next = new Y.Map<unknown>()
        map.set('next', next)
        map = next
      }
    })
    expect(compare(BOARD, mine, server).texts).toEqual([])
  })
})

describe('what the server does not have of a proposal, or of minutes', () => {
  function block(kind: string, words: string): Y.XmlElement {
    const element = new Y.XmlElement(kind)
    element.insert(0, [new Y.XmlText(words)])
    return element
  }
  const textOf = (doc: Y.Doc, index: number) =>
    (proposalContent(doc).get(index) as Y.XmlElement).get(0) as unknown as Y.XmlText

  function proposal() {
    return pair((doc) =>
      proposalContent(doc).insert(0, [
        block('heading', 'The problem'),
        block('paragraph', 'We wait too long.'),
        block('heading', 'The idea'),
        block('paragraph', 'A second counter.'),
      ]),
    )
  }

  test.each([PROPOSAL, MINUTES])('%s: a refused sentence comes with its paragraph and the heading above it', (name) => {
    const { server, mine } = proposal()
    textOf(mine, 3).insert(17, ' On Mondays.')
    expect(compare(name, mine, server).texts).toEqual([
      {
        place: { kind: 'section', heading: 'The idea' },
        pieces: [
          { text: 'A second counter.', refused: false },
          { text: ' On Mondays.', refused: true },
        ],
      },
    ])
  })

  test('a new list keeps a line per item', () => {
    const { server, mine } = proposal()
    const list = new Y.XmlElement('bulletList')
    proposalContent(mine).insert(4, [list])
    for (const words of ['one', 'two']) {
      const item = new Y.XmlElement('listItem')
      list.push([item])
      item.push([block('paragraph', words)])
    }
    expect(compare(PROPOSAL, mine, server).texts.map(({ pieces }) => wholeText(pieces))).toEqual(['one\ntwo'])
  })

  test('formatting, an image and a removed paragraph are told', () => {
    const { server, mine } = proposal()
    textOf(mine, 1).format(0, 2, { bold: true })
    proposalContent(mine).insert(4, [new Y.XmlElement('image')])
    proposalContent(mine).delete(3, 1)
    expect(compare(PROPOSAL, mine, server)).toEqual({
      texts: [],
      told: { moves: 0, colors: 0, removals: 1, others: 2 },
    })
  })
})
