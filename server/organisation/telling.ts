// Owns who hears that the list of people has changed: everybody who leads somebody on it, or did before, because their desk says
// what those people owe; and whatever counts units. Of the list itself it tells nothing.

import type { ListLine } from '../../shared/organisation-views.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { accountsOf, fillUnits } from './store.ts'

const KEY = 'organisation'

/** Gives the list's units to those who said none of their own, and has what counts units follow. */
export async function giveUnits(enqueue: Enqueue, tx: Tx): Promise<void> {
  const userIds = await fillUnits(tx)
  if (userIds.length > 0) await enqueue(tx, 'units.changed', KEY, { userIds })
}

/** `before`: the whole list as it was; `changed`: lines that are new or other than before. */
export async function tellManagers(
  enqueue: Enqueue,
  tx: Tx,
  before: readonly ListLine[],
  changed: readonly ListLine[] = [],
): Promise<void> {
  const emails = new Set([
    ...[...before, ...changed].flatMap(({ managerEmail }) => managerEmail ?? []),
    // Whose address is another now leads the same people under the new one.
    ...changed.map(({ email }) => email),
  ])
  const userIds = emails.size === 0 ? [] : await accountsOf(tx, [...emails])
  if (userIds.length > 0) await enqueue(tx, 'answers.stale', KEY, { userIds, topics: ['desk'] })
}
