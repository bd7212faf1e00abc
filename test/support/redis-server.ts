// Owns: one redis-server of our own: own folder, own loopback port, nothing kept.
//
//   const redis = await startRedis()
//   redis.url                 // redis://127.0.0.1:port
//   redis.freeze(); redis.thaw(); await redis.kill(); await redis.start(); await redis.stop()
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, type Tethered, tethered } from './processes.ts'
import { programPath } from './programs.ts'

export type RedisServer = {
  readonly port: number
  readonly url: string
  readonly pid: number
  start(): Promise<void>
  freeze(): void
  thaw(): void
  kill(): Promise<void>
  stop(): Promise<void>
}

const START_DEADLINE_MS = 20_000
const PORT_ATTEMPTS = 5

export async function startRedis(settings: string[] = []): Promise<RedisServer> {
  const program = programPath('redis')
  const folder = await mkdtemp(path.join(tmpdir(), 'kiem-redis-'))
  let port = await freePort()
  let server: Tethered

  async function launch(): Promise<void> {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    server = tethered(program, [...args, ...settings])
    await server.says(/Ready to accept connections/, START_DEADLINE_MS)
  }

  for (let attempt = 1; ; attempt += 1) {
    try {
      await launch()
      break
    } catch (error) {
      if (!/Address already in use/.test(String(error)) || attempt === PORT_ATTEMPTS) throw error
      port = await freePort()
    }
  }

  return {
    get port() {
      return port
    },
    get url() {
      return `redis://127.0.0.1:${port}`
    },
    get pid() {
      return server.pid
    },
    start: launch,
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    async kill() {
      await server.kill('SIGKILL')
    },
    async stop() {
      server.signal('SIGCONT')
      await server.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
