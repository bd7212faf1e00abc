// Owns: a real writing session, keystroke by keystroke, through real clients, sockets and disk: what comes out is the
// recorded text, at every reader, also after the server was killed. Nothing here is timed.
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { proposalContent, proposalDocument } from '../../shared/documents.ts'
import type { IdeaId } from '../../shared/model.ts'
import { fingerprint, type LiveDocument } from '../support/documents.ts'
import { joinAsGuest, type Person, signUp } from '../support/people.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import { noTrace, sequentialTrace, type Step, twoWriters, type } from './trace.ts'

const TOGETHER = 'friendsforever.json.gz'
const ALONE = 'sveltecomponent.json.gz'
// Hundreds of times one waits for what the other typed, each through the server's window of 20 ms and its disk.
const REPLAY_DEADLINE_MS = 280_000
// Ours, so that the provider sends it on: it sends all whose origin is not itself.
const TYPED = { by: 'the recording' }

let server: ServerProcess
const people: Person[] = []

afterEach(async () => {
  for (const person of people.splice(0)) await person.close()
  await server?.stop()
})

/** A board with one idea, whose proposal ada and a guest have open, with one empty paragraph at its end. */
async function proposalOfTwo() {
  server = await startServer()
  const ada = await signUp(server.url, 'ada')
  people.push(ada)
  const { boardId, joinCode } = await ada.must('board.create', { title: 'Friends' })
  const { ideaId } = await ada.must('idea.add', { boardId, text: 'Write together' })
  const gus = await joinAsGuest(server.url, joinCode, 'gus')
  people.push(gus)
  const writers = [await desk(ada, ideaId), await desk(gus, ideaId)] as const
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText()])
  const content = proposalContent(writers[0].live.doc)
  content.insert(content.length, [paragraph])
  for (const { live } of writers) await until(() => void paragraphText(live.doc), 'the paragraph to be there')
  return { ideaId, ada, gus, writers }
}

interface Desk {
  live: LiveDocument
  saved: ReturnType<typeof createSavedMark>
}

async function desk(person: Person, ideaId: IdeaId): Promise<Desk> {
  const saved = createSavedMark()
  const live = person.document(proposalDocument(ideaId), saved.options)
  await live.synced()
  return { live, saved }
}

function paragraphText(doc: Y.Doc): Y.XmlText {
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
class Writer {
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

const plain = (doc: Y.Doc) => paragraphText(doc).toJSON()

async function killAndRestart(): Promise<void> {
  await server.kill('SIGKILL')
  await server.restart()
}

describe.skipIf(noTrace(TOGETHER))('a recorded session of two people', () => {
  test('replayed through two live clients it ends with the recorded text everywhere, also after kill -9', {
    timeout: REPLAY_DEADLINE_MS,
  }, async () => {
    const { endContent, transactions, steps } = twoWriters(TOGETHER)
    const { ada, gus, ideaId, writers } = await proposalOfTwo()
    // Yjs lets the smaller client id go first where two insert at one place, and so did the recording's editor.
    const first = new Writer(writers[0].live, 1, steps[0])
    const second = new Writer(writers[1].live, 2, steps[1])
    await Promise.all([first.replay(second), second.replay(first)])
    expect(first.updates.length + second.updates.length).toBe(transactions)

    for (const { saved } of writers) await until(() => expect(saved.unsaved).toBe(0), 'everything typed to be saved')
    await killAndRestart()

    const [one, two] = writers.map(({ live }) => live) as [LiveDocument, LiveDocument]
    const reader = await gus.proposal(ideaId) // holds nothing of its own: this is what the server has
    expect(plain(reader.doc)).toBe(endContent)
    await until(() => expect(one.provider.synced && two.provider.synced).toBe(true), 'the writers to be back')
    for (const { doc } of [one, two]) {
      await until(() => expect(fingerprint(doc)).toBe(fingerprint(reader.doc)), 'all to hold the same')
      expect(plain(doc)).toBe(endContent)
    }
    expect(await ada.get('/readyz')).toMatchObject({ status: 200 })
  })
})

describe.skipIf(noTrace(ALONE))('a recorded session of one person', () => {
  test('typed into a proposal it ends with the recorded text at the reader, also after kill -9', {
    timeout: REPLAY_DEADLINE_MS,
  }, async () => {
    const { startContent, endContent, txns } = sequentialTrace(ALONE)
    const { gus, ideaId, writers } = await proposalOfTwo()
    const [writer, reader] = writers
    const text = paragraphText(writer.live.doc)
    text.insert(0, startContent)
    for (const { patches } of txns) writer.live.doc.transact(() => type(text, patches))
    expect(plain(writer.live.doc)).toBe(endContent)

    await until(() => expect(plain(reader.live.doc)).toBe(endContent), 'the reader to have it all', 60_000)
    await until(() => expect(writer.saved.unsaved).toBe(0), 'everything typed to be saved')
    await killAndRestart()
    expect(plain((await gus.proposal(ideaId)).doc)).toBe(endContent)
  })
})
