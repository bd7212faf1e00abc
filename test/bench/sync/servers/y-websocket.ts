// Owns: `@y/websocket-server` as its own starting file runs it; with BENCH_DATA also the LevelDB persistence its README
// describes, by the hook it has for that. Runs in the folder the public servers are installed in.
import { freePort } from '../../../support/processes.ts'
import { serve } from './serve.ts'

interface Doc {
  on(event: 'update', heed: (update: Uint8Array) => void): void
}
interface Level {
  getYDoc(name: string): Promise<Doc>
  storeUpdate(name: string, update: Uint8Array): Promise<unknown>
  destroy(): Promise<void>
}
const load = (name: string): Promise<Record<string, unknown>> => import(name)

const port = await freePort()
process.env['PORT'] = String(port)
process.env['HOST'] = '127.0.0.1'

let level: Level | null = null
const data = process.env['BENCH_DATA']
if (data !== undefined) {
  const yjs = (await load('yjs')) as {
    encodeStateAsUpdate(doc: Doc): Uint8Array
    applyUpdate(doc: Doc, u: Uint8Array): void
  }
  const { LeveldbPersistence } = (await load('y-leveldb')) as { LeveldbPersistence: new (folder: string) => Level }
  const { setPersistence } = (await load('@y/websocket-server/utils')) as { setPersistence(value: object): void }
  const kept = new LeveldbPersistence(data)
  level = kept
  setPersistence({
    provider: kept,
    async bindState(name: string, doc: Doc) {
      const stored = await kept.getYDoc(name)
      void kept.storeUpdate(name, yjs.encodeStateAsUpdate(doc))
      yjs.applyUpdate(doc, yjs.encodeStateAsUpdate(stored))
      doc.on('update', (update) => void kept.storeUpdate(name, update))
    },
    async writeState() {},
  })
}
// A damaged frame makes it emit an error nobody listens for.
await load('@y/websocket-server/server')
serve(port, {
  async stop() {
    await level?.destroy()
  },
})
