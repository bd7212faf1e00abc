// A version comes back as a new edit that changes what differs and nothing else.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { editText, restoreBoard, restoreProposal } from '../../../server/documents/versions-restore.ts'
import {
  cardsOf,
  cardTitle,
  columnsOf,
  groupsOf,
  proposalContent,
  putCard,
  readCard,
  type Card,
} from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

const card = (ideaId: string, given: Partial<Card> = {}): Card => ({
  ideaId: ideaId as IdeaId,
  title: `text of ${ideaId}`,
  column: 'todo' as ColumnId,
  order: 'a0',
  x: 0,
  y: 0,
  group: null,
  color: 'sun',
  ...given,
})

function board(...cards: Card[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const id of ['todo', 'done']) columnsOf(doc).set(id, new Y.Map([['title', id]]))
    for (const one of cards) putCard(doc, one)
  })
  return doc
}

/** What was kept then, as the database gives it back. */
function kept(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

const read = (doc: Y.Doc, id: string) => readCard(id, cardsOf(doc).get(id)!)

/** The bytes one transaction sends to everybody. */
function sent(doc: Y.Doc, change: () => void): number {
  let bytes = 0
  const count = (update: Uint8Array) => (bytes += update.length)
  doc.on('update', count)
  doc.transact(change)
  doc.off('update', count)
  return bytes
}

describe('a board', () => {
  test('text, place, column, group and colour come back', () => {
    const doc = board(card('one', { title: 'Plant a tree' }), card('two'))
    const version = kept(doc)
    const one = cardsOf(doc).get('one')!
    cardTitle(one)!.insert(6, 'half ')
    for (const [key, value] of Object.entries({ column: 'done', order: 'b', x: 5, y: 6, group: 'g', color: 'sky' })) {
      one.set(key, value)
    }
    doc.transact(() => restoreBoard(doc, version))
    expect(read(doc, 'one')).toEqual(card('one', { title: 'Plant a tree' }))
  })

  test('cards born since stay, cards that died since stay dead, and a column that is gone takes nobody back', () => {
    const doc = board(card('one'), card('gone'), card('homeless', { column: 'done' as ColumnId }))
    const version = kept(doc)
    doc.transact(() => {
      cardsOf(doc).delete('gone')
      cardsOf(doc).get('homeless')!.set('column', 'todo')
      columnsOf(doc).delete('done')
      putCard(doc, card('born', { title: 'new' }))
    })
    doc.transact(() => restoreBoard(doc, version))
    expect([...cardsOf(doc).keys()].sort()).toEqual(['born', 'homeless', 'one'])
    expect(read(doc, 'born').title).toBe('new')
    expect(read(doc, 'homeless').column).toBe('todo')
  })

  test('groups come back; one made since stays while a card lies in it', () => {
    const doc = board(card('one', { group: 'old' }), card('two'), card('three'))
    doc.transact(() => groupsOf(doc).set('old', new Y.Map([['title', 'Green']])))
    const version = kept(doc)
    doc.transact(() => {
      groupsOf(doc).delete('old')
      for (const id of ['full', 'empty']) groupsOf(doc).set(id, new Y.Map([['title', id]]))
      putCard(doc, card('born', { group: 'full' }))
    })
    doc.transact(() => restoreBoard(doc, version))
    expect([...groupsOf(doc).keys()].sort()).toEqual(['full', 'old'])
    expect(groupsOf(doc).get('old')?.get('title')).toBe('Green')
  })

  test('what is the same is not written again', () => {
    const doc = board(card('one', { title: 'x'.repeat(5_000) }), card('two'))
    const version = kept(doc)
    expect(sent(doc, () => restoreBoard(doc, version))).toBe(0)
    cardTitle(cardsOf(doc).get('one'))!.insert(10, 'y')
    expect(sent(doc, () => restoreBoard(doc, version))).toBeLessThan(6_000)
    expect(sent(doc, () => restoreBoard(doc, version))).toBe(0)
  })

  test('words that somebody wrote offline meanwhile are still there when they come back', () => {
    const doc = board(card('one', { title: 'Plant a tree' }))
    const version = kept(doc)
    cardTitle(cardsOf(doc).get('one'))!.insert(12, ' tomorrow')
    const ben = kept(doc)
    cardTitle(cardsOf(ben).get('one'))!.insert(0, 'Please: ')
    doc.transact(() => restoreBoard(doc, version))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(ben))
    expect(read(doc, 'one').title).toBe('Please: Plant a tree')
  })

  test('a document in disorder is no reason to fail', () => {
    const doc = board(card('one'))
    const version = kept(doc)
    doc.transact(() => {
      cardsOf(doc).get('one')!.delete('title')
      groupsOf(doc).set('odd', 7 as never)
    })
    version.transact(() => {
      cardsOf(version).set('odd', 'not a card' as never)
      groupsOf(version).set('other', 'not a group' as never)
    })
    doc.transact(() => restoreBoard(doc, version))
    expect(read(doc, 'one').title).toBe('text of one')
  })
})

describe('a text', () => {
  test.each([
    ['one two three', 'one 2 three'],
    ['', 'a few words'],
    ['a few words', ''],
    ['👩‍🌾 plants 🌱', '👩‍🌾 plants 🌳🌳'],
    ['naïve café', 'café naïve'],
    ['line one\nline two', 'line one\n\nline 2'],
  ])('%j becomes %j', (before, after) => {
    const text = new Y.Doc().getText('t')
    text.insert(0, before)
    editText(text, after)
    expect(text.toJSON()).toBe(after)
  })
})

describe('a proposal', () => {
  const element = (name: string, text: string, attrs: Record<string, string> = {}) => {
    const made = new Y.XmlElement(name)
    for (const [key, value] of Object.entries(attrs)) made.setAttribute(key, value)
    made.insert(0, [new Y.XmlText(text)])
    return made
  }
  function proposal(...texts: string[]): Y.Doc {
    const doc = new Y.Doc()
    doc.transact(() =>
      proposalContent(doc).insert(
        0,
        texts.map((text) => element('paragraph', text)),
      ),
    )
    return doc
  }
  const says = (doc: Y.Doc) => proposalContent(doc).toString()

  test('says what it said', () => {
    const doc = proposal('one', 'two', 'three', 'four')
    const version = kept(doc)
    const content = proposalContent(doc)
    doc.transact(() => {
      content.delete(1, 2)
      content.insert(0, [element('heading', 'New', { level: '2' })])
      content.insert(3, [element('paragraph', 'five')])
    })
    doc.transact(() => restoreProposal(doc, version))
    expect(says(doc)).toBe(says(version))
  })

  test('keeps marks, tables and attributes', () => {
    const doc = new Y.Doc()
    doc.transact(() => {
      const table = new Y.XmlElement('table')
      const row = new Y.XmlElement('tableRow')
      row.insert(0, [element('tableCell', 'cell', { colspan: '2' })])
      table.insert(0, [row])
      const rich = new Y.XmlElement('paragraph')
      const text = new Y.XmlText()
      text.applyDelta([{ insert: 'bold', attributes: { bold: {} } }, { insert: ' and plain' }])
      rich.insert(0, [text])
      proposalContent(doc).insert(0, [table, rich])
    })
    const version = kept(doc)
    doc.transact(() => proposalContent(doc).delete(0, 2))
    doc.transact(() => restoreProposal(doc, version))
    expect(says(doc)).toBe(says(version))
    expect(says(doc)).toContain('<bold>bold</bold>')
  })

  test('blocks that say the same are not touched, a reworded one keeps its place', () => {
    const doc = proposal('one', 'the second block', 'three')
    const version = kept(doc)
    const [first, second, third] = proposalContent(doc).toArray()
    const words = (second as Y.XmlElement).get(0) as Y.XmlText
    words.insert(4, 'very ')
    doc.transact(() => restoreProposal(doc, version))
    expect(says(doc)).toBe(says(version))
    expect(proposalContent(doc).toArray()).toEqual([first, second, third])
    expect((second as Y.XmlElement).get(0)).toBe(words)
    expect(sent(doc, () => restoreProposal(doc, version))).toBe(0)
  })

  test('several reworded, some gone and some new in a row', () => {
    const doc = proposal('a one', 'a two', 'a three', 'end')
    const version = kept(doc)
    const content = proposalContent(doc)
    doc.transact(() => {
      content.delete(0, 3)
      content.insert(
        0,
        ['b one', 'b two', 'b three', 'b four', 'b five'].map((text) => element('paragraph', text)),
      )
    })
    doc.transact(() => restoreProposal(doc, version))
    expect(says(doc)).toBe(says(version))
  })
})
