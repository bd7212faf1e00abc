// Owns wiring the cases: ideas on their way through the organisation, who owes the next move, and the clock that moves what
// nobody answers. Part of compose.ts: it may know every room, and must never decide anything itself.

import type { DeskView } from '../shared/cases.ts'
import type { EscalationId, UserId } from '../shared/model.ts'
import { done, notThere, type Outcome } from '../shared/outcome.ts'
import { allows } from '../shared/permissions.ts'
import { peopleByIds } from './boards/reads.ts'
import { askForOutcomes, dueOnDesk } from './compose-outcomes.ts'
import { managersOf, organisationAround, peopleOf } from './compose-organisation.ts'
import { escalationCommands } from './escalations/commands.ts'
import type { CaseDeps } from './escalations/deps.ts'
import { failedCase, runClock } from './escalations/clock/run.ts'
import { createCaseClock } from './escalations/clock/tick.ts'
import { createDesk } from './escalations/desk.ts'
import { holdsTurnNow } from './escalations/holding.ts'
import { desksShowing } from './escalations/onlookers.ts'
import { escalationReads } from './escalations/reads.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import type { Place } from './platform/command.ts'
import type { Reader } from './platform/database/handle.ts'
import { databaseTime } from './platform/database/time.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Topics } from './platform/topics.ts'
import { talliesOf } from './votes/reads.ts'

export const caseDeps: CaseDeps = { enqueue, newId, organisationAround, managersOf, timeOf: databaseTime }

export const caseReads = escalationReads({ peopleOf: (reader, ids) => peopleByIds(reader, ids, null), talliesOf })

export const caseHandlers = () => escalationCommands(caseDeps)

/** Moves what nobody answers, and works deadlines out again when the calendar changes or somebody is away. */
export function keepCasesMoving(ground: Pick<Ground, 'db' | 'database' | 'schedule' | 'log' | 'on'>): void {
  const { db, database, schedule, log, on } = ground
  const { transaction } = database
  const failed = failedCase(log)
  const clock = createCaseClock({ ...caseDeps, db, transaction, failed })
  /** An idea that is gone is on no desk, and back on them when it is. */
  const toDesks = ({ boardId, ideaId }: Topics['idea.removed']) =>
    transaction(async (tx) => {
      const userIds = await desksShowing(caseDeps, tx, boardId, ideaId)
      if (userIds.length > 0) await enqueue(tx, 'answers.stale', boardId, { userIds, topics: ['desk'] })
    })
  on('cases', {
    'organisation.changed': async ({ userIds }) => void (await clock.workOutAgain(userIds)),
    'idea.removed': toDesks,
    'idea.restored': toDesks,
  })
  runClock({ db, schedule, log, timeOf: databaseTime }, [clock.tick, askForOutcomes(ground, failed)])
}

/** For the link in a mail. */
export const holdsTurn = (reader: Reader, id: EscalationId, userId: UserId) =>
  holdsTurnNow(caseDeps, reader, id, userId)

export function caseRoutes({ db }: Pick<Ground, 'db'>, { at, forMembers }: RouteMakers): Route[] {
  const desk = createDesk({ reads: caseReads, peopleUnder: peopleOf })
  /** Whoever is asked knows of this one idea, whoever may see its board. */
  const mayRead = ({ standing }: Place) => allows('board.read', standing) || standing.has('addressed')
  return [
    forMembers('/api/desk', async ({ actor }) =>
      done({ ...(await desk.deskOf(db, actor.userId)), due: await dueOnDesk(db, actor.userId) } satisfies DeskView),
    ),
    at('escalation', '/api/cases/:id', async ({ actor, params }, place): Promise<Outcome<unknown>> => {
      if (actor.kind === 'guest' || !mayRead(place)) return notThere()
      const found = await desk.deskCase(db, params.id as EscalationId, actor.userId)
      return found ? done(found) : notThere()
    }),
    at('idea', '/api/ideas/:id/cases', async ({ actor }, place): Promise<Outcome<unknown>> => {
      if (!mayRead(place) || !place.ideaId) return notThere()
      const cases = await caseReads.casesOf(db, [place.ideaId], actor.userId)
      return done(cases.get(place.ideaId) ?? [])
    }),
  ]
}
