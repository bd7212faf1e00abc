// Owns an update log in one append-only file, for the engine running by itself: everything is in memory, and every append is
// synced to the file before it counts. A batch is one record with a checksum, so that a crash leaves all of it or nothing.
// One process per folder: a lock file says whose it is.
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Append, Lease, UpdateLog } from './log.ts'
import { type MemoryLog, memoryLog } from './memory-log.ts'

const JOURNAL = 'journal'
const LOCK = 'lock'
const COMPACT = 1
/** As APPEND, with the client ids that were taken; journals from before have none. */
const APPEND_LEASES = 2
/** Length and checksum, four bytes each. */
const HEAD_BYTES = 8

export interface JournalLog extends UpdateLog {
  close(): Promise<void>
}

/** Rejects when another living process has the folder, saying which. */
export async function journalLog(folder: string): Promise<JournalLog> {
  await mkdir(folder, { recursive: true })
  await lock(path.join(folder, LOCK))
  const memory = memoryLog()
  const file = path.join(folder, JOURNAL)
  const whole = existsSync(file) ? await replay(await readFile(file), memory) : 0
  const journal = await open(file, existsSync(file) ? 'r+' : 'w+')
  // A record cut off by a crash was never acknowledged.
  await journal.truncate(whole)
  let end = whole
  let queue: Promise<unknown> = Promise.resolve()
  let broken: unknown = null

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = queue.then(run, run)
    queue = turn.catch(() => {})
    return turn
  }

  async function store(payload: Uint8Array): Promise<void> {
    if (broken !== null)
      throw new Error('the journal could not be written and has to be opened again', { cause: broken })
    const record = withHead(payload)
    try {
      await journal.write(record, 0, record.length, end)
      await journal.datasync()
    } catch (cause) {
      // What reached the disk is unknown: nothing may follow it.
      broken = cause
      throw cause
    }
    end += record.length
  }

  return {
    load: (document) => memory.load(document),
    after: (document, seq) => memory.after(document, seq),
    heads: (documents) => memory.heads(documents),
    clients: (document, clientIds) => memory.clients(document, clientIds),
    append: (batch) =>
      inTurn(async () => {
        const refused = memory.objection(batch)
        if (refused !== null) throw refused
        await store(encodeAppend(batch))
        return memory.append(batch)
      }),
    compact: (document, snapshot, seq) =>
      inTurn(async () => {
        if (!(await memory.compact(document, snapshot, seq))) return false
        await store(encodeCompact(document, snapshot, seq))
        return true
      }),
    async close() {
      await queue
      await journal.close()
      await rm(path.join(folder, LOCK), { force: true })
    },
  }
}

async function lock(file: string): Promise<void> {
  for (;;) {
    let handle: FileHandle
    try {
      handle = await open(file, 'wx')
    } catch (cause) {
      if (!isCode(cause, 'EEXIST')) throw cause
      const holder = Number(await readFile(file, 'utf8').catch(() => ''))
      if (holder !== process.pid && isAlive(holder)) {
        throw new Error(`${path.dirname(file)} is in use by process ${holder}; stop it or choose another folder`, {
          cause,
        })
      }
      // Left by a process that is gone: moved aside first, so that of two that find it only one goes on.
      const stale = `${file}.${process.pid}`
      await rename(file, stale).catch(() => {})
      await rm(stale, { force: true })
      continue
    }
    await handle.close()
    await writeFile(file, String(process.pid))
    return
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return isCode(cause, 'EPERM')
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code
}

/** Returns how many bytes are whole records. */
async function replay(bytes: Uint8Array, memory: MemoryLog): Promise<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + HEAD_BYTES <= bytes.length) {
    const length = view.getUint32(at)
    const payload = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
    if (payload.length !== length || crc32(payload) !== view.getUint32(at + 4)) break
    await apply(payload, memory)
    at += HEAD_BYTES + length
  }
  return at
}

async function apply(payload: Uint8Array, memory: MemoryLog): Promise<void> {
  const decoder = decoding.createDecoder(payload)
  const kind = decoding.readVarUint(decoder)
  if (kind === COMPACT) {
    const document = decoding.readVarString(decoder)
    const seq = decoding.readVarUint(decoder)
    await memory.compact(document, decoding.readVarUint8Array(decoder), seq)
    return
  }
  const batch = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    document: decoding.readVarString(decoder),
    rows: Array.from({ length: decoding.readVarUint(decoder) }, () => ({
      bytes: decoding.readVarUint8Array(decoder),
      userId: readMaybe(decoder),
      sessionId: readMaybe(decoder),
      clientId: toNumber(readMaybe(decoder)),
    })),
    clients: kind === APPEND_LEASES ? readLeases(decoder) : [],
  }))
  await memory.append(batch)
}

function encodeAppend(batch: readonly Append[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, APPEND_LEASES)
  encoding.writeVarUint(encoder, batch.length)
  for (const { document, rows, clients = [] } of batch) {
    encoding.writeVarString(encoder, document)
    encoding.writeVarUint(encoder, rows.length)
    for (const { bytes, userId, sessionId, clientId } of rows) {
      encoding.writeVarUint8Array(encoder, bytes)
      writeMaybe(encoder, userId)
      writeMaybe(encoder, sessionId)
      writeMaybe(encoder, clientId === null ? null : String(clientId))
    }
    encoding.writeVarUint(encoder, clients.length)
    for (const { clientId, owner } of clients) {
      encoding.writeVarUint(encoder, clientId)
      writeMaybe(encoder, owner)
    }
  }
  return encoding.toUint8Array(encoder)
}

function readLeases(decoder: decoding.Decoder): Lease[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    clientId: decoding.readVarUint(decoder),
    owner: readMaybe(decoder),
  }))
}

function encodeCompact(document: string, snapshot: Uint8Array, seq: number): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, COMPACT)
  encoding.writeVarString(encoder, document)
  encoding.writeVarUint(encoder, seq)
  encoding.writeVarUint8Array(encoder, snapshot)
  return encoding.toUint8Array(encoder)
}

function withHead(payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEAD_BYTES + payload.length)
  const view = new DataView(record.buffer)
  view.setUint32(0, payload.length)
  view.setUint32(4, crc32(payload))
  record.set(payload, HEAD_BYTES)
  return record
}

function writeMaybe(encoder: encoding.Encoder, value: string | null): void {
  encoding.writeUint8(encoder, value === null ? 0 : 1)
  if (value !== null) encoding.writeVarString(encoder, value)
}

function readMaybe(decoder: decoding.Decoder): string | null {
  return decoding.readUint8(decoder) === 0 ? null : decoding.readVarString(decoder)
}

function toNumber(value: string | null): number | null {
  return value === null ? null : Number(value)
}
