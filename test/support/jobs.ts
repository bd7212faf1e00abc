// Owns: how each once-per-run thing is made. Runs in vitest's main process, on first demand, through the coordinator.
// Server code is imported only inside the jobs that need it: a run that asks for nothing loads nothing.
import { rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import type { Job } from './coordinator.ts'
import { startPostgres } from './postgres-cluster.ts'
import { tethered } from './processes.ts'
import { startRedis } from './redis-server.ts'
import { REPOSITORY } from './source.ts'

export const TEMPLATE_DATABASE = 'kiem_template'

export const jobs: Record<string, Job> = {
  async postgres({ cleanup }) {
    const cluster = await startPostgres()
    cleanup(() => cluster.stop())
    return { url: cluster.url('postgres') }
  },

  /** The shared cluster again, now with a migrated database that nobody is connected to: the template of all others. */
  async 'postgres-template'({ ask }) {
    const { url } = (await ask('postgres')) as { url: string }
    const { createLog } = await import('../../server/platform/log.ts')
    const { migrate } = await import('../../server/platform/database/migrate.ts')
    await connected(url, (client) => client.query(`create database ${TEMPLATE_DATABASE}`))
    const template = new URL(url)
    template.pathname = `/${TEMPLATE_DATABASE}`
    await connected(template.href, (client) => migrate(client, createLog('warn')))
    return { url }
  },

  /** A migrated, empty embedded database's folder: `openDatabase(config, log, { template })` copies it. */
  async 'embedded-template'({ folder }) {
    const { createLog } = await import('../../server/platform/log.ts')
    const { createTemplate } = await import('../../server/platform/database/template.ts')
    return createTemplate(path.join(folder, 'embedded-template'), createLog('warn'))
  },

  async redis({ cleanup }) {
    const redis = await startRedis()
    cleanup(() => redis.stop())
    return { url: redis.url }
  },

  /** A build of these sources that stays as it is for the whole run, whatever is built meanwhile: its folder. */
  async build({ cleanup }) {
    // Under dist/, because the server looks for its packages upwards from where it is.
    const folder = path.join(REPOSITORY, 'dist', `.run-${process.pid}`)
    cleanup(() => rm(folder, { recursive: true, force: true }))
    const script = path.join(REPOSITORY, 'scripts/build.mjs')
    const build = tethered(process.execPath, [script, '--if-stale', '--quiet', `--copy-to=${folder}`])
    const { code } = await build.exited
    if (code !== 0) throw new Error(`The build failed:\n${build.output()}`)
    return folder
  },
}

async function connected(url: string, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}
