// Owns: the PostgreSQL that is measured on: one that has run for a while. A new one makes and syncs every file of its log (16 MB)
// at the moment it is first needed, and commits wait for that 40 to 90 ms every few seconds; later it uses the same files again.
import pg from 'pg'
import { type PostgresCluster, startPostgres } from '../support/postgres-cluster.ts'

/** As many files of 16 MB are there as the longest bench writes between two checkpoints. */
const LOG_FILES = 64
const KEPT = '1GB'

export async function seasonedPostgres(): Promise<PostgresCluster> {
  const cluster = await startPostgres({ durable: true, settings: { min_wal_size: KEPT } })
  const client = new pg.Client(cluster.url('postgres'))
  await client.connect()
  try {
    await client.query('create table seasoning (word text)')
    for (let file = 0; file < LOG_FILES; file++) {
      await client.query("insert into seasoning values ('thyme')")
      await client.query('select pg_switch_wal()')
    }
    await client.query('drop table seasoning')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
  return cluster
}
