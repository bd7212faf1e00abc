import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { fingerprint } from '../../../server/sync/index.ts'
import { step1Frame, step2Frame, updateFrame } from '../../../server/sync/frames.ts'
import { BOARD, stage } from './support/engine.ts'
import { FakeSocket, settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const KB = 1024

describe('frames at the door', () => {
  test('S1 anything but one clean message is refused as malformed', async () => {
    const { join } = stage()
    for (const frame of [Uint8Array.of(0, 0x82, 0, 0), Uint8Array.of(), Uint8Array.of(7)]) {
      const ada = await join('ada')
      ada.socket.receive(frame)
      expect(ada.closed).toEqual({ code: 4400, reason: 'malformed' })
    }
    const ada = await join('ada')
    ada.socket.receive(Uint8Array.of(0, 0, 0), false)
    expect(ada.closed?.code).toBe(4400)
  })

  test('S2 a live frame of 256 KB passes, one byte more does not', async () => {
    const { clock, join, run } = stage()
    const ada = await join('ada')
    await clock.advance(11_000)
    const head = 5
    ada.push(updateFrame(bigUpdate(256 * KB - head)))
    await run(ada)
    expect(ada.open).toBe(true)
    ada.push(updateFrame(bigUpdate(256 * KB - head + 1)))
    await run(ada)
    expect(ada.closed).toEqual({ code: 4413, reason: 'frame-too-big' })
  })

  test('S2 a first sync of 1 MB passes, one byte more does not', async () => {
    const { log, sync, run } = stage()
    const first = async (bytes: number) => {
      const client = new ModelClient(sync, personCalled('ada'), BOARD)
      client.connect()
      await settle()
      client.pipe = [step2Frame(bigUpdate(bytes - 5))]
      await run(client)
      return client
    }
    expect((await first(1024 * KB)).open).toBe(true)
    expect(log.rows(BOARD)).toHaveLength(1)
    expect((await first(1024 * KB + 1)).closed?.code).toBe(4413)
    expect(log.rows(BOARD)).toHaveLength(1)
  })

  test('S1 an unreadable state vector is refused', async () => {
    const { join, run } = stage()
    const ada = await join('ada')
    ada.push(step1Frame(Uint8Array.of(5, 1)))
    await run(ada)
    expect(ada.closed?.code).toBe(4400)
  })
})

describe('access', () => {
  test('S3 a document that cannot be, and one that may not be seen, are refused without being loaded', async () => {
    const { log, join } = stage({
      admitDocument: (name) => name.startsWith('board.'),
      access: async (person) => (person.name === 'mallory' ? 'none' : 'edit'),
    })
    expect((await join('ada', 'passwd')).closed).toEqual({ code: 4403, reason: 'no-such-document' })
    expect((await join('mallory')).closed).toEqual({ code: 4403, reason: 'not-allowed' })
    expect(log.loads).toBe(0)
  })

  test('S3 someone signed out is asked to sign in; an access check that fails lets nobody in', async () => {
    const { join } = stage({
      access: async (person) => {
        if (person.name === 'ada') return 'signed-out'
        throw new Error('database away')
      },
    })
    expect((await join('ada')).closed?.code).toBe(4401)
    expect((await join('ben')).closed?.code).toBe(1011)
  })

  test('S3 a socket without a person is refused after it was accepted', () => {
    const { sync } = stage()
    const socket = new FakeSocket()
    sync.refuse(socket, 4401, 'sign-in')
    expect(socket.closed).toEqual({ code: 4401, reason: 'sign-in' })
  })

  test('S5 a viewer’s step 2 is tolerated when the document has it, an edit is refused and changes nothing', async () => {
    const { sync, log, join, run } = stage({ access: async (person) => (person.name === 'ada' ? 'edit' : 'view') })
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.write('text')
    ada.doc.getText('title').delete(0, 1)
    await run(ada, ben)
    expect(ben.access).toBe('view')
    expect(ben.sent).toBe(0)
    const before = await sync.read(BOARD, fingerprint)
    ben.push(step2Frame(Y.encodeStateAsUpdate(ben.doc)))
    await run(ben)
    expect(ben.open).toBe(true)
    const deletion = new Y.Doc()
    Y.applyUpdate(deletion, Y.encodeStateAsUpdate(ben.doc))
    deletion.getText('title').delete(0, 1)
    ben.push(step2Frame(Y.encodeStateAsUpdate(deletion)))
    await run(ben)
    expect(ben.closed).toEqual({ code: 4403, reason: 'read-only' })
    expect(await sync.read(BOARD, fingerprint)).toBe(before)
    expect(log.rows(BOARD)).toHaveLength(2)
  })

  test('S6 a downgrade acts on the live socket: told at once, edits admitted before stand, later ones are refused', async () => {
    let access: 'edit' | 'view' | 'none' = 'edit'
    const { sync, log, join, run } = stage({ access: async () => access })
    const ada = await join('ada')
    log.holding = true
    ada.write('before')
    ada.exchange()
    access = 'view'
    sync.reauthorize({ document: BOARD })
    await settle()
    ada.pull()
    expect(ada.access).toBe('view')
    log.release()
    log.holding = false
    await run(ada)
    expect(log.rows(BOARD)).toHaveLength(1)
    ada.write(' after')
    await run(ada)
    expect(ada.closed).toEqual({ code: 4403, reason: 'read-only' })
    expect(log.rows(BOARD)).toHaveLength(1)
  })

  test('S6 access withdrawn closes the socket, for a document, a user or a session', async () => {
    const banned = new Set<string>()
    const { sync, join, run } = stage({ access: async (person) => (banned.has(person.userId) ? 'none' : 'edit') })
    const [ada, ben, cleo] = [await join('ada'), await join('ben'), await join('cleo')]
    for (const name of ['ada', 'ben', 'cleo']) banned.add(`user-${name}`)
    sync.reauthorize({ userId: 'user-ada' })
    await settle()
    expect([ada.closed?.code, ben.closed, cleo.closed]).toEqual([4403, null, null])
    sync.reauthorize({ sessionId: 'session-ben' })
    await settle()
    expect([ben.closed?.code, cleo.closed]).toEqual([4403, null])
    sync.reauthorize({ document: BOARD })
    await settle()
    expect(cleo.closed?.code).toBe(4403)
    await run()
  })

  test('S6 without being told, access is judged again within 10 s', async () => {
    let access: 'edit' | 'none' = 'edit'
    const { clock, join } = stage({ access: async () => access })
    const ada = await join('ada')
    access = 'none'
    await clock.advance(10_000)
    expect(ada.closed?.code).toBe(4403)
  })

  test('S6 a slow old judgement does not undo a newer one', async () => {
    const answers: ((verdict: 'edit' | 'view') => void)[] = []
    let held = false
    const { sync, clock, join } = stage({
      access: () => (held ? new Promise((resolve) => answers.push(resolve)) : Promise.resolve('edit')),
    })
    const ada = await join('ada')
    held = true
    await clock.advance(10_000)
    sync.reauthorize({ document: BOARD })
    await settle()
    expect(answers).toHaveLength(2)
    answers[1]?.('view')
    await settle()
    answers[0]?.('edit')
    await settle()
    ada.pull()
    expect(ada.access).toBe('view')
    ada.write('no')
    ada.flush()
    expect(ada.closed?.code).toBe(4403)
  })

  test('S6 with the judge away people stay, but not for ever, and one who is joining is not let in', async () => {
    let away = false
    const { clock, join } = stage({
      access: async () => {
        if (away) throw new Error('away')
        return 'edit'
      },
    })
    const ada = await join('ada')
    away = true
    await clock.advance(30_000)
    expect(ada.open).toBe(true)
    await clock.advance(60_000)
    expect(ada.closed?.code).toBe(1013)
  })

  test('S6 someone whose access goes while the document is loading is not seated', async () => {
    let access: 'edit' | 'none' = 'edit'
    const { sync, log } = stage({ access: async () => access })
    let finish = () => {}
    const load = log.inner.load.bind(log.inner)
    log.inner.load = async (name) => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return load(name)
    }
    const ada = new ModelClient(sync, personCalled('ada'), BOARD)
    ada.connect()
    ada.flush()
    await settle()
    access = 'none'
    sync.reauthorize({ document: BOARD })
    await settle()
    finish()
    await settle()
    expect(ada.closed?.code).toBe(4403)
    expect(ada.socket.take()).toEqual([])
  })

  test('S6 a viewer who becomes an editor is asked for what they have', async () => {
    let access: 'edit' | 'view' = 'view'
    const { sync, join, run } = stage({ access: async () => access })
    const ada = await join('ada')
    expect(ada.sent).toBe(0)
    access = 'edit'
    sync.reauthorize({ userId: 'user-ada' })
    await settle()
    await run(ada)
    expect(ada.access).toBe('edit')
    expect(ada.sent).toBe(1)
    ada.write('now')
    await run(ada)
    expect(ada.saved).toBe(2)
  })
})

describe('size', () => {
  const small = { documentBytes: 20 * KB }

  test('S17 at its cap a document says so, takes what makes it smaller and nothing else, and opens up again', async () => {
    const { clock, log, join, run } = stage({ limits: small })
    const [ada, ben] = [await join('ada'), await join('ben')]
    for (let i = 0; i < 5; i++) {
      ada.write('x'.repeat(4 * KB))
      await run(ada, ben)
    }
    await clock.advance(6_000)
    await run(ada, ben)
    expect(ada.access).toBe('full')
    expect(ben.access).toBe('full')
    ben.doc.getText('title').delete(0, 3)
    await run(ada, ben)
    expect(ben.open).toBe(true)
    expect(ada.text).toHaveLength(20 * KB - 3)
    const rows = log.rows(BOARD).length
    ben.write('more')
    await run(ada, ben)
    expect(ben.closed).toEqual({ code: 4413, reason: 'document-full' })
    expect(log.rows(BOARD)).toHaveLength(rows)
    ada.doc.getText('title').delete(0, 10 * KB)
    await run(ada)
    await clock.advance(6_000)
    await run(ada)
    expect(ada.access).toBe('edit')
    ada.write('again')
    await run(ada)
    expect(ada.saved).toBe(ada.sent)
  })

  test('S17 a long log of a small document is not a large document', async () => {
    const { join, run } = stage({ limits: { documentBytes: 4 * KB } })
    const ada = await join('ada')
    for (let i = 0; i < 300; i++) {
      ada.write('x')
      ada.flush()
      if (i % 10 === 0) await run(ada)
    }
    await run(ada)
    expect(ada.access).toBe('edit')
    expect(ada.open).toBe(true)
  })
})

describe('fan-out', () => {
  test('S18 the author of all of a batch gets an acknowledgement, not an echo; the others one frame', async () => {
    const { clock, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    await clock.advance(1_000)
    ada.write('1')
    ada.flush()
    await settle()
    for (const word of ['2', '3', '4']) ada.write(word)
    ada.updates = []
    ben.updates = []
    await run(ada, ben)
    expect(ada.updates).toHaveLength(0)
    expect(ben.updates).toHaveLength(2)
    expect(ben.text).toBe('1234')
    expect(ada.saved).toBe(ada.sent)
  })

  test('S18 a batch of several authors goes to all of them', async () => {
    const { log, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    log.holding = true
    ada.write('first')
    await run(ada, ben)
    ada.write('a')
    ben.write('b')
    ada.flush()
    ben.flush()
    log.holding = false
    log.release()
    await run(ada, ben)
    expect(ada.text).toBe(ben.text)
    expect(letters(ada.text)).toBe(letters('firstab'))
  })

  test('S18 what the server’s own document tidied up beside an edit reaches its author too', async () => {
    const { sync, join, run } = stage()
    await sync.write(BOARD, (doc) => doc.getMap('cards').set('a', new Y.Text('plain words here')))
    const [ada, ben] = [await join('ada'), await join('ben')]
    const bold = (client: ModelClient) => (client.doc.getMap('cards').get('a') as Y.Text).format(0, 5, { bold: true })
    bold(ada)
    await run(ada)
    bold(ben)
    ben.flush()
    await run(ada)
    ben.updates = []
    ben.pull()
    expect(ben.updates).toHaveLength(2)
    await run(ada, ben)
    await run(ada, ben)
    expect(fingerprint(ada.doc)).toBe(fingerprint(ben.doc))
    expect(await sync.read(BOARD, fingerprint)).toBe(fingerprint(ada.doc))
  })

  test('S19 a room nobody edits has no Y.Doc; it is built at the first edit and dropped when quiet', async () => {
    const { sync, clock, join, run } = stage()
    const ada = await join('ada')
    await join('ben')
    expect(sync.stats()).toMatchObject({ rooms: 1, builtDocuments: 0 })
    ada.write('x')
    await run(ada)
    expect(sync.stats().builtDocuments).toBe(1)
    await clock.advance(60_000)
    expect(sync.stats()).toMatchObject({ rooms: 1, builtDocuments: 0 })
    const cleo = await join('cleo')
    expect(cleo.text).toBe('x')
    expect(sync.stats().builtDocuments).toBe(0)
  })

  test('S19 a reconnecting client with everything, deletions included, does not make the document be built', async () => {
    const { sync, clock, join, run } = stage()
    const ada = await join('ada')
    ada.write('words')
    ada.doc.getText('title').delete(1, 2)
    await run(ada)
    await clock.advance(60_000)
    ada.disconnect()
    ada.connect()
    await settle()
    await run(ada)
    expect(ada.synced && ada.saved === ada.sent).toBe(true)
    expect(sync.stats().builtDocuments).toBe(0)
  })

  test('S19 a first sync is encoded once for all who join at one version', async () => {
    const { sync, join } = stage()
    await sync.write(BOARD, (doc) => doc.getText('title').insert(0, 'x'.repeat(1_000)))
    const [ada, ben] = [await join('ada'), await join('ben')]
    expect(ada.updates[0]).toEqual(ben.updates[0])
    expect(ada.text).toHaveLength(1_000)
  })

  test('S19 someone who knows a part is sent the rest, with and without a Y.Doc', async () => {
    const { sync, clock, join, run, write } = stage()
    const ada = await join('ada')
    ada.write('one')
    await run(ada)
    ada.disconnect()
    await write((doc) => doc.getText('title').insert(3, ' two'))
    ada.connect()
    await settle()
    await run(ada)
    expect(ada.text).toBe('one two')
    ada.disconnect()
    await write((doc) => doc.getText('title').insert(7, ' three'))
    await write((doc) => doc.getText('title').delete(0, 1))
    const keep = await join('keep')
    await clock.advance(60_000)
    expect(sync.stats().builtDocuments).toBe(0)
    ada.connect()
    await settle()
    await run(ada)
    expect(ada.text).toBe('ne two three')
    expect(fingerprint(ada.doc)).toBe(fingerprint(keep.doc))
  })

  test('S19 an edit while someone joins arrives exactly once, in the first sync or after it', async () => {
    const { log, join, run, sync } = stage()
    const ada = await join('ada')
    log.holding = true
    ada.write('in flight')
    await run(ada)
    const ben = new ModelClient(sync, personCalled('ben'), BOARD)
    ben.connect()
    await settle()
    ben.exchange()
    expect(ben.updates).toHaveLength(0)
    log.holding = false
    log.release()
    await run(ada, ben)
    expect(ben.text).toBe('in flight')
    expect(ben.updates).toHaveLength(1)
  })
})

/** An update of exactly this many bytes. */
function bigUpdate(bytes: number): Uint8Array {
  const make = (chars: number) => {
    const doc = new Y.Doc()
    doc.clientID = 1_000_000_000
    doc.getText('title').insert(0, 'x'.repeat(chars))
    return Y.encodeStateAsUpdate(doc)
  }
  const overhead = make(bytes).length - bytes
  const update = make(bytes - overhead)
  if (update.length !== bytes) throw new Error(`made ${update.length} bytes, not ${bytes}`)
  return update
}

/** The letters without their order: which of two writers comes first is Yjs's to decide. */
const letters = (text: string): string => text.split('').sort().join('')
