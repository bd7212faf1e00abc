// Owns: our engine as a server of the bench, put together as the program does it: a real log, access asked of a database,
// the guard of boards. BENCH_OWN says which of its rules are off, to see what each costs.
import { createServer } from 'node:http'
import * as Y from 'yjs'
import { WebSocketServer } from 'ws'
import { openDatabase } from '../../../../server/platform/database/index.ts'
import { createLog } from '../../../../server/platform/log.ts'
import { schemaOf } from '../../../../server/documents/schemas.ts'
import {
  createSync,
  FramedSocket,
  HARD_FRAME_BYTES,
  journalLog,
  memoryLog,
  type SyncLimits,
  sqlLog,
  type UpdateLog,
  warmUp,
} from '../../../../server/sync/index.ts'
import { board } from '../generator/board.ts'
import type { OwnSetting } from '../own-setting.ts'
import { serve } from './serve.ts'

const setting = JSON.parse(process.env['BENCH_OWN'] ?? '{}') as OwnSetting
const data = process.env['BENCH_DATA'] ?? ''

interface Ground {
  log: UpdateLog
  /** As much work as the program's own question costs the database. */
  ask(document: string): Promise<unknown>
  close(): Promise<void>
}

async function ground(): Promise<Ground> {
  if (setting.log === 'memory') return { log: memoryLog(), ask: async () => null, close: async () => {} }
  if (setting.log === 'journal') {
    const log = await journalLog(data)
    return { log, ask: async () => null, close: () => log.close() }
  }
  const databaseUrl = setting.log === 'postgres' ? (setting.databaseUrl ?? null) : null
  const template = setting.template === undefined ? {} : { template: setting.template }
  const database = await openDatabase({ databaseUrl, dataDir: data }, createLog('silent'), template)
  // As the program, which has asked for its settings by now.
  await database.ping()
  return {
    log: sqlLog(database.pool),
    ask: (document) => database.pool.query('select seq from sync_documents where name = $1', [document]),
    close: () => database.close(),
  }
}

const { log, ask, close } = await ground()
/** Counted as always, but what the bench sends as fast as it can is more than a person may. */
const UNLIMITED = 10_000_000
const budgets: Partial<SyncLimits> = {
  updatesBurst: UNLIMITED,
  bytesBurst: UNLIMITED * 100,
  framesBurst: UNLIMITED,
  documentUpdatesBurst: UNLIMITED,
}
const window = setting.window === undefined ? {} : { windowMs: setting.window, windowMaxMs: setting.window }

const sync = createSync({
  log,
  limits: { ...budgets, ...window },
  schema: schemaOf,
  guarded: setting.guard !== 'off',
  presence: () => 'full',
  async access(_person, document) {
    if (setting.access !== 'off') await ask(document)
    return 'edit'
  },
})

const http = createServer((_request, response) => response.writeHead(426).end())
const sockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  maxPayload: HARD_FRAME_BYTES,
  perMessageDeflate: false,
})
let visitors = 0
http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy())
  sockets.handleUpgrade(request, socket, head, (opened) => {
    const id = `visitor-${++visitors}`
    sync.attach(
      new FramedSocket(opened, socket),
      { userId: id, sessionId: id, name: id, color: '#555555' },
      (request.url ?? '/').slice(1),
    )
  })
})

warmUp()
http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  serve(typeof address === 'object' && address ? address.port : 0, {
    async seed(documents, cards) {
      const { pieces } = board(cards)
      for (const document of documents) {
        for (const piece of pieces) await sync.write(document, (doc) => Y.applyUpdate(doc, piece))
      }
    },
    async stop() {
      await sync.drain()
      await close()
    },
  })
})
