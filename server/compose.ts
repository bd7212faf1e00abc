// Owns putting the program together: with compose-*.ts beside it the only file that knows every room. Rooms get each other's functions from here;
// what they share is the database, the outbox and the clock. It must never decide anything itself.

import { parseDocumentName } from '../shared/documents.ts'
import { SYNC_SOCKETS_MAX_PER_LEDGER } from '../shared/limits.ts'
import type { BoardId, IdeaId } from '../shared/model.ts'
import { createAuthorship } from './boards/authorship.ts'
import { locate, locateEach } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import { peopleByIds } from './boards/reads.ts'
import { readyOf } from './business-cases/readiness.ts'
import { exampleProposal } from './boards/example/create.ts'
import { createScribe, type Scribe } from './boards/scribe/scribe.ts'
import { agendaEntries, wireAgenda } from './compose-agenda.ts'
import { boardPlaces } from './compose-boards.ts'
import { caseReads, keepCasesMoving } from './compose-cases.ts'
import { wireRecounts } from './compose-estimates.ts'
import { wireExchange } from './compose-exchange.ts'
import { wireGoalTelling } from './compose-goals.ts'
import { groupHandlers, wireHandlers } from './compose-handlers.ts'
import { wireIdentity } from './compose-identity.ts'
import { type Notifications, type TellingOverrides, wireNotifications } from './compose-notifications.ts'
import { wireOutbox } from './compose-outbox.ts'
import { wireRoutes } from './compose-routes.ts'
import { createHolders, createSeating } from './seats/seating.ts'
import { type SessionPorts, sessionPorts, wireSessions } from './compose-sessions.ts'
import type { Config } from './config.ts'
import { createProposals } from './documents/proposals.ts'
import { schemaOf } from './documents/schemas.ts'
import { createVersions, type Versions } from './documents/versions.ts'
import { newestState } from './documents/versions-store.ts'
import { proposalJson } from './exchange/proposal-doc.ts'
import { createDispatch, type Dispatch } from './gateway/dispatch.ts'
import { dispatchPorts } from './gateway/dispatch-ports.ts'
import { createDocumentAccess, presenceOf, versionAccess } from './gateway/document-access.ts'
import { createDoors } from './gateway/doors.ts'
import { createFailures } from './gateway/failures.ts'
import { forgetOldResults } from './gateway/idempotency.ts'
import { createNodes } from './gateway/nodes.ts'
import { bucketsBy } from './gateway/rate-limit.ts'
import { createSyncTokens } from './gateway/sync-token.ts'
import { type Ground, type GroundOverrides, layGround } from './ground.ts'
import { ledgerIdeasOf } from './ideas/reads.ts'
import type { Identity } from './identity/index.ts'
import { isFirstRun } from './identity/roles.ts'
import type { Handlers } from './platform/command.ts'
import type { Reader } from './platform/database/handle.ts'
import { newId, randomOctets } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import {
  createSync,
  redisBus,
  type RedisBus,
  sqlLog,
  type Sync,
  type SyncLimits,
  type UpdateLog,
  warmUp,
} from './sync/index.ts'
import { openRoundOf, roundIdsOf, settledLedgerRound, talliesOf } from './votes/reads.ts'

export interface App extends Pick<Ground, 'lifecycle' | 'log' | 'metrics' | 'database' | 'outbox'> {
  listen(): Promise<{ port: number; url: string }>
  close(): Promise<void>
  firstRun(): Promise<boolean>
  dispatch: Dispatch
  sync: Sync
  scribe: Scribe
  versions: Versions
  notifications: Pick<Notifications, 'mailDue' | 'sendDue'>
  /** Every path of the API but commands and accounts. */
  routes: readonly Route[]
}

/** What tests change; production changes nothing. */
export interface Overrides extends GroundOverrides, TellingOverrides {
  clientDir?: string
  syncLimits?: Partial<SyncLimits>
  /** Stands between the sync engine and its log: to see what happens when the process dies there. */
  updateLog?: (log: UpdateLog) => UpdateLog
  /** Replaces handlers: to see what happens when one throws. */
  handlers?: Partial<Handlers>
}

const HOUR_MS = 3_600_000

/** Opens everything but the port. */
export async function compose(config: Config, overrides: Overrides = {}): Promise<App> {
  const ground = await layGround(config, overrides)
  try {
    return await build(ground, overrides)
  } catch (error) {
    await ground.lifecycle.stop('the start failed')
    throw error
  }
}

export type Rooms = ReturnType<typeof wireRooms>

async function build(ground: Ground, overrides: Overrides): Promise<App> {
  const { clock, now, log, metrics, lifecycle, database, db, secret, outbox } = ground
  const refusalOf = createFailures(log, (where, what) => metrics.failures.inc({ where, what }))
  const buckets = bucketsBy(() => clock.now())
  const bus = wireBus(ground)
  const identity = wireIdentity(ground, buckets, ({ sessionId }) => {
    doors.broadcast.endSession(sessionId)
    sync.reauthorize({ sessionId })
  })
  const sync = wireSync(ground, bus, identity, overrides, () => rooms)
  const nodes = createNodes(bus)
  const reach = sessionPorts(ground, { sync, buckets, nodes, broadcast: () => doors.broadcast })
  const rooms = wireRooms(ground, sync, reach)
  const notifications = wireNotifications(ground, overrides)
  const dispatch = createDispatch({
    ...dispatchPorts({ ...ground, buckets }),
    transaction: database.transaction,
    handlers: {
      ...wireHandlers(),
      ...rooms.versions.commands,
      ...rooms.sessions.commands,
      ...rooms.agenda.commands,
      ...notifications.commands,
      ...overrides.handlers,
    },
    locate,
    seatOf: createSeating(db),
    // A handler that was replaced is what is to be seen, also for commands that come together.
    ...(overrides.handlers?.['vote.cast'] ? {} : { together: { handlers: groupHandlers, locateEach } }),
    refusalOf,
  })
  const tokens = createSyncTokens(secret, () => clock.now())
  const exchange = wireExchange(ground, sync, rooms, () => doors.broadcast)
  const told = notifications.routes({ dispatch, buckets })
  const routes = [...wireRoutes(ground, { identity, tokens, rooms }), ...exchange, ...told]
  const doors = createDoors({
    ...identity.sessions,
    ground,
    clientDir: overrides.clientDir,
    auth: identity.handler,
    dispatch,
    routes,
    sync,
    tokens,
    refusalOf,
    nodes,
    async drainDocuments() {
      // First nothing more is delivered here: what the scribe could no longer write would only come back late.
      await outbox.drain()
      await rooms.scribe.close()
      await sync.drain()
    },
  })
  const goals = wireGoalTelling(ground, nodes, () => doors.broadcast)
  wireOutbox(ground, { sync, rooms, broadcast: doors.broadcast, holders: createHolders(db), notifications, goals })
  keepCasesMoving(ground)
  ground.schedule.every('forget old answers', HOUR_MS, () => forgetOldResults(db, now()))
  await outbox.start()
  return {
    ...ground,
    dispatch,
    sync,
    routes,
    scribe: rooms.scribe,
    versions: rooms.versions,
    notifications,
    listen() {
      warmUp()
      return doors.listen()
    },
    close: async () => void (await lifecycle.stop('close')),
    firstRun: () => isFirstRun(db),
  }
}

/** What the nodes of a cluster tell each other; null for one node. */
function wireBus({ redis, secret, clock, log, lifecycle }: Ground): RedisBus | null {
  if (!redis) return null
  const bus = redisBus({ link: redis, secret, clock, note: (event, fields) => log.info({ event, ...fields }, 'nodes') })
  lifecycle.onStop('nodes', () => bus.close())
  return bus
}

/** The live documents: who may be in them, and what of people is shown there. */
function wireSync(
  { config, database, db, log }: Ground,
  bus: RedisBus | null,
  identity: Identity,
  overrides: Overrides,
  rooms: () => Rooms,
): Sync {
  const updateLog = sqlLog(database.pool)
  return createSync({
    log: overrides.updateLog?.(updateLog) ?? updateLog,
    ...(bus && { bus }),
    admitDocument: (name) => parseDocumentName(name) !== null,
    access: createDocumentAccess({
      db,
      locate,
      onBoard: boardPlaces({ db }),
      actorOfSession: identity.sessions.actorOfSession,
      beforeBoard: (boardId) => rooms().scribe.opened(boardId),
      beforeProposal: (ideaId) => rooms().proposals.ensure(ideaId),
      beforeMinutes: (sessionId) => rooms().agenda.minutes.ensure(sessionId),
    }),
    schema: schemaOf,
    authorship: createAuthorship({ db, randomBytes: randomOctets }),
    presence: (document) => presenceOf(db, document),
    lastGood: (document) => newestState(db, document),
    note: (event, fields) => log[event === 'document-damaged' ? 'error' : 'info']({ event, ...fields }, 'sync'),
    placesIn: (name) =>
      parseDocumentName(name)?.kind === 'ledger' ? SYNC_SOCKETS_MAX_PER_LEDGER : config.syncSocketsPerDocument,
    limits: overrides.syncLimits ?? {},
  })
}

/** What rooms tell each other. */
function wireRooms(ground: Ground, sync: Sync, reach: SessionPorts) {
  const { database, db, clock, log } = ground
  const people = peopleByIds
  const ideaSources = {
    people,
    tallies: talliesOf,
    ready: readyOf,
    escalations: (reader: Reader, _board: BoardId, ids: IdeaId[]) => caseReads.escalationsOf(reader, ids),
  }
  const sessions = wireSessions(ground, reach)
  const scribe = createScribe({
    db,
    clock,
    log,
    documents: sync,
    sources: {
      ideas: (reader, boardId, which) => ledgerIdeasOf(reader, boardId, which, ideaSources),
      round: settledLedgerRound((boardId) => scribe.settle(boardId)),
      roundIds: roundIdsOf,
      openRound: openRoundOf,
      session: sessions.ledgerEntries,
      discussion: agendaEntries,
    },
  })
  const ideaReads = { ...ideaSources, markerFor, settle: (boardId: BoardId) => scribe.settle(boardId) }
  const proposals = createProposals({ reader: db, documents: sync, opening: exampleProposal })
  const versions = createVersions({
    ...ground,
    ...versionAccess(locate, db),
    transaction: database.transaction,
    enqueue,
    newId,
    documents: sync,
    people,
    proposalNodes: (content) => proposalJson(content).content ?? [],
  })
  const settle = (boardId: BoardId) => scribe.settle(boardId)
  const agenda = wireAgenda(ground, { documents: sync, peopleOn: reach.peopleOn, settle })
  const recounts = wireRecounts(ground, { proposals, documents: sync })
  return { people, scribe, ideaReads, proposals, versions, sessions, agenda, recounts }
}
