// Owns the worker thread of the embedded database: where its file is, what it says, how it starts and ends cleanly.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/** A clean stop ends with a checkpoint of at most 24 MB of log. */
const STOP_DEADLINE_MS = 10_000

/** Mirrors what embedded-worker.mjs posts. */
export type FromThread =
  | { type: 'ready'; created: boolean }
  | { type: 'failed'; message: string; code: string | null }
  | { type: 'panic'; message: string }
  | { type: 'note'; text: string }
  | { type: 'data'; session: number; bytes: Uint8Array }
  | { type: 'answered'; session: number }
  | { type: 'stopped' }

/** Mirrors what embedded-worker.mjs reads. */
export interface ThreadData {
  dir: string
  template: string | null
  writable: boolean
  counters: SharedArrayBuffer
}

export interface ThreadListener {
  hear: (message: FromThread, worker: Worker) => void
  gone: (reason: string, worker: Worker) => void
}

/** `opening` resolves with 'ready', or with the reason why not. */
export function startThread(
  data: ThreadData,
  { hear, gone }: ThreadListener,
): { worker: Worker; opening: Promise<string> } {
  const worker = new Worker(workerFile(), { execArgv: [], workerData: data })
  let reason = 'the database thread ended'
  const opening = new Promise<string>((resolve) => {
    worker.on('message', (message: FromThread) => {
      if (message.type === 'ready') resolve('ready')
      if (message.type === 'failed' || message.type === 'panic') reason = message.message
      hear(message, worker)
    })
    worker.on('error', (error) => {
      reason = error.message
    })
    worker.on('exit', () => {
      resolve(reason)
      gone(reason, worker)
    })
  })
  return { worker, opening }
}

/** Resolves when the thread has closed the database and ended, or after ten seconds. */
export function stopThread(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(resolve, STOP_DEADLINE_MS)
    worker.once('exit', () => {
      clearTimeout(deadline)
      resolve()
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ type: 'stop' })
  })
}

/** Beside this file in the source tree, beside main.js in the build. */
function workerFile(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const found = ['embedded-worker.mjs', 'embedded-worker.js']
    .map((name) => path.join(here, name))
    .find((file) => fs.existsSync(file))
  if (!found) throw new Error(`embedded-worker is missing in ${here}: build again with npm run build`)
  return found
}
