// Owns that a database plans a statement once and not every time: planning costs PostgreSQL as much as carrying it out, and in
// WebAssembly three to fifteen times that. What is asked again and again gets a name, under which it is kept prepared. Must
// never change what a statement says, nor keep a plan for long: it was made for tables as big as they were then.

import type pg from 'pg'

/** Statements that are asked once (migrations, a report) are not worth keeping. */
const NAMED_AT_USES = 3
/** Tens of kilobytes each, and lists of every length are statements of their own. */
const NAMED_MAX = 300
/** Texts counted before the count begins anew. */
const COUNTED_MAX = 2_000
/** A table may grow a hundredfold in a meeting, and nobody here analyses it meanwhile. */
const PLANS_KEPT_MS = 30_000

type Query = (...args: unknown[]) => unknown

/** For each new connection of the pool; the names are the connection's own. */
export function rememberStatements(client: pg.ClientBase): void {
  const uses = new Map<string, number>()
  const names = new Map<string, string>()
  const query = client.query.bind(client) as Query

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (known !== undefined || names.size >= NAMED_MAX) return known
    const used = (uses.get(text) ?? 0) + 1
    if (uses.size >= COUNTED_MAX) uses.clear()
    uses.set(text, used)
    if (used < NAMED_AT_USES) return undefined
    const name = `kiem_${names.size}`
    names.set(text, name)
    uses.delete(text)
    return name
  }

  /** Only what carries values: `begin` and its like have no plan, and several statements in one text can have no name. */
  function named(asked: unknown, values: unknown): unknown {
    if (!Array.isArray(values) || values.length === 0) return asked
    if (typeof asked === 'string') return { text: asked, name: nameOf(asked) }
    if (typeof asked !== 'object' || asked === null || !('text' in asked) || typeof asked.text !== 'string')
      return asked
    return 'name' in asked && asked.name ? asked : { ...asked, name: nameOf(asked.text) }
  }

  const remembering: Query = (asked, values, ...rest) => query(named(asked, values), values, ...rest)
  Object.defineProperty(client, 'query', { value: remembering })
}

/** For the embedded database, where nobody analyses tables: plans are made anew now and then. Returns how to stop. */
export function keepPlansFresh(pool: pg.Pool): () => void {
  const timer = setInterval(() => {
    pool.query('discard plans').catch(() => undefined) // away: the next connection knows no plans anyway
  }, PLANS_KEPT_MS)
  timer.unref()
  return () => clearInterval(timer)
}
