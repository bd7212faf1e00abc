// What people do to a document in a war: text, maps, nested things, lists and rich text. One edit is one transaction.
import * as Y from 'yjs'

/** Documents stay this small, so that a war is about order and loss and not about size. */
const TEXT_CHARS = 30
const CARDS = 5
const LIST_ITEMS = 8
const PARAGRAPHS = 4
const PARAGRAPH_CHARS = 24

export type Below = (n: number) => number

/** Any document, the open schema: no shape is wrong. */
export function editAnything(doc: Y.Doc, below: Below): void {
  const kind = below(20)
  if (kind < 8) editText(doc.getText('title'), below, TEXT_CHARS)
  else if (kind < 11) editCards(doc.getMap<unknown>('cards'), below)
  else if (kind < 14) editNested(doc.getMap<unknown>('cards'), below)
  else if (kind < 16) editList(doc.getArray<unknown>('list'), below)
  else editRich(doc.getXmlFragment('content'), below)
}

export function editText(text: Y.Text, below: Below, chars: number): void {
  if (text.length > 3 && below(chars) < text.length) text.delete(below(text.length - 2), 1 + below(3))
  else text.insert(below(text.length + 1), 'abcdef'.slice(0, 1 + below(6)))
}

function editCards(cards: Y.Map<unknown>, below: Below): void {
  const key = `place${below(CARDS)}`
  if (below(4) === 0) cards.delete(key)
  else cards.set(key, below(100))
}

/** Cards that are maps with a text in them, born and dying under people's hands. */
function editNested(cards: Y.Map<unknown>, below: Below): void {
  const key = `card${below(CARDS)}`
  const card = cards.get(key)
  if (!(card instanceof Y.Map)) return newCard(cards, key)
  const text: unknown = card.get('title')
  if (below(12) === 0) cards.delete(key)
  else if (below(3) === 0) card.set('x', below(1_000))
  else if (text instanceof Y.Text) editText(text, below, TEXT_CHARS)
}

function newCard(cards: Y.Map<unknown>, key: string): void {
  const card = new Y.Map<unknown>()
  cards.set(key, card)
  card.set('title', new Y.Text('new'))
}

function editList(list: Y.Array<unknown>, below: Below): void {
  if (list.length > 0 && below(LIST_ITEMS) < list.length) list.delete(below(list.length), 1)
  else list.insert(below(list.length + 1), [below(100), 'b'])
}

function editRich(content: Y.XmlFragment, below: Below): void {
  const paragraph = content.length === 0 ? null : content.get(below(content.length))
  if (!(paragraph instanceof Y.XmlElement) || (content.length < PARAGRAPHS && below(10) === 0)) {
    return insertParagraph(content, below)
  }
  const text = paragraph.get(0)
  if (below(30) === 0) content.delete(below(content.length), 1)
  else if (below(8) === 0) paragraph.setAttribute('align', below(2) === 0 ? 'left' : 'right')
  else if (!(text instanceof Y.XmlText)) paragraph.insert(0, [new Y.XmlText('again')])
  else if (text.length > 2 && below(3) === 0) markSome(text, below, 'bold', true)
  else editText(text, below, PARAGRAPH_CHARS)
}

function insertParagraph(content: Y.XmlFragment, below: Below): void {
  const born = new Y.XmlElement('paragraph')
  born.insert(0, [new Y.XmlText('word')])
  content.insert(below(content.length + 1), [born])
}

function markSome(text: Y.XmlText, below: Below, mark: string, value: unknown): void {
  const at = below(text.length - 1)
  text.format(at, 1 + below(text.length - at), { [mark]: below(2) === 0 ? value : null })
}

/** What the proposal's editor does: paragraphs of words with marks, of which Yjs tidies up those that say nothing new. */
export function editProposal(content: Y.XmlFragment, below: Below): void {
  const paragraph = content.length === 0 ? null : content.get(below(content.length))
  if (!(paragraph instanceof Y.XmlElement) || (content.length < PARAGRAPHS && below(12) === 0)) {
    return insertParagraph(content, below)
  }
  const text = paragraph.get(0)
  if (below(40) === 0) content.delete(below(content.length), 1)
  else if (!(text instanceof Y.XmlText)) paragraph.insert(0, [new Y.XmlText('again')])
  else if (text.length > 2 && below(2) === 0) markSome(text, below, below(3) === 0 ? 'italic' : 'bold', {})
  else editText(text, below, PARAGRAPH_CHARS)
}
