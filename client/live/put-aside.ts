// Owns turning a refused document into lines of the "not accepted" drawer: which words, where they stood, and why. First
// by what this page knows, at once, so that nothing is lost if it closes now; then exactly, when the server's own
// document is here. It keeps, and closes nothing.

import * as Y from 'yjs'
import {
  cardsOf,
  cardTitle,
  type DocumentName,
  ledgerBoard,
  ledgerDocument,
  ledgerIdeas,
  parseDocumentName,
} from '../../shared/documents.ts'
import type { BoardId } from '../../shared/model.ts'
import { CLOSE, DOCUMENT_FULL, READ_ONLY } from '../../shared/wire.ts'
import { discardKept, keep } from './kept.ts'
import type { Finding, Why } from './kept-shelf.ts'
import type { OpenDocument } from './live-document.ts'
import type { Told } from './pieces.ts'
import { type Difference, differenceOf } from './refused.ts'
import { titledAs } from './titles.ts'
import type { Closing } from './wire-client.ts'

/** The open documents, for naming things. */
export interface Look {
  at(name: DocumentName): Y.Doc | null
  all(): readonly { name: DocumentName; doc: Y.Doc }[]
}

/** Keeps what `old` has and the server does not; the answer corrects it by the server's own document. */
export function putAside(old: OpenDocument, closing: Closing, look: Look): (theirs: Y.Doc) => void {
  const { userId, name } = old
  if (!userId) return () => {}
  const why = whyOf(closing)
  const unconfirmed = differenceOf(name, old.doc, old.known, null)
  const first = keep(userId, findingsOf(name, unconfirmed, why, old.doc, look))
  return (theirs) => {
    const known = Y.decodeStateVector(Y.encodeStateVector(theirs))
    const exact = differenceOf(name, old.doc, known, theirs)
    discardKept(userId, first)
    keep(userId, findingsOf(name, exact, why, theirs, look))
  }
}

export function whyOf({ code, reason }: Closing): Why {
  switch (code) {
    case CLOSE.notAllowed:
      return reason === READ_ONLY ? 'read-only' : 'not-allowed'
    case CLOSE.tooBig:
    case CLOSE.messageTooBig:
      return reason === DOCUMENT_FULL ? 'full' : 'too-big'
    default:
      return reason === 'text-too-long' ? 'too-long' : 'refused'
  }
}

const anything = ({ moves, colors, removals, others }: Told) => moves + colors + removals + others > 0

/** `doc` says what a card is called: the server's document where it is there, so that it is found again on the board. */
export function findingsOf(
  name: DocumentName,
  { texts, told }: Difference,
  why: Why,
  doc: Y.Doc,
  look: Look,
): Finding[] {
  const about = parseDocumentName(name)
  const titled = titledAs(name)
  const common = {
    document: name,
    title: titled?.title ?? titleOf(about, look),
    why,
    ...(titled ? { to: titled.to } : {}),
  }
  const ledger = about?.kind === 'board' ? look.at(ledgerDocument(about.id as BoardId)) : null
  const findings = texts.map(({ place, pieces }): Finding => {
    if (place.kind !== 'card') return { ...common, place, pieces, told: null }
    const number = ledger ? ledgerIdeas(ledger).get(place.ideaId)?.number : undefined
    const title = firstLine(cardTitle(cardsOf(doc).get(place.ideaId))?.toJSON())
    const cardPlace = { ...place, cardTitle: title, ...(number ? { number } : {}) }
    return { ...common, place: cardPlace, pieces, told: null }
  })
  if (anything(told)) findings.push({ ...common, place: null, pieces: [], told })
  return findings
}

/** What people call it: the board's title, or the first line of the idea a proposal belongs to. */
function titleOf(about: ReturnType<typeof parseDocumentName>, look: Look): string {
  if (about?.kind === 'board') {
    const ledger = look.at(ledgerDocument(about.id as BoardId))
    return (ledger && ledgerBoard(ledger).get('settings')?.title) ?? ''
  }
  if (about?.kind !== 'proposal') return ''
  for (const { name, doc } of look.all()) {
    const card = parseDocumentName(name)?.kind === 'board' ? cardsOf(doc).get(about.id) : undefined
    if (card) return firstLine(cardTitle(card)?.toJSON())
  }
  return ''
}

const firstLine = (text = '') => text.split('\n')[0] ?? ''
