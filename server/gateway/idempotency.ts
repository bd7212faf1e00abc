// Owns stored answers: the row that makes a command happen once however often it is sent (FAULTS R7, F33).
// The row is claimed first, in the transaction of the effect: a refusal or a crash takes both away together.

import { eq, lt } from 'drizzle-orm'
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
    return refuse('conflict', 'key-reused', 'this idempotency key was used for something else')
  }
  return done((earlier.result as { value: unknown }).value)
}

export async function storeResult(tx: Tx, claim: KeyClaim, value: unknown): Promise<void> {
  // Wrapped, so that a null value is still an answer.
  await tx.update(commandResults).set({ result: { value } }).where(eq(commandResults.keyHash, claim.hash))
}

export async function forgetOldResults(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - IDEMPOTENCY_KEPT_HOURS * 3_600_000)
  await db.delete(commandResults).where(lt(commandResults.createdAt, before))
}
