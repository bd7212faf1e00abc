// Owns: a real writing session, keystroke by keystroke, through real clients, sockets and disk: what comes out is the
// recorded text, at every reader, also after the server was killed. Nothing here is timed.
import { afterEach, describe, expect, test } from 'vitest'
import { fingerprint, type LiveDocument } from '../support/documents.ts'
import { joinAsGuest, type Person, signUp } from '../support/people.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import { noTrace, sequentialTrace, twoWriters, type } from './trace.ts'
import { beginParagraph, desk, paragraphText, plain, Writer } from './trace-writer.ts'

const TOGETHER = 'friendsforever.json.gz'
const ALONE = 'sveltecomponent.json.gz'
// Hundreds of times one waits for what the other typed, each through the server's window of 20 ms and its disk.
const REPLAY_DEADLINE_MS = 280_000

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
  await beginParagraph(writers)
  return { ideaId, ada, gus, writers }
}

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
