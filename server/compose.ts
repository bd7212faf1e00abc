// Owns putting the program together: the only file that knows every room. Rooms get each other's functions from here;
// what they share is the database, the outbox and the clock. It must never decide anything itself.

import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { boardDocument, ledgerDocument, parseDocumentName, proposalDocument } from '../shared/documents.ts'
import { COMMANDS_MAX_PER_USER_PER_10_S } from '../shared/limits.ts'
import type { BoardId, IdeaId, Naming } from '../shared/model.ts'
import { done } from '../shared/outcome.ts'
import { allows } from '../shared/permissions.ts'
import { boardCommands } from './boards/commands.ts'
import { admit, boardByCode } from './boards/join.ts'
import { locate } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import { rememberOpening } from './boards/people.ts'
import { boardPeople, boardView, listBoards, peopleByIds } from './boards/reads.ts'
import { createScribe, type Scribe } from './boards/scribe/scribe.ts'
import { boardOf } from './boards/store.ts'
import type { Config } from './config.ts'
import { discussionCommands } from './discussion/commands.ts'
import { listComments } from './discussion/reads.ts'
import { escalationCommands } from './escalations/commands.ts'
import { escalationReads } from './escalations/reads.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import { createDispatch, type Dispatch, standingInOrganisation } from './gateway/dispatch.ts'
import { createDocumentAccess } from './gateway/document-access.ts'
import { createDoors } from './gateway/doors.ts'
import { createFailures } from './gateway/failures.ts'
import { forgetOldResults } from './gateway/idempotency.ts'
import { createOriginChecks } from './gateway/origin.ts'
import { routeMakers } from './gateway/place-routes.ts'
import { type BucketMaker, bucketsBy } from './gateway/rate-limit.ts'
import { builtClient } from './gateway/static.ts'
import { createSyncTokens, type SyncTokens, syncTokenRoute } from './gateway/sync-token.ts'
import { type Ground, type GroundOverrides, layGround } from './ground.ts'
import { ideaCommands } from './ideas/commands.ts'
import { ledgerIdeasOf, listIdeas, readIdea, readMine } from './ideas/reads.ts'
import { ideasById } from './ideas/store.ts'
import { identityCommands } from './identity/commands.ts'
import { createIdentity, type Identity } from './identity/index.ts'
import { isFirstRun } from './identity/roles.ts'
import { identityRoutes } from './identity/routes.ts'
import { notificationCommands } from './notifications/commands.ts'
import { inboxOf, unreadOf } from './notifications/reads.ts'
import { notificationSubscribers } from './notifications/subscribers.ts'
import type { Handlers } from './platform/command.ts'
import type { Db } from './platform/database/index.ts'
import { ideas } from './platform/database/schema/index.ts'
import { newId, randomOctets } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Topic, Topics } from './platform/topics.ts'
import { createSync, sqlLog, type Sync, type SyncLimits } from './sync/index.ts'
import { returningVotes, voteCommands } from './votes/commands.ts'
import { ballotOf, ledgerRound, openRoundOf, roundIdsOf, roundViews, talliesOf } from './votes/reads.ts'
import { ballotSubscriber } from './votes/subscribers.ts'

export interface App extends Pick<Ground, 'lifecycle' | 'log' | 'metrics' | 'database' | 'outbox'> {
  listen(): Promise<{ port: number; url: string }>
  close(): Promise<void>
  firstRun(): Promise<boolean>
  dispatch: Dispatch
  sync: Sync
  scribe: Scribe
  /** Every path of the API but commands and accounts. */
  routes: readonly Route[]
}

/** What tests change; production changes nothing. */
export interface Overrides extends GroundOverrides {
  clientDir?: string
  syncLimits?: Partial<SyncLimits>
  /** Replaces handlers: to see what happens when one throws. */
  handlers?: Partial<Handlers>
}

const HOUR_MS = 3_600_000
const TEN_SECONDS_MS = 10_000

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

type Rooms = ReturnType<typeof wireRooms>

async function build(ground: Ground, overrides: Overrides): Promise<App> {
  const { config, clock, now, log, metrics, lifecycle, database, db, secret, outbox } = ground
  const refusalOf = createFailures(log, (where, what) => metrics.failures.inc({ where, what }))
  const buckets = bucketsBy(() => clock.now())
  const identity = wireIdentity(ground, buckets, ({ sessionId }) => {
    doors.broadcast.endSession(sessionId)
    sync.reauthorize({ sessionId })
  })
  const sync = wireSync(ground, identity, overrides, () => rooms)
  const rooms = wireRooms(ground, sync)
  const turns = buckets(COMMANDS_MAX_PER_USER_PER_10_S, TEN_SECONDS_MS)
  const hashKey = createHmac('sha256', secret).update('idempotency').digest()
  const dispatch = createDispatch({
    transaction: database.transaction,
    handlers: { ...wireHandlers(), ...overrides.handlers },
    locate,
    turn: (userId) => turns.take(userId),
    now,
    hash: (text) => createHmac('sha256', hashKey).update(text).digest('base64url'),
    refusalOf,
    onAnswer(command, answer, tookMs) {
      metrics.commands.inc({ command, answer })
      metrics.commandSeconds.observe({ command }, tookMs / 1000)
    },
  })
  const tokens = createSyncTokens(secret, () => clock.now())
  const routes = wireRoutes(ground, { identity, tokens, rooms })
  const doors = createDoors({
    ...config,
    ...identity.sessions,
    clientDir: overrides.clientDir ?? builtClient(),
    redis: ground.redis,
    lifecycle,
    origins: createOriginChecks(config),
    dispatch,
    auth: identity.handler,
    routes,
    sync,
    tokens,
    refusalOf,
    notReady: ground.missing,
    metrics: async () => ({ type: metrics.register.contentType, text: await metrics.register.metrics() }),
    async drainDocuments() {
      await rooms.scribe.close()
      await sync.drain()
    },
  })
  wireOutbox(ground, { identity, sync, rooms, broadcast: doors.broadcast })
  ground.schedule.every('forget old answers', HOUR_MS, () => forgetOldResults(db, now()))
  await outbox.start()
  return {
    ...ground,
    dispatch,
    sync,
    routes,
    scribe: rooms.scribe,
    listen: () => doors.listen(),
    close: async () => void (await lifecycle.stop('close')),
    firstRun: () => isFirstRun(db),
  }
}

function wireIdentity(ground: Ground, buckets: BucketMaker, onSessionEnded: (ended: { sessionId: string }) => void) {
  const { config, database, db } = ground
  return createIdentity({
    ...ground,
    transaction: database.transaction,
    enqueue,
    newId,
    buckets,
    onSessionEnded,
    publicUrl: config.publicUrl,
    oidc: config.oidc,
    boardByCode: (code) => boardByCode(db, code),
    admit: (tx, admission) => admit(tx, enqueue, admission),
    unread: (userId) => unreadOf(db, userId),
  })
}

/** The live documents: who may be in them, and what of people is shown there. */
function wireSync({ database, db, log }: Ground, identity: Identity, overrides: Overrides, rooms: () => Rooms): Sync {
  return createSync({
    log: sqlLog(database.pool),
    admitDocument: (name) => parseDocumentName(name) !== null,
    access: createDocumentAccess({
      db,
      locate,
      actorOfSession: identity.sessions.actorOfSession,
      beforeBoard: (boardId) => rooms().scribe.opened(boardId),
      beforeProposal: async () => undefined,
    }),
    presence: async (document) => ((await namingOf(db, document)) === 'anonymous' ? 'quiet' : 'full'),
    note: (event, fields) => log.info({ event, ...fields }, 'sync'),
    limits: overrides.syncLimits ?? {},
  })
}

/** What rooms tell each other. */
function wireRooms({ db, clock, log }: Ground, sync: Sync) {
  const people = peopleByIds
  const escalations = escalationReads({ peopleOf: (reader, ids) => people(reader, ids, null), talliesOf })
  const ideaSources = {
    people,
    tallies: talliesOf,
    escalations: (reader: Parameters<typeof escalations.escalationsOf>[0], _board: BoardId, ids: IdeaId[]) =>
      escalations.escalationsOf(reader, ids),
  }
  const scribe = createScribe({
    db,
    clock,
    log,
    documents: sync,
    sources: {
      ideas: (reader, boardId, which) => ledgerIdeasOf(reader, boardId, which, ideaSources),
      round: ledgerRound,
      roundIds: roundIdsOf,
      openRound: openRoundOf,
    },
  })
  const ideaReads = { ...ideaSources, markerFor, settle: (boardId: BoardId) => scribe.settle(boardId) }
  return { people, escalations, scribe, ideaReads }
}

function wireHandlers(): Handlers {
  const shared = { enqueue, newId, markerFor }
  const ideasAlone = ideaCommands(shared)
  return {
    ...boardCommands({ enqueue, newId, randomBytes: randomOctets }),
    ...ideasAlone,
    ...returningVotes({ enqueue }, ideasAlone),
    ...discussionCommands(shared),
    ...voteCommands(shared),
    ...escalationCommands(shared),
    ...notificationCommands(shared),
    ...identityCommands(shared),
  }
}

/** What is offered over HTTP beside commands: every path of the API is in this list. */
function wireRoutes(ground: Ground, parts: { identity: Identity; tokens: SyncTokens; rooms: Rooms }): Route[] {
  const { db, now } = ground
  const { identity, tokens, rooms } = parts
  const { ideaReads, escalations } = rooms
  const { read, forMembers, at } = routeMakers(db, locate)
  const comments = { markerFor, people: rooms.people }
  return [
    ...identityRoutes(db, identity, (actor) => allows('people.read', standingInOrganisation(actor))),
    syncTokenRoute(tokens),
    forMembers('/api/inbox', async ({ actor }) => done(await inboxOf(db, actor.userId))),
    forMembers('/api/desk', async ({ actor }) => done(await escalations.deskOf(db, actor.userId))),
    read('/api/boards', ({ actor }) => listBoards(db, actor)),
    at('board', '/api/boards/:id', async ({ actor, origin }, place) => {
      await rememberOpening(db, enqueue, actor, place, now())
      return boardView(db, actor, place, { rounds: roundViews, origin })
    }),
    at('board', '/api/boards/:id/people', ({ actor }, place) => boardPeople(db, actor, place)),
    at('board', '/api/boards/:id/ideas', ({ actor, query }, place) =>
      listIdeas(db, actor, place, ideaReads, { removed: query.get('removed') === '1' }),
    ),
    at('board', '/api/boards/:id/mine', ({ actor }, place) =>
      readMine(db, actor, place, { markerFor, ballot: ballotOf }),
    ),
    at('idea', '/api/ideas/:id', ({ actor }, place) => readIdea(db, actor, place, ideaReads)),
    at('idea', '/api/ideas/:id/comments', ({ actor }, place) => listComments(db, actor, place, comments)),
  ]
}

/** What happened, told to those who have to act on it. */
function wireOutbox(
  { outbox, database, db, now }: Ground,
  { identity, sync, rooms, broadcast }: { identity: Identity; sync: Sync; rooms: Rooms; broadcast: Broadcast },
): void {
  const { toUser } = broadcast
  type Handling<T extends Topic> = { [K in T]: (payload: Topics[K], id: number) => Promise<void> }
  const all = <T extends Topic>(name: string, handlers: Handling<T>) => {
    for (const topic of Object.keys(handlers) as T[]) {
      outbox.subscribe(topic, name, ({ payload, id }) => handlers[topic](payload, id))
    }
  }
  all('scribe', rooms.scribe.subscriptions)
  all('inbox', notificationSubscribers({ transaction: database.transaction, newId, now, toUser }))
  all('ballots', { 'ballot.changed': ballotSubscriber({ reader: db, toUser }) })
  all('stale', { 'answers.stale': async ({ userIds, topics }) => broadcast.stale(userIds, topics) })
  all('access', {
    'access.changed': async ({ boardId, userId }) => {
      if (userId !== undefined) {
        identity.sessions.forgetUser(userId)
        return sync.reauthorize({ userId })
      }
      for (const document of boardId === undefined ? [] : await documentsOf(db, boardId)) sync.reauthorize({ document })
    },
  })
}

async function namingOf(db: Db, document: string): Promise<Naming | null> {
  const named = parseDocumentName(document)
  if (!named) return null
  const [idea] = named.kind === 'proposal' ? await ideasById(db, [named.id as IdeaId]) : []
  const board = await boardOf(db, (idea?.boardId ?? named.id) as BoardId)
  return (board?.naming as Naming | undefined) ?? null
}

async function documentsOf(db: Db, boardId: BoardId) {
  const rows = await db.select({ id: ideas.id }).from(ideas).where(eq(ideas.boardId, boardId))
  return [boardDocument(boardId), ledgerDocument(boardId), ...rows.map((row) => proposalDocument(row.id as IdeaId))]
}
