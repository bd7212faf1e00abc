// Owns an update log in one append-only file, for the engine running by itself: everything is in memory, and every append is
// synced to the file before it counts. A batch is one record with a checksum, so that a crash leaves all of it or nothing.
// What compaction made superfluous leaves the file when it is written anew. One process per folder.
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { isCode, lockFolder } from './folder-lock.ts'
import { encodeAppend, encodeCompact, encodeState, record, replay } from './journal-records.ts'
import type { UpdateLog } from './log.ts'
import { memoryLog } from './memory-log.ts'

const JOURNAL = 'journal'
/** Written anew beside the old one, and only then put in its place. */
const FRESH = 'journal.new'
/** A smaller journal is not worth the writing. */
const REWRITE_FROM_BYTES = 1024 * 1024
/** While the engine runs, everybody waits for the rewriting: it has to be worth more, and is rare. */
const REWRITE_RUNNING_FROM_BYTES = 64 * 1024 * 1024
const REWRITE_TIMES_LARGER = 3

export interface JournalLog extends UpdateLog {
  /** The length of the file. */
  readonly bytes: number
  close(): Promise<void>
}

export interface JournalOptions {
  /** What reached the disk is not known any more: nothing is taken from here on, and the journal has to be opened again. */
  broken?(cause: unknown): void
  /** Smaller ones are left as they are while the engine runs. */
  rewriteFromBytes?: number
}

/** Rejects when another living process has the folder, saying which. */
export async function journalLog(folder: string, options: JournalOptions = {}): Promise<JournalLog> {
  const rewriteFrom = options.rewriteFromBytes ?? REWRITE_RUNNING_FROM_BYTES
  await mkdir(folder, { recursive: true })
  const unlock = await lockFolder(folder)
  const memory = memoryLog()
  const file = path.join(folder, JOURNAL)
  let journal: FileHandle
  let end = 0
  let queue: Promise<unknown> = Promise.resolve()
  let broken: unknown = null

  try {
    await rm(path.join(folder, FRESH), { force: true })
    end = await replay(await readWhole(file), memory)
    journal = await open(file, 'a+').then((created) => created.close().then(() => open(file, 'r+')))
    // A record cut off by a crash was never acknowledged.
    await journal.truncate(end)
    await journal.sync()
    await syncFolder(folder)
    if (end > REWRITE_FROM_BYTES && end > REWRITE_TIMES_LARGER * memory.bytes()) await rewrite()
  } catch (cause) {
    await unlock()
    throw cause
  }

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = queue.then(run, run)
    queue = turn.catch(() => {})
    return turn
  }

  function breakDown(cause: unknown): void {
    broken = cause
    options.broken?.(cause)
  }

  async function store(payload: Uint8Array): Promise<void> {
    if (broken !== null)
      throw new Error('the journal could not be written and has to be opened again', { cause: broken })
    const bytes = record(payload)
    try {
      await writeAll(journal, bytes, end)
    } catch (cause) {
      // A full disk: what is there of the record is no record. It is tried again with the next one.
      await journal.truncate(end).catch(breakDown)
      throw cause
    }
    try {
      await journal.datasync()
    } catch (cause) {
      // What reached the disk is unknown: nothing may follow it.
      breakDown(cause)
      throw cause
    }
    end += bytes.length
  }

  /** The same documents in fewer bytes; until the very last step the old file stands. */
  async function rewrite(): Promise<void> {
    const fresh = path.join(folder, FRESH)
    const next = await open(fresh, 'w+')
    let length = 0
    try {
      for (const [document, kept] of memory.documents()) {
        const bytes = record(encodeState(document, kept))
        await writeAll(next, bytes, length)
        length += bytes.length
      }
      await next.sync()
      await rename(fresh, file)
    } catch (cause) {
      await next.close()
      await rm(fresh, { force: true })
      throw cause
    }
    await syncFolder(folder)
    await journal.close()
    journal = next
    end = length
  }

  return {
    get bytes() {
      return end
    },
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
        if (!memory.compactable(document, seq)) return false
        await store(encodeCompact(document, snapshot, seq))
        const compacted = await memory.compact(document, snapshot, seq)
        // A disk without room for a second copy keeps the long one.
        if (end > rewriteFrom && end > REWRITE_TIMES_LARGER * memory.bytes()) await rewrite().catch(() => {})
        return compacted
      }),
    async close() {
      await queue
      await journal.close()
      await unlock()
    },
  }
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return new Uint8Array(0)
    throw cause
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written, at + written)).bytesWritten
  }
}

/** A new name in a folder is on disk when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
