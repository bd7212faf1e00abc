// Owns the embedded database's engine: PGlite in its own thread, so that a panic or an endless wait in WebAssembly
// can be ended from outside. Speaks PostgreSQL's wire protocol over the message port, one session at a time.
// Must never acknowledge what is not on disk: no `-F`, and NODEFS gets the fsync it lacks. Plain JavaScript on purpose:
// Node 20 cannot load TypeScript in a worker, and the build copies this file beside main.js.

import fs from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** @type {{ dir: string, template: string | null, writable: boolean, counters: SharedArrayBuffer }} */
const { dir, template, writable: startsWritable, counters } = workerData
const counts = new Int32Array(counters)
const FILE_SYNCS = 0
const DIRECTORY_SYNCS = 1
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)

// Single-user mode has no background workers: a checkpoint runs inside the statement that fills the log, so the log is
// kept small (a 1 MB segment, 24 MB in all), which also bounds recovery after a kill and the space a full disk needs.
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['fsync=on', 'wal_sync_method=fsync', 'full_page_writes=on', 'max_wal_size=24MB', 'min_wal_size=4MB'].flatMap(
    (setting) => ['-c', setting],
  ),
]
const INITDB_PARAMS = ['--wal-segsize=1']

const utf8 = new TextEncoder()
let lastPanic = ''
let stopping = false

class DurableFs extends NodeFS {
  async init(pg, opts) {
    const { emscriptenOpts } = await super.init(pg, opts)
    emscriptenOpts.preRun.unshift((mod) => {
      // NODEFS has no fsync at all: without this, PostgreSQL's own fsync calls succeed and do nothing.
      mod.NODEFS.stream_ops.fsync = (stream) =>
        mod.NODEFS.tryFSOperation(() => {
          fs.fsyncSync(stream.nfd)
          const directory = (stream.node.mode & fs.constants.S_IFMT) === fs.constants.S_IFDIR
          Atomics.add(counts, directory ? DIRECTORY_SYNCS : FILE_SYNCS, 1)
          return 0
        })
    })
    // After a panic PGlite swallows the abort and the next statement never returns: leave the thread at once.
    emscriptenOpts.onAbort = () => {
      port.postMessage({ type: 'panic', message: lastPanic || 'the database engine stopped' })
      process.exit(1)
    }
    return { emscriptenOpts }
  }
}

function onStderr(text) {
  if (/\b(PANIC|FATAL):/.test(text)) lastPanic = text
  if (!stopping && /\b(PANIC|FATAL|WARNING):/.test(text)) port.postMessage({ type: 'note', text })
  return false
}

async function open(at) {
  const pg = new PGlite({
    fs: new DurableFs(at),
    extensions: { pg_trgm },
    startParams: START_PARAMS,
    initDbStartParams: INITDB_PARAMS,
    onStderr,
  })
  await pg.waitReady
  return pg
}

function syncTree(at) {
  for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
    const child = path.join(at, entry.name)
    if (entry.isDirectory()) syncTree(child)
    else syncPath(child)
  }
  syncPath(at)
}

function syncPath(at) {
  const fd = fs.openSync(at, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/** A new database is made beside its place and moved there whole, so a kill half-way never leaves half a database. */
async function create() {
  const draft = `${dir}.new`
  fs.rmSync(draft, { recursive: true, force: true })
  if (template) {
    fs.cpSync(template, draft, { recursive: true }) // for tests: not synced, a lost copy is made again
  } else {
    const pg = await open(draft)
    await pg.close()
    syncTree(draft)
  }
  fs.renameSync(draft, dir)
  syncPath(path.dirname(dir))
}

/** @type {PGlite} */
let pg
let writable = startsWritable
let appliedWritable = true
let session = 0
let greeted = false
let pending = new Uint8Array(0)

function run(bytes, onData) {
  return pg.execProtocolRawStream(bytes, { syncToFs: false, onRawData: onData })
}

function simpleQuery(text) {
  const body = utf8.encode(text)
  const frame = new Uint8Array(body.length + 6)
  frame[0] = 81 // Q
  new DataView(frame.buffer).setInt32(1, body.length + 5)
  frame.set(body, 5)
  return run(frame, () => {})
}

async function applyWritable() {
  if (appliedWritable === writable || pg.isInTransaction()) return
  await simpleQuery(`SET default_transaction_read_only = ${writable ? 'off' : 'on'}`)
  appliedWritable = writable
}

/** A new client must find a clean session: the one engine serves all of them, one after another. */
async function begin(next) {
  if (session !== 0) {
    if (pg.isInTransaction()) await simpleQuery('ROLLBACK')
    await simpleQuery('DISCARD ALL')
    appliedWritable = true
  }
  session = next
  greeted = false
  pending = new Uint8Array(0)
}

async function end() {
  if (pg.isInTransaction()) await simpleQuery('ROLLBACK')
  pending = new Uint8Array(0)
}

// Messages after which the client waits for an answer: Query, Sync, FunctionCall, Flush, CopyDone, CopyFail.
const BATCH_ENDS = new Set(Buffer.from('QSFHcf'))
const TERMINATE = 'X'.charCodeAt(0)

async function receive(bytes) {
  const joined = new Uint8Array(pending.length + bytes.length)
  joined.set(pending)
  joined.set(bytes, pending.length)
  pending = joined
  const view = new DataView(joined.buffer)
  let batchStart = 0
  let offset = 0
  while (offset < joined.length) {
    const lengthAt = greeted ? offset + 1 : offset
    if (lengthAt + 4 > joined.length) break
    const next = lengthAt + view.getInt32(lengthAt)
    if (next > joined.length) break
    const kind = joined[offset]
    offset = next
    if (greeted && kind === TERMINATE) {
      await end()
      batchStart = offset
    } else if (!greeted || BATCH_ENDS.has(kind)) {
      greeted = true
      await answer(joined.slice(batchStart, offset))
      batchStart = offset
    }
  }
  pending = joined.slice(batchStart)
}

async function answer(batch) {
  await applyWritable()
  const to = session
  await run(batch, (bytes) => {
    const copy = bytes.slice()
    port.postMessage({ type: 'data', session: to, bytes: copy }, [copy.buffer])
  })
  port.postMessage({ type: 'answered', session: to })
}

async function stop() {
  stopping = true
  await end()
  await pg.close()
  port.postMessage({ type: 'stopped' })
  port.close()
}

async function handle(message) {
  if (message.type === 'connect') await begin(message.session)
  else if (message.type === 'writable') writable = message.writable
  else if (message.type === 'stop') await stop()
  else if (message.session === session) {
    if (message.type === 'data') await receive(message.bytes)
    else if (message.type === 'end') await end()
  }
}

function failed(error) {
  const message = lastPanic || (error instanceof Error ? error.message : String(error))
  port.postMessage({ type: 'failed', message, code: error?.code ?? null })
  process.exit(1)
}

async function start() {
  const created = !fs.existsSync(path.join(dir, 'PG_VERSION'))
  if (created) await create()
  pg = await open(dir)
  port.postMessage({ type: 'ready', created })
}

let queue = start().catch(failed)
port.on('message', (message) => {
  queue = queue.then(() => handle(message)).catch(failed)
})
