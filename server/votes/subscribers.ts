// Owns telling people how their own ballot stands, in every page they have open. Nobody else is ever told.

import type { EventBody } from '../../shared/events.ts'
import type { UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import type { Topics } from '../platform/topics.ts'
import { ballotsOfRound } from './reads.ts'

export interface BallotSubscriberDeps {
  reader: Reader
  toUser: (userId: UserId, name: 'ballot', body: EventBody<'ballot'>) => void
}

/** For topic `ballot.changed`. Reads the ballots anew, so a late or repeated delivery tells the truth of now. */
export function ballotSubscriber(deps: BallotSubscriberDeps) {
  return async function tellBallots({ roundId, userIds }: Topics['ballot.changed']): Promise<void> {
    for (const [userId, ballot] of await ballotsOfRound(deps.reader, roundId, userIds)) {
      deps.toUser(userId, 'ballot', ballot)
    }
  }
}
