// Owns one transaction from begin to commit: a connection that is surely given back or thrown away, a retry when
// PostgreSQL asks for one, and what is to happen after the commit. Must never run `afterCommit` work of a rolled-back try.

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Writable } from 'node:stream'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Db, Tx } from './handle.ts'
import * as schema from './schema/index.ts'
import { sqlState, unavailability } from './unavailable.ts'

/** A conflict resolves within a few tries; beyond that the load is the problem and the caller is told to retry. */
const ATTEMPTS = 6
const FIRST_PAUSE_MS = 5
/** Serialization failure and deadlock: PostgreSQL itself says that the same transaction may succeed now. */
const RETRIED = new Set(['40001', '40P01'])

interface Scope {
  open: boolean
  hooks: (() => void)[]
}

const scopes = new AsyncLocalStorage<Scope>()

/** Runs once the surrounding transaction has committed; at once when there is none. */
export function afterCommit(run: () => void): void {
  const scope = scopes.getStore()
  if (scope?.open) scope.hooks.push(run)
  else run()
}

/**
 * Sends a statement now. Drizzle's wait for somebody to await them; of two that go out together without waiting for each
 * other, the one that must be carried out first has to be sent first.
 */
export function sent<T>(statement: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => void statement.then(resolve, reject))
}

export type Transaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

export function createTransaction(pool: pg.Pool): Transaction {
  // Building a Drizzle handle reads the whole schema, so each connection keeps its own.
  const handles = new WeakMap<pg.PoolClient, Db>()
  const handleOf = (client: pg.PoolClient): Db => {
    const known = handles.get(client)
    if (known) return known
    const made: Db = drizzle(new Line(client) as unknown as pg.PoolClient, { schema })
    handles.set(client, made)
    return made
  }

  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await connect(pool)
    const scope: Scope = { open: true, hooks: [] }
    let broken = false
    try {
      const value = await handleOf(client).transaction((tx) => scopes.run(scope, () => work(tx)))
      scope.open = false
      for (const hook of scope.hooks) hook()
      return value
    } catch (error) {
      // Drizzle's rollback may have failed too; a connection in doubt is thrown away rather than handed to the next.
      broken = unavailability(error) === 'database-unavailable'
      throw error
    } finally {
      scope.open = false
      client.release(broken)
    }
  }

  return async function transaction(work) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(work)
      } catch (error) {
        if (attempt === ATTEMPTS || !RETRIED.has(sqlState(error) ?? '')) throw error
        await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt)
      }
    }
  }
}

/** Words that carry nothing are said in one message instead of five (parse, bind, describe, execute, sync). */
const BARE_WORDS = new Set(['begin', 'commit', 'rollback'])

/**
 * A connection as Drizzle sees it. Nothing waits for the answer to `begin`: statements are answered in order, so what follows
 * fails when it failed, and a commit is not even sent. What is asked in one turn of the process leaves in one write.
 */
class Line {
  private readonly client: pg.PoolClient
  private begun: Promise<unknown> = Promise.resolve()
  private held = false
  constructor(client: pg.PoolClient) {
    this.client = client
  }

  async query(query: pg.QueryConfig, values: unknown[]): Promise<unknown> {
    if (query.text === 'commit') await this.begun
    this.hold()
    if (!BARE_WORDS.has(query.text)) return this.client.query(query, values)
    const said = this.client.query(query.text)
    if (query.text !== 'begin') return said
    this.begun = said
    said.catch(() => undefined) // told at the commit, if no statement before it fails
    return undefined
  }

  /** Until everything this turn leads to has been asked. */
  private hold(): void {
    const { stream } = (this.client as unknown as { connection: { stream: Writable } }).connection
    if (this.held) return
    this.held = true
    stream.cork()
    process.nextTick(() => {
      this.held = false
      stream.uncork()
    })
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    if (scopes.getStore()?.open && pool.options.max === 1 && error instanceof Error) {
      throw new Error('a second transaction was begun inside an open one: pass its tx along', { cause: error })
    }
    throw error
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
