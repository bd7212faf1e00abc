// Owns: one person of a recorded session at a stock client: they type what the recording says, each step only when what was
// seen before it has come to them through the servers, and know what of it is saved. Nothing here is timed.
import * as Y from 'yjs'
import { proposalContent, proposalDocument } from '../../shared/documents.ts'
import type { IdeaId } from '../../shared/model.ts'
import type { LiveDocument } from '../support/documents.ts'
import type { Person } from '../support/people.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { until } from '../support/until.ts'
import { type Step, type } from './trace.ts'

// Ours, so that the provider sends it on: it sends all whose origin is not itself.
const TYPED = { by: 'the recording' }

export interface Desk {
  live: LiveDocument
  saved: ReturnType<typeof createSavedMark>
}

export async function desk(person: Person, ideaId: IdeaId): Promise<Desk> {
  const saved = createSavedMark()
  const live = person.document(proposalDocument(ideaId), saved.options)
  await live.synced()
  return { live, saved }
}

export function paragraphText(doc: Y.Doc): Y.XmlText {
  const content = proposalContent(doc)
  const last = content.get(content.length - 1)
  const text = last instanceof Y.XmlElement ? last.get(0) : null
  if (text instanceof Y.XmlText) return text
  throw new Error('the document does not end in a paragraph')
}

/** A copy to type in that sees only what the recorded writer had seen. */
function copyOf(doc: Y.Doc, clientId: number): Y.Doc {
  const copy = new Y.Doc()
  copy.clientID = clientId
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Resolves once the document holds this much of that client's writing. */
function holds(doc: Y.Doc, clientId: number, clock: number): Promise<void> {
  const there = () => Y.getState(doc.store, clientId) >= clock
  if (there()) return Promise.resolve()
  return new Promise((resolve) => {
    const look = () => {
      if (!there()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
  })
}

/** One writer of the recording, at a live client. */
export class Writer {
  /** One update and the clock after it per transaction of the recording, in order. */
  readonly updates: { bytes: Uint8Array; clock: number }[] = []
  private readonly paper: Y.Doc
  private merged = 0

  constructor(
    readonly live: LiveDocument,
    readonly clientId: number,
    private readonly steps: readonly Step[],
  ) {
    this.paper = copyOf(live.doc, clientId)
    this.paper.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === TYPED) this.updates.push({ bytes, clock: Y.getState(this.paper.store, clientId) })
    })
  }

  async replay(other: Writer): Promise<void> {
    for (const { seen, transactions } of this.steps) {
      const last = seen > 0 ? await other.reached(seen) : null
      // What the other typed has come here through the server: only then was it seen.
      if (last) await holds(this.live.doc, other.clientId, last.clock)
      this.read(other, seen)
      for (const patches of transactions) {
        const before = this.updates.length
        this.paper.transact(() => type(paragraphText(this.paper), patches), TYPED)
        if (this.updates.length !== before + 1) throw new Error('a transaction of the recording changed nothing')
        Y.applyUpdate(this.live.doc, this.updates[before]!.bytes, TYPED)
        this.moved()
      }
    }
  }

  private read(other: Writer, seen: number): void {
    this.paper.transact(() => {
      for (; this.merged < seen; this.merged++) Y.applyUpdate(this.paper, other.updates[this.merged]!.bytes)
    })
  }

  private waiting: (() => void)[] = []
  private moved(): void {
    for (const look of this.waiting.splice(0)) look()
  }

  private async reached(transactions: number): Promise<{ clock: number }> {
    while (this.updates.length < transactions) await new Promise<void>((resolve) => this.waiting.push(resolve))
    return this.updates[transactions - 1]!
  }
}

export const plain = (doc: Y.Doc) => paragraphText(doc).toJSON()

/** An empty paragraph at the end, which everyone has. */
export async function beginParagraph(desks: readonly Desk[]): Promise<void> {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText()])
  const content = proposalContent(desks[0]!.live.doc)
  content.insert(content.length, [paragraph])
  for (const { live } of desks) await until(() => void paragraphText(live.doc), 'the paragraph to be there')
}
