// Owns: what exists once per test run (a PostgreSQL cluster, a Redis, the built app, the templates), made on first demand.
// Lives in vitest's main process; test workers ask it over a Unix socket. Must never start anything nobody asked for:
// a run of unit tests pays for one idle socket.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Makes a thing once; `cleanup` is called at the end of the run, in reverse order of making. */
export type Job = (tools: {
  folder: string
  cleanup: (undo: () => Promise<unknown>) => void
  ask: Ask
}) => Promise<unknown>
type Ask = (job: string) => Promise<unknown>

export type Coordinator = { socketPath: string; folder: string; close(): Promise<void> }

export async function startCoordinator(jobs: Record<string, Job>): Promise<Coordinator> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kiem-run-'))
  const socketPath = path.join(folder, 'coordinator.sock')
  const made = new Map<string, Promise<unknown>>()
  const undos: (() => Promise<unknown>)[] = []

  function ask(name: string): Promise<unknown> {
    const known = made.get(name)
    if (known) return known
    const job = jobs[name]
    if (!job) return Promise.reject(new Error(`The test run has no job called ${name}`))
    const promise = job({ folder, cleanup: (undo) => undos.push(undo), ask })
    made.set(name, promise)
    return promise
  }

  const server: Server = createServer((req, res) => {
    const answer = (status: number, body: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' })
      res.end(JSON.stringify(body))
    }
    ask((req.url ?? '/').slice(1)).then(
      (value) => answer(200, { value: value ?? null }),
      (error: unknown) =>
        answer(500, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))

  async function close(): Promise<void> {
    server.closeAllConnections()
    server.close()
    // What is still being made must be finished before it can be taken away.
    await Promise.allSettled(made.values())
    for (const undo of undos.reverse()) await undo()
    await rm(folder, { recursive: true, force: true })
  }

  return { socketPath, folder, close }
}

/** Asked from a test worker. The answer is the job's value; a failed job rejects with its own words. */
export function askCoordinator(socketPath: string, job: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const req = request({ socketPath, path: `/${job}`, method: 'POST' }, (res) => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', (chunk: string) => {
        text += chunk
      })
      res.on('end', () => {
        const body: unknown = JSON.parse(text)
        if (typeof body === 'object' && body && 'error' in body) reject(new Error(`${job}: ${String(body.error)}`))
        else if (typeof body === 'object' && body && 'value' in body) resolve(body.value)
        else reject(new Error(`${job}: the test run answered ${text}`))
      })
    })
    req.on('error', reject)
    req.end()
  })
}
