// Owns stored answers: the row that makes a command happen once however often it is sent (FAULTS R7, F33).
// The row is claimed first, in the transaction of the effect: a refusal or a crash takes both away together.

import { eq, lt, sql } from 'drizzle-orm'
import { IDEMPOTENCY_KEPT_HOURS, IDEMPOTENCY_KEY_MAX_CHARS } from '../../shared/limits.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import { commandResults } from '../platform/database/schema/index.ts'

export interface KeyClaim {
  hash: string
  name: string
  inputHash: string
}

/** An absent key is fine; anything else must be a short text. */
export function validKey(key: unknown): key is string | undefined {
  return key === undefined || (typeof key === 'string' && key.length >= 1 && key.length <= IDEMPOTENCY_KEY_MAX_CHARS)
}

/** Null: the key is ours now. Else the stored answer, or `key-reused`. Waits for whoever holds the same key just now. */
export async function claimKey(tx: Tx, claim: KeyClaim): Promise<Outcome<unknown> | null> {
  const claimed = await tx
    .insert(commandResults)
    .values({ keyHash: claim.hash, name: claim.name, inputHash: claim.inputHash })
    .onConflictDoNothing()
    .returning({ keyHash: commandResults.keyHash })
  if (claimed.length > 0) return null
  const [earlier] = await tx.select().from(commandResults).where(eq(commandResults.keyHash, claim.hash))
  if (!earlier) throw new Error('an answer disappeared between claiming its key and reading it')
  if (earlier.name !== claim.name || earlier.inputHash !== claim.inputHash) {
    return keyReused()
  }
  return done((earlier.result as { value: unknown }).value)
}

/** The stored answers of those keys that have one, by hash; `key-reused` where it was for something else. */
export async function earlierAnswers(tx: Tx, claims: readonly KeyClaim[]): Promise<Map<string, Outcome<unknown>>> {
  if (claims.length === 0) return new Map()
  const asked = new Map(claims.map((claim) => [claim.hash, claim]))
  const { rows } = await tx.execute<{ key_hash: string; name: string; input_hash: string; result: unknown }>(sql`
    select key_hash, name, input_hash, result from command_results
    where key_hash = any(${sql.param([...asked.keys()])}::text[])`)
  return new Map(
    rows.map((row) => {
      const claim = asked.get(row.key_hash)!
      const same = row.name === claim.name && row.input_hash === claim.inputHash
      return [row.key_hash, same ? done((row.result as { value: unknown }).value) : keyReused()]
    }),
  )
}

/** Somebody else stored an answer under one of the keys since they were looked up: nothing may be done twice. */
export class KeyTaken extends Error {
  override name = 'KeyTaken'
}

/** Keys and answers of a whole group, with the effect. Waits for whoever holds one of the keys just now, and throws. */
export async function storeAnswers(tx: Tx, answers: readonly { claim: KeyClaim; value: unknown }[]): Promise<void> {
  if (answers.length === 0) return
  const sorted = [...answers].sort((a, b) => (a.claim.hash < b.claim.hash ? -1 : 1)) // one order for everybody (F47)
  const column = (of: (answer: (typeof sorted)[number]) => string) => sql`${sql.param(sorted.map(of))}::text[]`
  const { rowCount } = await tx.execute(sql`
    insert into command_results (key_hash, name, input_hash, result)
    select key_hash, name, input_hash, result::jsonb
    from unnest(${column(({ claim }) => claim.hash)}, ${column(({ claim }) => claim.name)},
      ${column(({ claim }) => claim.inputHash)}, ${column(({ value }) => JSON.stringify({ value }))})
      as answered(key_hash, name, input_hash, result)
    on conflict do nothing`)
  if (rowCount !== sorted.length) throw new KeyTaken('a key was taken since it was looked up')
}

export async function storeResult(tx: Tx, claim: KeyClaim, value: unknown): Promise<void> {
  // Wrapped, so that a null value is still an answer.
  await tx.update(commandResults).set({ result: { value } }).where(eq(commandResults.keyHash, claim.hash))
}

const keyReused = () => refuse('conflict', 'key-reused', 'this idempotency key was used for something else')

export async function forgetOldResults(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - IDEMPOTENCY_KEPT_HOURS * 3_600_000)
  await db.delete(commandResults).where(lt(commandResults.createdAt, before))
}
