// Owns what the cases need from others, as small interfaces; compose hands them in.

import type { UserId } from '../../shared/model.ts'
import type { Organisation } from '../../shared/organisation.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'

export interface CaseDeps {
  enqueue: Enqueue
  newId: () => string
  /** Settings, and ladders and absences of these people and of whoever stands behind them. */
  organisationAround(reader: Reader, userIds: readonly UserId[]): Promise<Organisation>
  /** Of those of them who have one. */
  managersOf(reader: Reader, userIds: readonly UserId[]): Promise<UserId[]>
  /** The database's own time: nodes may be minutes apart (FAULTS F17). */
  timeOf(reader: Reader): Promise<Date>
}
