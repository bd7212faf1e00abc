// Owns gathering every room's commands, with what each of them needs of the ground. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import { boardCommands } from './boards/commands.ts'
import { markerFor } from './boards/marks.ts'
import type { Agenda } from './compose-agenda.ts'
import { caseHandlers } from './compose-cases.ts'
import { businessCaseHandlers } from './compose-estimates.ts'
import { goalHandlers } from './compose-goals.ts'
import type { Notifications } from './compose-notifications.ts'
import { outcomeHandlers } from './compose-outcomes.ts'
import { noteWriter, type Sessions } from './compose-sessions.ts'
import { discussionCommands } from './discussion/commands.ts'
import { boardLayout } from './documents/board-cards.ts'
import type { Versions } from './documents/versions.ts'
import { ideaCommands } from './ideas/commands.ts'
import { identityCommands } from './identity/commands.ts'
import type { GroupHandlers, Handlers } from './platform/command.ts'
import { organisationCommands } from './organisation/commands.ts'
import { newId, randomOctets } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import { reportCommands } from './sessions/reports.ts'
import { seatCommands, takingSeatsAlong } from './seats/commands.ts'
import { castingTogether, returningVotes, voteCommands } from './votes/commands.ts'

export const ideaDeps = { enqueue, newId, markerFor, noteWriter }

export const groupHandlers: GroupHandlers = { 'vote.cast': castingTogether(ideaDeps) }

/** All but those of versions and sessions, which come with their own reads and jobs. */
export function wireHandlers(): Omit<
  Handlers,
  keyof Versions['commands'] | keyof Sessions['commands'] | keyof Agenda['commands'] | keyof Notifications['commands']
> {
  const ideasAlone = ideaCommands(ideaDeps)
  const withVotes = returningVotes({ enqueue, layout: boardLayout }, ideasAlone)
  const boardsAlone = boardCommands({ enqueue, newId, randomBytes: randomOctets })
  return {
    ...boardsAlone,
    ...takingSeatsAlong({ enqueue }, boardsAlone),
    ...seatCommands({ enqueue, newId }),
    ...ideasAlone,
    ...withVotes,
    ...reportCommands({ ...ideaDeps, ideas: withVotes }),
    ...discussionCommands(ideaDeps),
    ...voteCommands({ ...ideaDeps, layout: boardLayout }),
    ...caseHandlers(),
    ...outcomeHandlers(),
    ...identityCommands(ideaDeps),
    ...organisationCommands(ideaDeps),
    ...goalHandlers(),
    ...businessCaseHandlers(),
  }
}
