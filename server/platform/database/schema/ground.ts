// Owns the tables under everything: outbox, command results, mail, and the sync engine's log.

import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgSequence, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, bytea } from './columns.ts'

/** Orders what the ledger says: every change to a ledgered row takes the next value inside its transaction. */
export const revision = pgSequence('revision')

export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    topic: text('topic').notNull(),
    /** Rows of one key are delivered in id order; usually the board's id. */
    key: text('key').notNull().default(''),
    payload: jsonb('payload').$type<unknown>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    createdAt: at('created_at').notNull().defaultNow(),
    nextAt: at('next_at').notNull().defaultNow(),
    doneAt: at('done_at'),
  },
  (t) => [index('outbox_due').on(t.nextAt, t.id).where(sql`done_at is null`)],
)

export const outboxDeliveries = pgTable(
  'outbox_deliveries',
  {
    outboxId: bigint('outbox_id', { mode: 'number' })
      .notNull()
      .references(() => outbox.id, { onDelete: 'cascade' }),
    subscriber: text('subscriber').notNull(),
    doneAt: at('done_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.outboxId, t.subscriber] })],
)

/** Stored answers of commands (FAULTS R7). The key is a hash of person and idempotency key, so that a row that names
 *  an anonymous idea does not name its author. */
export const commandResults = pgTable(
  'command_results',
  {
    keyHash: text('key_hash').primaryKey(),
    name: text('name').notNull(),
    /** Hash of the input: the same key with another input is refused. */
    inputHash: text('input_hash').notNull(),
    result: jsonb('result').$type<unknown>(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('command_results_age').on(t.createdAt)],
)

export const mails = pgTable('mails', {
  id: text('id').primaryKey(),
  toAddress: text('to_address').notNull(),
  subject: text('subject').notNull(),
  bodyText: text('body_text').notNull(),
  bodyHtml: text('body_html'),
  /** Of the message, beside the usual ones. */
  headers: jsonb('headers').$type<Record<string, string>>().notNull().default({}),
  createdAt: at('created_at').notNull().defaultNow(),
  sentAt: at('sent_at'),
  error: text('error'),
})

/** Small facts of the installation: secrets made once, the epoch, whether first run is over. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
})

export const syncDocuments = pgTable('sync_documents', {
  name: text('name').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull().default(0),
  snapshot: bytea('snapshot'),
  snapshotSeq: bigint('snapshot_seq', { mode: 'number' }).notNull().default(0),
  /** CRC-32 of the snapshot of that number: a program from before checksums that compacts beside us moves only the other one. */
  snapshotChecksum: bigint('snapshot_checksum', { mode: 'number' }),
  snapshotChecksumSeq: bigint('snapshot_checksum_seq', { mode: 'number' }),
  bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

export const syncUpdates = pgTable(
  'sync_updates',
  {
    document: text('document')
      .notNull()
      .references(() => syncDocuments.name, { onDelete: 'cascade' }),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    bytes: bytea('bytes').notNull(),
    /** CRC-32 of the bytes (FAULTS F11); null for rows from before there were any. */
    checksum: bigint('checksum', { mode: 'number' }),
    userId: text('user_id'),
    sessionId: text('session_id'),
    clientId: bigint('client_id', { mode: 'number' }),
    receivedAt: at('received_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.document, t.seq] })],
)

/**
 * Which client ids belong to whom in a document (SYNC S8): outlives the rows of the log, so that nobody ever writes under
 * another's id. `owner` is the person's id, on an anonymous board a keyed hash of it (S14), null for the server's own.
 */
export const syncClients = pgTable(
  'sync_clients',
  {
    document: text('document')
      .notNull()
      .references(() => syncDocuments.name, { onDelete: 'cascade' }),
    clientId: bigint('client_id', { mode: 'number' }).notNull(),
    owner: text('owner'),
  },
  (t) => [primaryKey({ columns: [t.document, t.clientId] })],
)

/** What a live document was at some moment: to look at, to compare with, to bring back as a new edit. */
export const documentVersions = pgTable(
  'document_versions',
  {
    versionId: text('version_id').primaryKey(),
    document: text('document')
      .notNull()
      .references(() => syncDocuments.name, { onDelete: 'cascade' }),
    /** The document held every row of its log up to this one. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** The whole document as one Yjs update, deleted text left out. */
    state: bytea('state').notNull(),
    /** Null: kept by itself while people wrote. */
    name: text('name'),
    /** Who named it; null on anonymous boards and for those kept by themselves. */
    namedBy: text('named_by'),
    /** Who wrote since the version before; empty on anonymous boards. */
    editors: jsonb('editors').$type<string[]>().notNull().default([]),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('document_versions_newest').on(t.document, t.createdAt)],
)
