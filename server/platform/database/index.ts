// Owns the database: one handle, whether PostgreSQL is a server far away or embedded in a thread of this process.
// Must never let a caller know which, but for `kind`, and never crash when PostgreSQL goes away.

import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Config } from '../../config.ts'
import type { Log } from '../log.ts'
import { EmbeddedEngine } from './embedded.ts'
import { startCare } from './embedded-care.ts'
import type { Db } from './handle.ts'
import { migrate, requireCurrent } from './migrate.ts'
import * as schema from './schema/index.ts'
import type { DatabaseState } from './state.ts'
import { keepPlansFresh, rememberStatements } from './statements.ts'
import { createTransaction, type Transaction } from './transaction.ts'
import { unavailability } from './unavailable.ts'

export { DataFolderError } from './data-lock.ts'
export { type Db, nextRev, type Reader, type Tx } from './handle.ts'
export { MigrationError } from './migrate.ts'
export type { DatabaseState } from './state.ts'
export { afterCommit, type Transaction } from './transaction.ts'
export { isUnavailable, sqlState, type Unavailability, unavailability } from './unavailable.ts'

/** FAULTS F6: an honest statement of ours takes milliseconds. */
const STATEMENT_TIMEOUT_MS = 5_000
/** Beyond the server's own limit: catches a server that is frozen and cannot even time out. */
const READ_TIMEOUT_MS = 7_000
/** Also the wait for a free connection: longer than this and the person had better be told to retry. */
const CONNECTION_TIMEOUT_MS = 5_000
/** The embedded database has one connection: behind a burst (two hundred people joining) waiting is right, refusing is not. */
const EMBEDDED_QUEUE_TIMEOUT_MS = 30_000
/** A transaction that forgot to go on must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_MS = 15_000
/** Enough for 300 writers on four cores; several nodes stay below PostgreSQL's default of 100. */
const POOL_MAX = 20
/** Statements that do not need each other's answers go out together: one round trip, in the order they were given. */
const PIPELINE = true
/** The embedded database does everything in one queue; statement_timeout does not work in WebAssembly. */
const EMBEDDED_READ_TIMEOUT_MS = 30_000

export interface Database {
  kind: 'embedded' | 'postgres'
  /** For single statements outside a transaction. Inside one, pass its `tx`. */
  db: Db
  pool: pg.Pool
  /** Commits when `work` resolves, rolls back when it throws; retried when PostgreSQL reports a conflict (FAULTS R8),
   *  so `work` must have no effects but on `tx`. */
  transaction: Transaction
  /** Throws when the database cannot be reached. */
  ping(): Promise<void>
  state(): DatabaseState
  /** Called on every change of state; returns how to stop listening. */
  onState(listener: (state: DatabaseState) => void): () => void
  /** Embedded only: real syncs to disk so far. */
  syncs(): { files: number; directories: number } | null
  close(): Promise<void>
}

export interface OpenOptions {
  /** A folder made by `createTemplate`: for tests, instead of creating and migrating a database. */
  template?: string
  /** Another folder of migrations, for tests of upgrades. */
  migrations?: string
  /** For programs that only read: an older schema is refused, and stays as it is. */
  keepSchema?: boolean
}

type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir'>

/** Opens, locks and migrates (or refuses, see `keepSchema`). Throws `DataFolderError` or `MigrationError` with a message for the person at the console. */
export async function openDatabase(config: DatabaseConfig, log: Log, options: OpenOptions = {}): Promise<Database> {
  const states = createStates()
  const engine = config.databaseUrl
    ? null
    : await EmbeddedEngine.open({ dataDir: config.dataDir, template: options.template, log, onState: states.set })
  const pool = engine ? embeddedPool(engine) : postgresPool(config.databaseUrl ?? '')
  // Without a listener an idle connection's end would be an uncaught exception (F5).
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'))
  // And the pool stops listening while a connection is lent out: between two statements its end would be one too.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    rememberStatements(client)
  })

  const stopCare = engine ? startCare(pool, log) : () => undefined
  const stopPlans = engine ? keepPlansFresh(pool) : () => undefined

  async function close(): Promise<void> {
    stopCare()
    stopPlans()
    if (!pool.ended && !pool.ending) await pool.end()
    await engine?.close()
  }

  try {
    await withClient(config.databaseUrl, pool, async (client) => {
      if (options.keepSchema) await requireCurrent(client, options.migrations)
      else await migrate(client, log, options.migrations)
    })
  } catch (error) {
    await close()
    throw error
  }
  if (!engine) states.set({ status: 'ready' })

  const observe = observer(states, engine)
  const plain = createTransaction(pool)
  const transaction: Transaction = async (work) => observe(() => plain(work))
  const db: Db = drizzle(pool, { schema })
  // Drizzle's own leaks the connection when BEGIN fails, as it does after PostgreSQL was restarted.
  db.transaction = transaction
  return {
    kind: engine ? 'embedded' : 'postgres',
    db,
    pool,
    transaction,
    ping: () =>
      observe(async () => {
        await pool.query('select 1')
      }),
    state: states.get,
    onState: states.listen,
    syncs: () => engine?.syncs ?? null,
    close,
  }
}

function embeddedPool(engine: EmbeddedEngine): pg.Pool {
  return new pg.Pool({
    max: 1,
    user: 'postgres',
    database: 'postgres',
    host: 'embedded',
    ssl: false,
    stream: () => engine.createSocket(),
    idleTimeoutMillis: 0, // the one connection costs nothing to keep
    connectionTimeoutMillis: EMBEDDED_QUEUE_TIMEOUT_MS,
    query_timeout: EMBEDDED_READ_TIMEOUT_MS,
    pipeline: PIPELINE,
  })
}

function postgresPool(connectionString: string): pg.Pool {
  return new pg.Pool({
    connectionString,
    max: POOL_MAX,
    application_name: 'kiem',
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: READ_TIMEOUT_MS,
    pipeline: PIPELINE,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
  })
}

/** PostgreSQL: a connection of its own, without the pool's time limits. Embedded: the one there is. */
async function withClient<T>(
  url: string | null,
  pool: pg.Pool,
  run: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  if (!url) {
    const client = await pool.connect()
    try {
      return await run(client)
    } finally {
      client.release()
    }
  }
  const client = new pg.Client({
    connectionString: url,
    application_name: 'kiem migrations',
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
  })
  client.on('error', () => undefined) // the statement that was running rejects with the same error
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

type States = ReturnType<typeof createStates>

function createStates() {
  let current: DatabaseState = { status: 'down', reason: 'opening' }
  const listeners = new Set<(state: DatabaseState) => void>()
  return {
    get: () => current,
    set: (next: DatabaseState) => {
      if (next.status === current.status) return
      current = next
      for (const listener of listeners) listener(next)
    },
    listen: (listener: (state: DatabaseState) => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

/** What a call meets tells the state: a server that is away, or full, and that it is back. The embedded engine knows
 *  its state itself and only needs to hear of a full disk. */
function observer(states: States, engine: EmbeddedEngine | null) {
  return async function observe<T>(run: () => Promise<T>): Promise<T> {
    try {
      const value = await run()
      if (!engine) states.set({ status: 'ready' })
      return value
    } catch (error) {
      const why = unavailability(error)
      if (why === 'storage-full') {
        if (engine) engine.suspectFull()
        else states.set({ status: 'read-only', reason: 'storage-full' })
      }
      if (why === 'database-unavailable' && !engine) states.set({ status: 'down', reason: 'the database is away' })
      throw error
    }
  }
}
