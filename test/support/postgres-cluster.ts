// Owns: one PostgreSQL cluster of our own: own folder, own loopback port, never as root.
// Must never touch a cluster it did not make.
//
//   const cluster = await startPostgres({ durable: true })   // a private one, for tests that kill it
//   cluster.url('postgres')                                  // postgres://postgres@127.0.0.1:port/postgres
//   await cluster.kill()      // SIGKILL of the postmaster and its children (F5)
//   await cluster.start()     // the same folder, the same port
//   await cluster.stop()      // and removes the folder
import { execFileSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Account, freePort, type Tethered, tethered } from './processes.ts'
import { programPath } from './programs.ts'

export type PostgresOptions = {
  /** false (default): no fsync, as fast as it gets. true: what production runs, for tests that kill it. */
  durable?: boolean
  settings?: Record<string, string>
}

export type PostgresCluster = {
  readonly port: number
  readonly pid: number
  url(database: string): string
  start(): Promise<void>
  /** `freeze` and `thaw` stop and continue the postmaster and every backend, so queries hang as on a stuck disk (F6). */
  freeze(): void
  thaw(): void
  kill(): Promise<void>
  stop(): Promise<void>
}

const START_DEADLINE_MS = 120_000
const PORT_ATTEMPTS = 5

const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
// Room for several apps with a pool each; Debian's default of 100 is met by 200 parallel casts.
const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
}

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresCluster> {
  const bin = programPath('postgres')
  const account = postgresAccount()
  const folder = await mkdtemp(path.join(tmpdir(), 'kiem-postgres-'))
  if (account) chownSync(folder, account.uid, account.gid)
  const data = path.join(folder, 'data')

  const initdb = tethered(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
    { account, cwd: folder },
  )
  const made = await initdb.exited
  if (made.code !== 0) throw new Error(`initdb failed:\n${initdb.output()}`)

  const settings = { ...ALWAYS, ...(options.durable ? {} : FAST), ...options.settings }
  let port = await freePort()
  let server: Tethered

  async function launch(): Promise<void> {
    const args = ['-D', data, '-p', String(port)]
    for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
    server = tethered(path.join(bin, 'postgres'), args, { account, cwd: folder, deathSignal: 'QUIT' })
    await server.says(/database system is ready to accept connections/, START_DEADLINE_MS)
  }

  for (let attempt = 1; ; attempt += 1) {
    try {
      await launch()
      break
    } catch (error) {
      const portTaken = /Address already in use/.test(String(error))
      if (!portTaken || attempt === PORT_ATTEMPTS) throw error
      port = await freePort()
    }
  }

  return {
    get port() {
      return port
    },
    get pid() {
      return server.pid
    },
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    start: launch,
    freeze: () => signalAll(server.pid, 'SIGSTOP'),
    thaw: () => signalAll(server.pid, 'SIGCONT'),
    async kill() {
      // Children first would be seen by the postmaster as crashes; taking the postmaster first leaves them orphaned and
      // holding shared memory, which refuses the restart. So: both, collected before the first one dies.
      const backends = childrenOf(server.pid)
      await server.kill('SIGKILL')
      for (const pid of backends) signalQuietly(pid, 'SIGKILL')
    },
    async stop() {
      signalAll(server.pid, 'SIGCONT')
      // SIGQUIT: the folder is thrown away, so a checkpoint would be wasted time.
      await server.kill('SIGQUIT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses root. Everyone else runs it as themselves. */
function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const name = ['postgres', 'nobody'].find((candidate) => idOf(candidate, '-u') !== undefined)
  if (!name) throw new Error('PostgreSQL refuses to run as root and there is no account "postgres" or "nobody"')
  return { name, uid: idOf(name, '-u') ?? 0, gid: idOf(name, '-g') ?? 0 }
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return undefined
  }
}

function childrenOf(pid: number): number[] {
  try {
    const listed = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    return listed.split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return [] // ps answers 1 when there are none
  }
}

function signalAll(postmaster: number, signal: NodeJS.Signals): void {
  const backends = childrenOf(postmaster)
  signalQuietly(postmaster, signal)
  for (const pid of backends) signalQuietly(pid, signal)
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone, which is what a kill wants and what the others may find.
  }
}
