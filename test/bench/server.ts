// Owns: the built server as a child process for measuring, on the embedded database or on a PostgreSQL of its own that
// really syncs to disk. Must never need the test runner. BENCH_PROFILE=FOLDER writes a processor profile of each run into it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { seasonedPostgres } from './database.ts'
import { freePort, type Tethered, tethered } from '../support/processes.ts'
import { REPOSITORY } from '../support/source.ts'

export type Database = 'embedded' | 'postgres'

export interface Server {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedMs: number
  /** Where its database is, for `openDatabase` while it is down. */
  readonly store: { dataDir: string; databaseUrl: string | null }
  /** `meanwhile` has the database to itself. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

const START_DEADLINE_MS = 60_000
/** Asking costs processor time that the start, and whoever comes back meanwhile, could use. */
const LOOK_EVERY_MS = 20

/** A server with a database of its own. */
export async function startServer(database: Database): Promise<Server> {
  if (database === 'embedded') return startNode({})
  const cluster = await seasonedPostgres()
  return startNode({ DATABASE_URL: cluster.url('postgres') }, () => cluster.stop())
}

/** A server on what `env` says; without DATABASE_URL on an embedded database of its own. `afterwards`: once it has stopped. */
export async function startNode(
  env: { DATABASE_URL?: string; REDIS_URL?: string },
  afterwards: () => Promise<void> = async () => undefined,
): Promise<Server> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'kiem-bench-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: Tethered | null = null
  let startedMs = 0

  async function start(): Promise<void> {
    const { PATH = '', HOME = '', BENCH_PROFILE } = process.env
    const own = { PATH, HOME, NODE_ENV: 'development', LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: String(port) }
    const profiling = BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${BENCH_PROFILE}`] : []
    const startedAt = performance.now()
    child = tethered(process.execPath, [...profiling, path.join(REPOSITORY, 'dist/server/main.js')], {
      cwd: REPOSITORY,
      env: { ...own, DATA_DIR: dataDir, ...env },
    })
    while (!(await answers(url))) {
      if (!child.running() || performance.now() - startedAt > START_DEADLINE_MS) throw new Error(child.output())
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    startedMs = performance.now() - startedAt
  }

  async function stop(): Promise<void> {
    await child?.end()
    await afterwards()
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
    port,
    store: { dataDir, databaseUrl: env.DATABASE_URL ?? null },
    get pid() {
      return child?.pid ?? -1
    },
    get startedMs() {
      return startedMs
    },
    async restart(meanwhile) {
      await child?.end()
      await meanwhile?.()
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
