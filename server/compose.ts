// Owns putting the program together: the only file that knows every room. Rooms get each other's functions from here;
// what they share is the database, the outbox, the clock. It must never decide anything itself.

import { createHmac } from 'node:crypto'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { boardDocument, ledgerDocument, parseDocumentName, proposalDocument } from '../shared/documents.ts'
import * as limits from '../shared/limits.ts'
import type { BoardId, IdeaId, Naming } from '../shared/model.ts'
import { done, type Outcome, refuse } from '../shared/outcome.ts'
import { allows } from '../shared/permissions.ts'
import { boardCommands } from './boards/commands.ts'
import { admit, boardByCode } from './boards/join.ts'
import { locate } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import { boardPeople, boardView, listBoards } from './boards/reads.ts'
import type { Config } from './config.ts'
import { escalationCommands } from './escalations/commands.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import { createDispatch, type Dispatch, standingInOrganisation } from './gateway/dispatch.ts'
import { documentAccess } from './gateway/document-access.ts'
import { createDoors } from './gateway/doors.ts'
import { createFailures } from './gateway/failures.ts'
import { forgetOldResults } from './gateway/idempotency.ts'
import { createOriginChecks } from './gateway/origin.ts'
import { createBuckets } from './gateway/rate-limit.ts'
import { createSyncTokens, SYNC_TOKEN_INPUT, type SyncTokens } from './gateway/sync-token.ts'
import { ideaCommands } from './ideas/commands.ts'
import { createCodeGate, WRONG_CODES_HARD } from './identity/code-gate.ts'
import { identityCommands } from './identity/commands.ts'
import { createIdentity, type Identity } from './identity/index.ts'
import { isFirstRun } from './identity/roles.ts'
import { identityRoutes } from './identity/routes.ts'
import { createSignInLimits } from './identity/sign-in-limits.ts'
import { notificationCommands } from './notifications/commands.ts'
import { inboxOf, unreadOf } from './notifications/reads.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Handlers, Place } from './platform/command.ts'
import { type Database, type Db, openDatabase } from './platform/database/index.ts'
import { ideas } from './platform/database/schema/index.ts'
import { newId, randomOctets } from './platform/ids.ts'
import { createLifecycle, type Lifecycle } from './platform/lifecycle.ts'
import { createLog, type Log } from './platform/log.ts'
import { createMetrics, type Metrics } from './platform/metrics.ts'
import { createOutbox, enqueue, type Outbox } from './platform/outbox.ts'
import { connectRedis, type Redis } from './platform/redis.ts'
import type { Route, SignedIn } from './platform/route.ts'
import { createSchedule } from './platform/schedule.ts'
import { sessionSecret } from './platform/secret.ts'
import { createSync, sqlLog, type Sync, type SyncLimits } from './sync/index.ts'
import { voteCommands } from './votes/commands.ts'
import { roundViews } from './votes/reads.ts'
import { boardOf } from './boards/store.ts'
import { ideasById } from './ideas/store.ts'

export interface App {
  listen(): Promise<{ port: number; url: string }>
  close(): Promise<void>
  firstRun(): Promise<boolean>
  lifecycle: Lifecycle
  log: Log
  metrics: Metrics
  dispatch: Dispatch
  database: Database
  sync: Sync
  outbox: Outbox
  routes: readonly Route[]
}

/** What tests change; production changes nothing. */
export interface Overrides {
  clock?: Clock
  log?: Log
  /** A folder to copy a new embedded database from. */
  template?: string
  clientDir?: string
  syncLimits?: Partial<SyncLimits>
  /** Replaces handlers: to see what happens when one throws. */
  handlers?: Partial<Handlers>
}

const CLIENT_DIR = path.resolve(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../dist/client' : '../client',
)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** What every part is built on. */
type Ground = Awaited<ReturnType<typeof layGround>>

async function layGround(config: Config, overrides: Overrides) {
  const clock = overrides.clock ?? systemClock
  const log = overrides.log ?? createLog(config.logLevel)
  const metrics = createMetrics({ own: config.port !== 0 })
  const lifecycle = createLifecycle({ log })
  const template = overrides.template === undefined ? {} : { template: overrides.template }
  const database = await openDatabase(config, log, template)
  lifecycle.onStop('database', () => database.close())
  database.onState(metrics.databaseState)
  metrics.databaseState(database.state())
  const failures = createFailures(log, (where, what) => metrics.failures.inc({ where, what }))
  const outbox = createOutbox({
    database,
    clock,
    log,
    onDelivered: (subscriber) => metrics.outboxDelivered.inc({ subscriber }),
    onFailed: (subscriber) => metrics.outboxFailed.inc({ subscriber }),
  })
  const buckets = (capacity: number, perMs: number) => createBuckets({ capacity, perMs, nowMs: () => clock.now() })
  return { config, overrides, clock, log, metrics, lifecycle, database, db: database.db, failures, outbox, buckets }
}

function wireIdentity(ground: Ground, secret: string, endSession: (ended: { sessionId: string }) => void) {
  const { config, clock, database, db, log, buckets } = ground
  return createIdentity({
    db,
    transaction: database.transaction,
    enqueue,
    secret,
    publicUrl: config.publicUrl,
    oidc: config.oidc,
    log,
    newId,
    now: () => new Date(clock.now()),
    limits: createSignInLimits({
      account: buckets(limits.SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE, MINUTE_MS),
      address: buckets(limits.SIGN_INS_MAX_PER_ADDRESS_PER_MINUTE, MINUTE_MS),
    }),
    gate: createCodeGate({
      joins: buckets(limits.JOINS_MAX_PER_ADDRESS_PER_MINUTE, MINUTE_MS),
      wrongCodes: createBuckets({
        capacity: WRONG_CODES_HARD,
        refill: limits.WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE,
        perMs: MINUTE_MS,
        nowMs: () => clock.now(),
      }),
      nowMs: () => clock.now(),
    }),
    boardByCode: (code) => boardByCode(db, code),
    admit: (tx, admission) => admit(tx, enqueue, admission),
    unread: (userId) => unreadOf(db, userId),
    onSessionEnded: endSession,
  })
}

function wireHandlers({ overrides }: Ground): Handlers {
  const absent = async () => refuse('internal', 'not-yet', 'this part is not there yet')
  return {
    ...boardCommands({ enqueue, newId, randomBytes: randomOctets }),
    ...ideaCommands({ enqueue, newId, markerFor }),
    ...voteCommands({ enqueue, newId }),
    ...escalationCommands({ enqueue, newId }),
    ...notificationCommands({ enqueue }),
    ...identityCommands({ enqueue }),
    'comment.add': absent,
    'comment.update': absent,
    'comment.remove': absent,
    ...overrides.handlers,
  }
}

/** What is offered over HTTP beside commands: every path of the API is in this list. */
function wireRoutes({ db }: Ground, { identity, tokens }: { identity: Identity; tokens: SyncTokens }): Route[] {
  type Placed = (asking: SignedIn, place: Place) => Promise<Outcome<unknown>>
  const read = (path: string, answer: (asking: SignedIn) => Promise<Outcome<unknown>>): Route => ({
    kind: 'read',
    path,
    answer,
  })
  /** About one board or idea: where it leads and how this person stands there is found first. */
  const placed = (scope: 'board' | 'idea', path: string, answer: Placed): Route =>
    read(path, async (asking) => {
      const place = await locate(db, asking.actor, scope, asking.params.id ?? '')
      return place ? answer(asking, place) : refuse('not-found', 'not-found')
    })
  const members = (path: string, answer: (asking: SignedIn) => Promise<unknown>): Route =>
    read(path, async (asking) =>
      asking.actor.kind === 'guest' ? refuse('not-found', 'not-found') : done(await answer(asking)),
    )

  return [
    ...identityRoutes(db, identity, (actor) => allows('people.read', standingInOrganisation(actor))),
    {
      kind: 'post',
      path: '/api/sync-token',
      answer: async ({ actor }, body) => {
        if (!actor) return refuse('sign-in', 'sign-in')
        const asked = SYNC_TOKEN_INPUT.safeParse(body ?? {})
        if (!asked.success) return refuse('invalid', 'invalid-input', 'send {document?}', { field: 'document' })
        return done({ value: tokens.mint(actor.sessionId, asked.data.document ?? null), cookies: [] })
      },
    },
    members('/api/inbox', ({ actor }) => inboxOf(db, actor.userId)),
    read('/api/boards', ({ actor }) => listBoards(db, actor)),
    placed('board', '/api/boards/:id', (asking, place) =>
      boardView(db, asking.actor, place, { rounds: roundViews, origin: asking.origin }),
    ),
    placed('board', '/api/boards/:id/people', ({ actor }, place) => boardPeople(db, actor, place)),
  ]
}

/** What happened, told to those who have to act on it. */
function wireOutbox(ground: Ground, parts: { identity: Identity; sync: Sync; broadcast: Broadcast }): void {
  const { outbox, db } = ground
  const { identity, sync, broadcast } = parts
  outbox.subscribe('access.changed', 'access', async ({ payload: { boardId, userId } }) => {
    if (userId !== undefined) {
      identity.sessions.forgetUser(userId)
      return sync.reauthorize({ userId })
    }
    if (boardId === undefined) return
    for (const ideaId of await ideaIdsOn(db, boardId)) sync.reauthorize({ document: proposalDocument(ideaId) })
    sync.reauthorize({ document: boardDocument(boardId) })
    sync.reauthorize({ document: ledgerDocument(boardId) })
  })
  outbox.subscribe('answers.stale', 'stale', async ({ payload: { userIds, topics } }) => {
    broadcast.stale(userIds, topics)
  })
}

/** Opens everything but the port. Whatever was opened before a failure is closed again. */
export async function compose(config: Config, overrides: Overrides = {}): Promise<App> {
  const ground = await layGround(config, overrides)
  try {
    return await build(ground)
  } catch (error) {
    await ground.lifecycle.stop('the start failed')
    throw error
  }
}

async function build(ground: Ground): Promise<App> {
  const { config, overrides, clock, log, metrics, lifecycle, database, db, failures, outbox } = ground
  const secret = await sessionSecret(config, database)
  const redis = config.redisUrl === null ? null : await connectRedis(config.redisUrl, log)
  if (redis) lifecycle.onStop('redis', () => redis.close())
  const schedule = createSchedule({ clock, log })
  lifecycle.onStop('schedule', () => schedule.stop())
  schedule.every('forget old answers', HOUR_MS, () => forgetOldResults(db, new Date(clock.now())))
  lifecycle.onStop('outbox', () => outbox.drain())

  const identity = wireIdentity(ground, secret, ({ sessionId }) => {
    doors.broadcast.endSession(sessionId)
    sync.reauthorize({ sessionId })
  })
  const sync = wireSync(ground, identity)
  const turns = ground.buckets(limits.COMMANDS_MAX_PER_USER_PER_10_S, 10_000)
  const keyed = createHmac('sha256', secret).update('idempotency').digest()
  const dispatch = createDispatch({
    transaction: database.transaction,
    handlers: wireHandlers(ground),
    locate,
    turn: (userId) => turns.take(userId),
    now: () => new Date(clock.now()),
    hash: (text) => createHmac('sha256', keyed).update(text).digest('base64url'),
    refusalOf: failures,
    onAnswer(command, answer, tookMs) {
      metrics.commands.inc({ command, answer })
      metrics.commandSeconds.observe({ command }, tookMs / 1000)
    },
  })
  const tokens = createSyncTokens(secret, () => clock.now())
  const routes = wireRoutes(ground, { identity, tokens })
  const doors = createDoors({
    ...config,
    ...identity.sessions,
    clientDir: overrides.clientDir ?? CLIENT_DIR,
    redis,
    lifecycle,
    origins: createOriginChecks(config),
    dispatch,
    auth: identity.handler,
    routes,
    sync,
    tokens,
    refusalOf: failures,
    notReady: () => whatIsMissing(ground, redis),
    metrics: async () => ({ type: metrics.register.contentType, text: await metrics.register.metrics() }),
    drainDocuments: () => sync.drain(),
  })
  wireOutbox(ground, { identity, sync, broadcast: doors.broadcast })
  await outbox.start()
  return {
    listen: () => doors.listen(),
    close: async () => void (await lifecycle.stop('close')),
    firstRun: () => isFirstRun(db),
    lifecycle,
    log,
    metrics,
    dispatch,
    database,
    sync,
    outbox,
    routes,
  }
}

async function whatIsMissing({ database, lifecycle }: Ground, redis: Redis | null): Promise<string | null> {
  if (lifecycle.stopping) return 'stopping'
  const answers = await Promise.allSettled([database.ping(), redis?.ping()])
  if (answers[0].status === 'rejected') return 'the database does not answer'
  return answers[1].status === 'rejected' ? 'Redis does not answer' : null
}

/** The live documents: who may be in them, and what of people is shown there. */
function wireSync({ database, db, log, overrides }: Ground, identity: Identity): Sync {
  return createSync({
    log: sqlLog(database.pool),
    admitDocument: (name) => parseDocumentName(name) !== null,
    async access(person, document) {
      const named = parseDocumentName(document)
      if (!named) return 'none'
      const actor = await identity.sessions.actorOfSession(person.sessionId)
      if (!actor) return 'signed-out'
      const place = await locate(db, actor, named.kind === 'proposal' ? 'idea' : 'board', named.id)
      return documentAccess(named.kind, place)
    },
    presence: async (document) => ((await namingOf(db, document)) === 'anonymous' ? 'quiet' : 'full'),
    note: (event, fields) => log.info({ event, ...fields }, 'sync'),
    ...(overrides.syncLimits ? { limits: overrides.syncLimits } : {}),
  })
}

async function namingOf(db: Db, document: string): Promise<Naming | null> {
  const named = parseDocumentName(document)
  if (!named) return null
  const [idea] = named.kind === 'proposal' ? await ideasById(db, [named.id as IdeaId]) : []
  const board = await boardOf(db, (idea?.boardId ?? named.id) as BoardId)
  return (board?.naming as Naming | undefined) ?? null
}

async function ideaIdsOn(db: Db, boardId: BoardId): Promise<IdeaId[]> {
  const rows = await db.select({ id: ideas.id }).from(ideas).where(eq(ideas.boardId, boardId))
  return rows.map((row) => row.id as IdeaId)
}
