// Owns: the sync engine by itself as others run it: a real process, stock y-websocket clients, a disk, kill -9.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { fingerprint, socketClass } from '../support/documents.ts'
import { freePort, type Tethered, tethered } from '../support/processes.ts'
import { openRaw } from '../support/raw-socket.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { noSmallDisk, smallDisk } from '../support/small-disk.ts'
import { REPOSITORY } from '../support/source.ts'
import { until } from '../support/until.ts'

const START_DEADLINE_MS = 60_000
const KILLS = 8

let folder: string
const running: Tethered[] = []
const clients: { close(): void }[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kiem-alone-'))
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(running.splice(0).map((child) => child.end()))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function launch(...args: string[]): Tethered {
  const program = path.join(REPOSITORY, 'server/sync/alone.ts')
  const { PATH = '', HOME = '' } = process.env
  const child = tethered(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: REPOSITORY,
    env: { PATH, HOME },
  })
  running.push(child)
  return child
}

async function serve(data: string, ...args: string[]): Promise<{ child: Tethered; port: number; url: string }> {
  const child = launch('--port', '0', '--data', path.join(folder, data), ...args)
  const [, port] = await child.says(/"event":"listening".*"port":(\d+)/, START_DEADLINE_MS)
  return { child, port: Number(port), url: `http://127.0.0.1:${port}` }
}

/** As a person with the stock client would connect, in whatever program. */
function join(url: string, name: string, doc = new Y.Doc(), saved = createSavedMark()) {
  const options = { url, origin: null, ...saved.options }
  const provider = new WebsocketProvider(url.replace('http', 'ws'), name, doc, {
    WebSocketPolyfill: socketClass(options) as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  const client = {
    doc,
    provider,
    saved,
    text: doc.getText('body'),
    synced: () => until(() => provider.synced, `${name} to be synced`),
    close() {
      provider.destroy()
      provider.awareness.destroy()
    },
  }
  clients.push(client)
  return client
}

describe('well-behaved', () => {
  test('stock clients write together in several documents, see each other, and find it all after a stop', async () => {
    const first = await serve('together')
    const [ada, ben] = [join(first.url, 'notes'), join(first.url, 'notes')]
    const other = join(first.url, 'plans/2026 äé')
    for (const client of [ada, ben, other]) await client.synced()
    ada.text.insert(0, 'hello')
    other.text.insert(0, 'apart')
    await until(() => ben.text.toJSON() === 'hello', 'ben to read it')
    ada.provider.awareness.setLocalStateField('view', 'here')
    await until(() => ben.provider.awareness.getStates().get(ada.doc.clientID)?.['view'] === 'here', 'ben to see ada')

    const closes: number[] = []
    ada.provider.on('connection-close', (event) => closes.push(event?.code ?? 0))
    first.child.signal('SIGTERM')
    expect(await first.child.exited).toMatchObject({ code: 0 })
    await until(() => closes.includes(1012), 'ada to be told to come back')
    expect(await readdir(path.join(folder, 'together'))).toEqual(['journal'])

    const second = await serve('together')
    const cleo = join(second.url, 'notes')
    await cleo.synced()
    expect(fingerprint(cleo.doc)).toBe(fingerprint(ben.doc))
    const dora = join(second.url, 'plans/2026 äé')
    await dora.synced()
    expect(dora.text.toJSON()).toBe('apart')
  })

  test('it says how it is, and what it is to whoever comes without a WebSocket', async () => {
    const { url } = await serve('metrics')
    const ada = join(url, 'notes')
    await ada.synced()
    const health = await fetch(`${url}/healthz`)
    expect([health.status, await health.text()]).toEqual([200, 'ok'])
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('\nsync_connections 1\n')
    expect((await fetch(`${url}/notes`)).status).toBe(426)
  })

  test('a page of another site is let in only when it is listed', async () => {
    const { url } = await serve('origins', '--origin', 'https://app.example')
    const closing = async (origin: string | null) => {
      const raw = await openRaw({ url, path: '/notes', origin })
      raw.send(Uint8Array.of(0, 0, 1, 0))
      const fate = await Promise.race([
        raw.closed().then(({ code }) => code),
        until(() => raw.frames.length > 0, 'an answer').then(() => 'open'),
      ]).finally(() => raw.close())
      return fate
    }
    expect(await closing('https://evil.example')).toBe(4403)
    for (const origin of [null, 'http://localhost:5173', 'https://app.example'])
      expect(await closing(origin)).toBe('open')
  })

  test('a document has the size it was told, and others go on', async () => {
    const { url } = await serve('sizes', '--max-document-mb', '1')
    const ada = join(url, 'large')
    await ada.synced()
    let closed: { code: number; reason: string } | undefined
    ada.provider.on('closed', (event) => {
      closed = event
    })
    await until(() => {
      if (!closed) ada.text.insert(0, 'x'.repeat(50_000))
      return closed !== undefined
    }, 'the document to be full')
    expect(closed).toEqual({ code: 4413, reason: 'document-full' })
    const ben = join(url, 'small')
    await ben.synced()
  })
})

describe('a clear word instead of a stack', () => {
  test('for --help, a wrong option, a taken port, a folder in use and one that cannot be', async () => {
    const ends = async (child: Tethered, code: number) => {
      expect(await child.exited).toMatchObject({ code })
      expect(child.output()).not.toMatch(/\n\s+at /)
      return child.output()
    }
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = String(typeof address === 'object' ? address?.port : 0)
    const { child } = await serve('busy')
    await writeFile(path.join(folder, 'a file'), '')
    const at = (data: string) => path.join(folder, data)
    try {
      expect(await ends(launch('--help'), 0)).toContain('--max-document-mb')
      expect(await ends(launch('--port', 'x'), 2)).toContain('--port must be a whole number')
      expect(await ends(launch('--port', port, '--data', at('free')), 1)).toContain(`Port ${port} is in use`)
      expect(await ends(launch('--port', '0', '--data', at('busy')), 1)).toContain(`in use by process ${child.pid}`)
      expect(await ends(launch('--port', '0', '--data', at('a file')), 1)).toContain('cannot be written')
      // A port that was taken leaves the folder free.
      expect(await readdir(at('free'))).toEqual(['journal'])
    } finally {
      taken.close()
    }
  })
})

describe('F1 kill -9', () => {
  test(`${KILLS} times while two write: nothing that was acknowledged is missing, and clients come back by themselves`, async () => {
    const port = String(await freePort())
    const url = `http://127.0.0.1:${port}`
    const start = async () => {
      const child = launch('--port', port, '--data', path.join(folder, 'killed'))
      await child.says(/"event":"listening"/, START_DEADLINE_MS)
      return child
    }
    let child = await start()
    const writers = [join(url, 'notes'), join(url, 'notes')]
    const words: { word: string; saved: boolean }[] = []
    let serial = 0
    const typing = setInterval(() => {
      for (const { doc, text, provider, saved } of writers) {
        const word = `(${serial++})`
        doc.transact(() => text.insert(text.length, word))
        const edit = saved.edit(provider.wsconnected)
        words.push({
          word,
          get saved() {
            return edit.saved
          },
        })
      }
    }, 4)
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const before = words.filter(({ saved }) => saved).length
        await until(() => words.filter(({ saved }) => saved).length > before + 40, 'words to be acknowledged', 30_000)
        await child.kill('SIGKILL')
        const acknowledged = words.filter(({ saved }) => saved).map(({ word }) => word)
        child = await start()
        // Somebody who was never here: what they see is what was on disk, and what came back with the writers.
        const reader = join(url, 'notes')
        await reader.synced()
        const there = reader.text.toJSON()
        expect(acknowledged.filter((word) => !there.includes(word))).toEqual([])
        reader.close()
      }
    } finally {
      clearInterval(typing)
    }
    await until(() => words.every(({ saved }) => saved), 'everything to be acknowledged at last', 30_000)
    const [ada, ben] = writers
    await until(() => fingerprint(ada!.doc) === fingerprint(ben!.doc), 'both to have the same')
    expect(words.filter(({ word }) => !ada!.text.toJSON().includes(word))).toEqual([])
  })
})

describe.skipIf(noSmallDisk())('F7 a full disk', () => {
  test('nothing is acknowledged while it lasts, and everything once there is room, without a restart', async () => {
    const disk = smallDisk(16)
    try {
      const child = launch('--port', '0', '--data', path.join(disk.folder, 'documents'))
      const [, port] = await child.says(/"event":"listening".*"port":(\d+)/, START_DEADLINE_MS)
      const ada = join(`http://127.0.0.1:${port}`, 'notes')
      await ada.synced()
      ada.text.insert(0, 'before ')
      const first = ada.saved.edit(true)
      await until(() => first.saved, 'the first edit to be on disk')
      disk.fill()
      ada.text.insert(0, 'x'.repeat(50_000))
      const second = ada.saved.edit(ada.provider.wsconnected)
      await child.says(/"event":"store-failed"/, 10_000)
      expect(second.saved).toBe(false)
      disk.free()
      await until(() => second.saved, 'the second one to be on disk', 20_000)
      expect(child.running()).toBe(true)
    } finally {
      await Promise.all(running.splice(0).map((child) => child.end()))
      disk.remove()
    }
  })
})

test('F94 a stock client that is far too fast is stopped with 4429, and nobody else notices', async () => {
  const { url } = await serve('flood', '--updates-per-second', '20')
  const [mallory, ben] = [join(url, 'notes'), join(url, 'notes')]
  for (const client of [mallory, ben]) await client.synced()
  let closed: { code: number } | undefined
  mallory.provider.on('closed', (event) => {
    closed = event
  })
  for (let i = 0; i < 21_000; i++) mallory.text.insert(0, 'x')
  await until(() => closed?.code === 4429, 'mallory to be stopped', 60_000)
  ben.text.insert(0, 'still here')
  ben.saved.edit(true)
  await until(() => ben.saved.unsaved === 0, 'ben’s edit to be on disk', 60_000)
  expect(ben.provider.wsconnected).toBe(true)
})
