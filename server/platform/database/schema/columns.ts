// Owns the few column shapes that Drizzle lacks or that every table shares.

import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  fromDriver: (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength),
})

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** Database revision: `nextval('revision')`, stamped by every transaction that changes what the row's ledger entry says. */
export const rev = () => bigint('rev', { mode: 'number' }).notNull().default(0)
