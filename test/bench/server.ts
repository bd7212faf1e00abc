// Owns: the built server as a child process for measuring, on the embedded database or on a PostgreSQL of its own that
// really syncs to disk. Must never need the test runner.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '../support/postgres-cluster.ts'
import { freePort, type Tethered, tethered } from '../support/processes.ts'
import { REPOSITORY } from '../support/source.ts'

export type Database = 'embedded' | 'postgres'

export interface Server {
  readonly url: string
  readonly pid: number
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedMs: number
  restart(): Promise<void>
  stop(): Promise<void>
}

const START_DEADLINE_MS = 60_000
const LOOK_EVERY_MS = 5

export async function startServer(database: Database): Promise<Server> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'kiem-bench-'))
  const cluster = database === 'postgres' ? await startPostgres({ durable: true }) : null
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: Tethered | null = null
  let startedMs = 0

  async function start(): Promise<void> {
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, NODE_ENV: 'development', LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: String(port) }
    const startedAt = performance.now()
    child = tethered(process.execPath, [path.join(REPOSITORY, 'dist/server/main.js')], {
      cwd: REPOSITORY,
      env: { ...env, DATA_DIR: dataDir, ...(cluster ? { DATABASE_URL: cluster.url('postgres') } : {}) },
    })
    while (!(await answers(url))) {
      if (!child.running() || performance.now() - startedAt > START_DEADLINE_MS) throw new Error(child.output())
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    startedMs = performance.now() - startedAt
  }

  async function stop(): Promise<void> {
    await child?.end()
    await cluster?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }

  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    get pid() {
      return child?.pid ?? -1
    },
    get startedMs() {
      return startedMs
    },
    async restart() {
      await child?.end()
      await start()
    },
    stop,
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok
  } catch {
    return false
  }
}
