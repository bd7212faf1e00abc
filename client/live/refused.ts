// Owns the exact answer to "what of mine does the server not have": item by item, by the ids Yjs gave them, and where in
// the document it stands. It reads two documents and changes neither.
//
// Everything the server ever accepted, deleted things included, is inside its state vector. So what stands in my copy
// beyond that vector was refused, and a card that somebody else removed meanwhile is never mistaken for a refused one.

// oxlint-disable no-underscore-dangle -- Yjs has no public way from a type to the items it is made of

import * as Y from 'yjs'
import { cardsOf, columnsOf, type DocumentName, groupsOf, parseDocumentName } from '../../shared/documents.ts'
import { type Piece, type Place, type Told, wholeText } from './pieces.ts'

export interface RefusedText {
  place: Place
  pieces: Piece[]
}

export interface Difference {
  texts: RefusedText[]
  told: Told
}

/** How far the server knows each client's edits: `Y.decodeStateVector` of a state vector of its. */
export type Known = ReadonlyMap<number, number>

type AnyType = Y.AbstractType<unknown>
interface Found {
  pieces: Piece[]
  /** Refused things without words: an image, a colour, a heading level. */
  marks: number
}

/** Deeper than anything we write; a script's tower of nested types must not overflow the stack. */
const DEEPEST = 40
const MOVING: ReadonlySet<string> = new Set(['column', 'order', 'x', 'y', 'group'])

/** `theirs` is the server's document where there is one: only then can refused removals be told. */
export function differenceOf(name: DocumentName, mine: Y.Doc, known: Known, theirs: Y.Doc | null): Difference {
  const difference: Difference = { texts: [], told: { moves: 0, colors: 0, removals: 0, others: 0 } }
  const worded = new Set<string>()
  const kind = parseDocumentName(name)?.kind
  if (kind === 'board') readBoard(mine, known, difference, worded)
  // Minutes are written in like a proposal.
  if (kind === 'proposal' || kind === 'minutes') readProposal(mine, known, difference, worded)
  if (theirs) difference.told.removals = removalsIn(mine, theirs, worded)
  return difference
}

export function isNothing({ texts, told }: Difference): boolean {
  return texts.length === 0 && told.moves + told.colors + told.removals + told.others === 0
}

function readBoard(doc: Y.Doc, known: Known, { texts, told }: Difference, worded: Set<string>): void {
  for (const [ideaId, item] of living(cardsOf(doc))) {
    const card = typeIn(item)
    const found = newFound()
    let moved = false
    let colored = false
    for (const [key, value] of card ? living(card) : []) {
      if (key === 'title') readItem(value, known, found, 'all')
      else if (!isRefused(value, known)) continue
      else if (MOVING.has(key)) moved = true
      else if (key === 'color') colored = true
      else found.marks++
    }
    const isNew = isRefused(item, known)
    if (hasRefusedWords(found)) {
      texts.push({ place: { kind: 'card', ideaId }, pieces: joined(found.pieces) })
      worded.add(`cards/${ideaId}`)
    } else if (isNew || found.marks > 0) told.others++
    if (isNew) continue
    if (moved) told.moves++
    if (colored) told.colors++
  }
  readTitled(groupsOf(doc), { kind: 'group' }, known, texts, told)
  readTitled(columnsOf(doc), { kind: 'column' }, known, texts, told)
  for (const [root, type] of doc.share) {
    if (root !== 'cards' && root !== 'groups' && root !== 'columns') readElsewhere(type as AnyType, known, texts, told)
  }
}

/** Groups and columns: their title is words, the rest is told. */
function readTitled(things: Pick<AnyType, '_map'>, place: Place, known: Known, texts: RefusedText[], told: Told): void {
  for (const [, item] of living(things)) {
    const fields = [...living(typeIn(item) ?? NO_FIELDS)]
    const found = newFound()
    const title = fields.find(([key]) => key === 'title')?.[1]
    if (title) readItem(title, known, found, 'all')
    if (hasRefusedWords(found)) texts.push({ place, pieces: joined(found.pieces) })
    else if (isRefused(item, known) || fields.some(([, field]) => isRefused(field, known))) told.others++
  }
}

function readProposal(doc: Y.Doc, known: Known, { texts, told }: Difference, worded: Set<string>): void {
  const content = doc.getXmlFragment('content') as unknown as AnyType
  let heading = ''
  for (const block of children(content)) {
    const found = newFound()
    readItem(block, known, found, 'children')
    const type = typeIn(block)
    if (type instanceof Y.XmlElement && type.nodeName === 'heading') heading = wholeText(found.pieces).trim()
    if (hasRefusedWords(found)) {
      texts.push({ place: { kind: 'section', heading }, pieces: joined(found.pieces) })
      worded.add(idOf(block))
    } else if (found.marks > 0 || isRefused(block, known)) told.others++
  }
  for (const [root, type] of doc.share) {
    if (root !== 'content') readElsewhere(type as AnyType, known, texts, told)
  }
}

/** A script can write where no page of ours does; its words are told as well. */
function readElsewhere(type: AnyType, known: Known, texts: RefusedText[], told: Told): void {
  const found = newFound()
  readType(type, known, found, 'all', 0)
  if (hasRefusedWords(found)) texts.push({ place: { kind: 'elsewhere' }, pieces: joined(found.pieces) })
  else if (found.marks > 0) told.others++
}

/** `children`: words are what stands in a text; `all`: strings under keys count too. */
type Depth = 'children' | 'all'

function readType(type: AnyType, known: Known, found: Found, words: Depth, depth: number): void {
  if (depth > DEEPEST) return
  for (const item of children(type)) {
    // Two paragraphs of one list item are two lines.
    const isNext = typeIn(item) instanceof Y.XmlElement && found.pieces.length > 0 && found.pieces.at(-1)?.text !== '\n'
    if (isNext) found.pieces.push({ text: '\n', refused: false })
    readItem(item, known, found, words, depth + 1)
  }
  for (const [, item] of living(type)) {
    if (words === 'all') readItem(item, known, found, words, depth + 1)
    else if (isRefused(item, known)) found.marks++
  }
}

function readItem(item: Y.Item, known: Known, found: Found, words: Depth, depth = 0): void {
  const { content } = item
  const from = Math.max(0, (known.get(item.id.client) ?? 0) - item.id.clock)
  if (content instanceof Y.ContentString) {
    if (from > 0) found.pieces.push({ text: content.str.slice(0, from), refused: false })
    if (from < content.str.length) found.pieces.push({ text: content.str.slice(from), refused: true })
    return
  }
  if (content instanceof Y.ContentType) {
    const before = found.pieces.length + found.marks
    readType(content.type as AnyType, known, found, words, depth)
    if (from === 0 && found.pieces.length + found.marks === before) found.marks++
    return
  }
  if (content instanceof Y.ContentAny && words === 'all') {
    content.arr.forEach((value: unknown, index: number) => {
      if (typeof value === 'string') found.pieces.push({ text: value, refused: index >= from })
      else if (index >= from) found.marks++
    })
    return
  }
  if (from < item.length) found.marks++
}

/** Things that live on the server and are deleted in my copy: removals it did not take. */
function removalsIn(mine: Y.Doc, theirs: Y.Doc, worded: ReadonlySet<string>): number {
  const places = new Set<string>()
  for (const [client, ranges] of Y.createDeleteSetFromStructStore(mine.store).clients) {
    const structs = theirs.store.clients.get(client)
    const last = structs?.at(-1)
    if (!structs || !last) continue
    for (const { clock, len } of ranges) {
      if (clock >= last.id.clock + last.length) continue
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
        const struct = structs[index]!
        if (struct.id.clock >= clock + len) break
        const place = struct instanceof Y.Item && !struct.deleted ? placeOf(struct) : null
        if (place) places.add(place)
      }
    }
  }
  return [...places].filter((place) => !worded.has(place)).length
}

/** The card or block something stands in; null for a value under a key, which a later value merely replaced. */
function placeOf(item: Y.Item): string | null {
  let top = item
  for (let type = item.parent as AnyType; type._item; type = type._item.parent as AnyType) {
    // A key of a card, directly under it.
    if (top === item && item.parentSub !== null) return null
    top = type._item
  }
  return top.parentSub === null ? idOf(top) : `${Y.findRootTypeKey(top.parent as AnyType)}/${top.parentSub}`
}

const NO_FIELDS: Pick<AnyType, '_map'> = { _map: new Map() }
const newFound = (): Found => ({ pieces: [], marks: 0 })
const idOf = ({ id }: Y.Item) => `${id.client}:${id.clock}`
const hasRefusedWords = ({ pieces }: Found) => pieces.some(({ text, refused }) => refused && text.trim() !== '')
const isRefused = (item: Y.Item, known: Known) => item.id.clock + item.length > (known.get(item.id.client) ?? 0)
const typeIn = ({ content }: Y.Item): AnyType | null =>
  content instanceof Y.ContentType ? (content.type as AnyType) : null

function* children(type: AnyType): Iterable<Y.Item> {
  for (let item = type._start; item; item = item.right) if (!item.deleted) yield item
}

function* living(type: Pick<AnyType, '_map'>): Iterable<[string, Y.Item]> {
  for (const [key, item] of type._map) if (!item.deleted) yield [key, item]
}

function joined(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = []
  for (const { text, refused } of pieces) {
    const last = runs.at(-1)
    if (last && last.refused === refused) last.text += text
    else if (text !== '') runs.push({ text, refused })
  }
  return runs
}
