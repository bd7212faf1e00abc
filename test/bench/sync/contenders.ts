// Owns: who takes part, and a fresh process of each for every measurement.
import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { find } from '../../../scripts/system-packages.mjs'
import { createTemplate } from '../../../server/platform/database/template.ts'
import { createLog } from '../../../server/platform/log.ts'
import type { PostgresCluster } from '../../support/postgres-cluster.ts'
import { REPOSITORY } from '../../support/source.ts'
import { seasonedPostgres } from '../database.ts'
import { Child } from './child.ts'
import type { DialectName } from './generator/dialect.ts'
import type { ServerAnswers, ServerOrder, Target } from './orders.ts'
import type { OwnSetting } from './own-setting.ts'
import { peer, type PeerName } from './peers.ts'

export interface Contender {
  name: string
  dialect: DialectName
  ours: boolean
  /** Keeps documents over a restart. */
  durable: boolean
  start(data: string): Child
}

export interface Running {
  readonly target: Target
  ask<K extends ServerOrder['do']>(order: Extract<ServerOrder, { do: K }>): Promise<ServerAnswers[K]>
  restart(): Promise<void>
  stop(): Promise<void>
}

const HERE = path.join(REPOSITORY, 'test/bench/sync')
const OUT = path.join(REPOSITORY, 'dist/bench')

async function bundled(entry: string, outdir: string): Promise<string> {
  await build({
    entryPoints: [path.join(HERE, entry)],
    outdir,
    entryNames: '[name]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    outExtension: { '.js': '.mjs' },
  })
  return path.join(outdir, `${path.basename(entry, '.ts')}.mjs`)
}

/** Everything that can take part, from the best known to our own. */
export class Field {
  readonly contenders: Contender[] = []
  #cluster: PostgresCluster | null = null
  #ownFile = ''
  #template = ''
  generatorFile = ''
  /** Documents are named anew in every run of the bench, so that a kept database does not matter. */
  #named = 0
  readonly #run = randomBytes(4).toString('hex')

  async prepare(): Promise<void> {
    this.#ownFile = await bundled('servers/own.ts', OUT)
    this.generatorFile = await bundled('generator/main.ts', path.join(OUT, 'generator'))
    const database = path.join(REPOSITORY, 'server/platform/database')
    const companions = readdirSync(database).filter((name) => name === 'migrations' || name.endsWith('.mjs'))
    for (const name of companions) cpSync(path.join(database, name), path.join(OUT, name), { recursive: true })
    this.#template = await createTemplate(
      await mkdtemp(path.join(tmpdir(), 'kiem-bench-template-')),
      createLog('silent'),
    )
    const relay = await bundled('servers/relay.ts', OUT)
    await this.#peers()
    this.#add({ name: 'bare ws relay', dialect: 'relay', durable: false }, relay, {})
    if (find('postgres')) this.#cluster = await seasonedPostgres()
    else console.log('PostgreSQL is not on this machine: ours is measured on its journal and on the embedded database.')
    if (this.#cluster) this.own('Kiem, PostgreSQL', { log: 'postgres' })
    this.own('Kiem, journal', { log: 'journal' })
    this.own('Kiem, embedded', { log: 'embedded' })
  }

  async #peers(): Promise<void> {
    const [yws, hocus] = [await peer('y-websocket'), await peer('hocuspocus')]
    const run = (folder: string) => path.join(folder, 'run')
    if (yws) {
      const file = await bundled('servers/y-websocket.ts', run(yws.folder))
      this.#add({ name: 'y-websocket', dialect: 'plain', durable: false }, file, {})
      if (yws.durable) this.#add({ name: 'y-websocket + LevelDB', dialect: 'plain', durable: true }, file, {}, true)
    }
    if (hocus) {
      const file = await bundled('servers/hocuspocus.ts', run(hocus.folder))
      const { durable } = hocus
      this.#add({ name: 'Hocuspocus', dialect: 'hocuspocus', durable }, file, {}, durable)
      const tuned = { BENCH_FLUSH_MS: '50' }
      this.#add({ name: 'Hocuspocus, flush 50 ms', dialect: 'hocuspocus', durable }, file, tuned, durable)
    }
  }

  #add(
    about: Pick<Contender, 'name' | 'dialect' | 'durable'>,
    file: string,
    env: Record<string, string>,
    keeps = about.durable,
  ): void {
    const start = (data: string) =>
      new Child(about.name, file, keeps ? { ...env, BENCH_DATA: data } : env, ['--expose-gc', ...profiling(about.name)])
    this.contenders.push({ ...about, ours: false, start })
  }

  /** Ours with these rules on. */
  own(name: string, setting: OwnSetting): Contender {
    const databaseUrl = this.#cluster?.url('postgres')
    const template = setting.log === 'embedded' ? { template: this.#template } : {}
    const own = JSON.stringify({ ...setting, ...template, ...(databaseUrl ? { databaseUrl } : {}) })
    const start = (data: string) =>
      new Child(name, this.#ownFile, { BENCH_OWN: own, BENCH_DATA: data }, ['--expose-gc', ...profiling(name)])
    const contender: Contender = { name, dialect: 'plain', ours: true, durable: setting.log !== 'memory', start }
    this.contenders.push(contender)
    return contender
  }

  get hasPostgres(): boolean {
    return this.#cluster !== null
  }

  get best(): Contender {
    return this.named(this.hasPostgres ? 'Kiem, PostgreSQL' : 'Kiem, journal')
  }

  find(name: string): Contender | undefined {
    return this.contenders.find((contender) => contender.name === name)
  }

  named(name: string): Contender {
    const found = this.find(name)
    if (!found) throw new Error(`${name} does not take part`)
    return found
  }

  documents(count: number): string[] {
    return Array.from({ length: count }, () => `board.${this.#run}-${String(++this.#named).padStart(6, '0')}`)
  }

  async close(): Promise<void> {
    await this.#cluster?.stop()
    await rm(this.#template, { recursive: true, force: true })
  }
}

/** BENCH_PROFILE=FOLDER writes a processor profile of every server into it. */
function profiling(name: string): string[] {
  const folder = process.env['BENCH_PROFILE']
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${path.join(folder, name.replaceAll(/\W+/g, '-'))}`] : []
}

export async function started(contender: Contender): Promise<Running> {
  const data = await mkdtemp(path.join(tmpdir(), 'kiem-bench-'))
  let child = contender.start(data)
  let target: Target = { port: 0, dialect: contender.dialect }
  const ready = async () => {
    target = { port: (await child.hello<{ port: number }>()).port, dialect: contender.dialect }
  }
  async function stop(): Promise<void> {
    await child.stop()
    await rm(data, { recursive: true, force: true })
  }
  try {
    await ready()
  } catch (error) {
    child.kill()
    throw error
  }
  return {
    get target() {
      return target
    },
    ask: (order) => child.ask(order),
    async restart() {
      await child.stop()
      child = contender.start(data)
      await ready()
    },
    stop,
  }
}

export type { PeerName }
