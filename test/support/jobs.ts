// Owns: how each once-per-run thing is made. Runs in vitest's main process, on first demand, through the coordinator.
import type { Job } from './coordinator.ts'
import { startPostgres } from './postgres-cluster.ts'
import { startRedis } from './redis-server.ts'

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
}
