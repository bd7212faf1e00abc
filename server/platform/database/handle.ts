// Owns the names by which rooms speak of the database: `Db` outside a transaction, `Tx` inside one.
// On the embedded database there is one connection: using `Db` while holding a `Tx` waits for ever, so pass the `Tx`.

import { sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type * as schema from './schema/index.ts'

export type Db = NodePgDatabase<typeof schema>
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
/** Either: for queries that do not care. */
export type Reader = Db | Tx

/** SQL for the next database revision; stamp it on every row whose ledger entry changes. */
export const nextRev = sql<number>`nextval('revision')`
