// Owns: the whole app as a child process, as production runs it, which a test may kill at any moment (H1, H3).
//
//   const server = await startServer({ env: { DATABASE_URL: database.url } })   // built once per run, port chosen freely
//   server.url; server.port; server.pid; server.dataDir
//   await server.kill()              // SIGKILL; resolves when the process is gone
//   await server.restart()           // the same folder, port and environment
//   server.signal('SIGSTOP')         // and 'SIGCONT'
//   await server.stop()              // SIGTERM: the drain; then removes its folder, unless you gave one
//   server.output()                  // everything it logged
// A refused start: await startServer({...}) rejects with the child's output; or use launchServer and await `exited`.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Exit, freePort, type Tethered, tethered } from './processes.ts'
import { embeddedTemplate, fromRun } from './services.ts'
import { REPOSITORY } from './source.ts'
import { until } from './until.ts'

export type ServerOptions = {
  env?: Record<string, string>
  /** Kept afterwards when given; else a temporary folder is made and removed by stop(). */
  dataDir?: string
  port?: number
  /** Let the server make its embedded database itself, as a first start does. Default: a copy of the run's template. */
  firstStart?: boolean
  /** The sources under tsx instead of the bundle: slower to start, needs no build. */
  fromSource?: boolean
  /** Another program than the app's own main.js: a bundle that takes the same environment (bundled-program.ts). */
  entry?: string
  startDeadlineMs?: number
}

export type ServerProcess = {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly dataDir: string
  readonly exited: Promise<Exit>
  output(): string
  running(): boolean
  signal(signal: NodeJS.Signals): void
  kill(signal?: NodeJS.Signals): Promise<Exit>
  restart(env?: Record<string, string>): Promise<void>
  stop(): Promise<Exit>
}

// A fresh embedded database takes three seconds on an idle machine, and tests run beside each other.
const START_DEADLINE_MS = 120_000

/**
 * Ten times V8's own patience before it compiles a function once more, to run faster: a server that lives for seconds never gets
 * that back, and with hundreds of them it was a third of all processor time.
 */
const SHORT_LIVED = '--interrupt-budget=1320000'

export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'kiem-data-')))
  const wantsTemplate = !options.dataDir && !options.firstStart && !options.env?.DATABASE_URL
  if (wantsTemplate) await cp(await embeddedTemplate(), path.join(dataDir, 'db'), { recursive: true })
  const port = options.port ?? (await freePort())
  const command = options.entry
    ? { file: process.execPath, args: [SHORT_LIVED, '--enable-source-maps', options.entry] }
    : await serverCommand(options.fromSource ?? false)
  const deadlineMs = options.startDeadlineMs ?? START_DEADLINE_MS
  let env = options.env ?? {}
  let child: Tethered

  async function start(): Promise<void> {
    child = launchServer(command, { ...env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir })
    await ready(child, port, deadlineMs)
  }

  try {
    await start()
  } catch (error) {
    await child!.kill()
    if (!options.dataDir) await rm(dataDir, { recursive: true, force: true })
    throw error
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    get pid() {
      return child.pid
    },
    get exited() {
      return child.exited
    },
    output: () => child.output(),
    running: () => child.running(),
    signal: (signal) => child.signal(signal),
    kill: (signal) => child.kill(signal),
    async restart(changes) {
      if (child.running()) await child.end()
      env = { ...env, ...changes }
      await start()
    },
    async stop() {
      if (child.running()) child.signal('SIGCONT')
      const exit = await child.end()
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true })
      return exit
    },
  }
}

export type ServerCommand = { file: string; args: string[] }

export async function serverCommand(fromSource: boolean): Promise<ServerCommand> {
  if (fromSource) return { file: process.execPath, args: ['--import', 'tsx', path.join(REPOSITORY, 'server/main.ts')] }
  const build = String(await fromRun('build'))
  return { file: process.execPath, args: [SHORT_LIVED, '--enable-source-maps', path.join(build, 'server/main.js')] }
}

/** Starts without waiting, with nothing of this machine's environment but PATH and HOME: a test says all it means. */
export function launchServer(command: ServerCommand, env: Record<string, string>): Tethered {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  return tethered(command.file, command.args, {
    cwd: REPOSITORY,
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), LOG_LEVEL: 'info', ...env },
  })
}

/** Up when /healthz answers from the very process we started. */
async function ready(child: Tethered, port: number, deadlineMs: number): Promise<void> {
  const healthy = until(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`)
      if (!answer.ok) throw new Error(`/healthz answered ${answer.status}`)
    },
    'the server to answer /healthz',
    deadlineMs,
  )
  const died = child.exited.then(({ code, signal }) => {
    throw new Error(
      `The server ended (code ${code}, signal ${signal}) before it was up. Its output:\n${child.output()}`,
    )
  })
  try {
    await Promise.race([healthy, died])
  } finally {
    // The loser of the race must not become an unhandled rejection.
    healthy.catch(() => undefined)
    died.catch(() => undefined)
  }
}
