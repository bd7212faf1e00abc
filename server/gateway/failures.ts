// Owns what a throw is answered with, on every door: `retry` when the database is away, else `internal` with a number
// that the log knows. Must never let a message of the machine's reach the person.

import { randomUUID } from 'node:crypto'
import { type Refusal, refuse } from '../../shared/outcome.ts'
import { isDamaged } from '../platform/database/damaged.ts'
import { type Unavailability, unavailability } from '../platform/database/unavailable.ts'
import type { Log } from '../platform/log.ts'

const AWAY: Record<Unavailability, string> = {
  'database-unavailable': 'the database can not be reached for the moment; nothing was changed',
  'database-busy': 'the database is too busy for the moment; nothing was changed',
  'storage-full': 'the server has run out of storage: reading works, writing waits for space; nothing was changed',
}

export type RefusalOf = (error: unknown, where: string) => Refusal

export function createFailures(
  log: Log,
  counted: (where: string, what: 'away' | 'damaged' | 'bug') => void,
): RefusalOf {
  return (error, where) => {
    const away = unavailability(error)
    if (away) {
      counted(where, 'away')
      log.warn({ where, why: away }, 'the database was not there')
      return refuse('retry', away, AWAY[away]).error
    }
    // The alarm was raised when the document was opened; a person can do nothing but read on.
    if (isDamaged(error)) {
      counted(where, 'damaged')
      log.warn({ err: error, where }, 'a damaged document')
      return refuse(
        'conflict',
        'document-damaged',
        'this document is damaged and can only be read; nothing was changed',
      ).error
    }
    const errorId = randomUUID()
    counted(where, 'bug')
    log.error({ err: error, where, errorId }, 'a handler threw')
    return refuse('internal', 'internal', `something went wrong on the server; its log knows it as ${errorId}`).error
  }
}
