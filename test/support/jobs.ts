// Owns: how each once-per-run thing is made. Runs in vitest's main process, on first demand, through the coordinator.
import path from 'node:path'
import type { Job } from './coordinator.ts'
import { startPostgres } from './postgres-cluster.ts'
import { tethered } from './processes.ts'
import { startRedis } from './redis-server.ts'

const REPOSITORY = path.resolve(import.meta.dirname, '../..')

export const TEMPLATE_DATABASE = 'kiem_template'

export const jobs: Record<string, Job> = {
  async postgres({ cleanup }) {
    const cluster = await startPostgres()
    cleanup(() => cluster.stop())
    return { url: cluster.url('postgres') }
  },

  async redis({ cleanup }) {
    const redis = await startRedis()
    cleanup(() => redis.stop())
    return { url: redis.url }
  },

  /** dist/, made once for all tests that start the real server; `npm test` has made it already. */
  async build() {
    const build = tethered(process.execPath, [path.join(REPOSITORY, 'scripts/build.mjs'), '--if-stale', '--quiet'])
    const { code } = await build.exited
    if (code !== 0) throw new Error(`The build failed:\n${build.output()}`)
  },
}
