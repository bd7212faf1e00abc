// Owns what time it is to the database: the one clock all nodes share. Deadlines are judged by it (FAULTS F17).

import { sql } from 'drizzle-orm'
import type { Reader } from './handle.ts'

/** At this moment, also late in a long transaction; to the millisecond, so that what is stored is what was read. */
export async function databaseTime(reader: Reader): Promise<Date> {
  const { rows } = await reader.execute<{ ms: string | number }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
  )
  return new Date(Number(rows[0]?.ms))
}
