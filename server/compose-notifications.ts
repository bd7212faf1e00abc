// Owns wiring how people and other programs are told: one log of news, inboxes, mails, links in mails, webhooks. Part of
// compose.ts: it may know every room, and must never decide anything itself.

import { ANSWER_LINKS_MAX_PER_ADDRESS_PER_MINUTE, MAILS_KEPT_DAYS, WEBHOOK_LOG_KEPT_DAYS } from '../shared/limits.ts'
import type { BoardId, Role, UserId } from '../shared/model.ts'
import type { MailSettingsView } from '../shared/news.ts'
import { done, refuse } from '../shared/outcome.ts'
import { allows } from '../shared/permissions.ts'
import { locateEach, readableBoards } from './boards/locate.ts'
import { peopleByIds } from './boards/reads.ts'
import { caseReads, holdsTurn } from './compose-cases.ts'
import { clockSettings, peopleOf } from './compose-organisation.ts'
import { createDesk } from './escalations/desk.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import { type Dispatch, standingInOrganisation } from './gateway/dispatch.ts'
import type { BucketMaker } from './gateway/rate-limit.ts'
import type { Ground, Subscriptions } from './ground.ts'
import { colleagueViews } from './identity/reads.ts'
import { answeringRoutes } from './notifications/answering.ts'
import { notificationCommands } from './notifications/commands.ts'
import { createLinks } from './notifications/links.ts'
import { mailing, MAILS_DUE_EVERY_MS } from './notifications/mailing.ts'
import { inboxOf } from './notifications/reads.ts'
import * as people from './notifications/people-store.ts'
import type { News } from './notifications/store.ts'
import { notificationSubscribers } from './notifications/subscribers.ts'
import { unsubscribingRoutes } from './notifications/unsubscribing.ts'
import { sponsorSuggestions } from './organisation/suggestions.ts'
import type { Actor } from './platform/command.ts'
import type { Reader, Tx } from './platform/database/handle.ts'
import { newId, randomOctets } from './platform/ids.ts'
import { createMailer, keptMails, pruneMails } from './platform/mail.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route, SignedIn } from './platform/route.ts'
import { webhookCommands } from './webhooks/commands.ts'
import { DELIVERIES_DUE_EVERY_MS, sending } from './webhooks/sending.ts'
import * as webhookStore from './webhooks/store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MINUTE_MS = 60_000
const DELIVERIES_SHOWN = 100

const timeZone = async (reader: Reader) => (await clockSettings(reader)).calendar.timeZone

/** As a member without any role but that one: enough to judge who may read a board. */
const asMember = (userId: UserId): Actor => ({
  userId,
  sessionId: '',
  name: '',
  kind: 'member',
  roles: new Set<Role>(),
  language: 'en',
})

/** Of these people, those who may read that board. */
export async function readersOf(
  reader: Reader,
  boardId: BoardId,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const places = await locateEach(reader, userIds.map(asMember), 'board', boardId)
  return new Set(
    userIds.filter((_, index) => {
      const place = places[index]
      return place && allows('board.read', place.standing)
    }),
  )
}

/** The same the other way round: of these boards those one person may read. */
export async function readableBy(
  reader: Reader,
  userId: UserId,
  boardIds: readonly BoardId[],
): Promise<ReadonlySet<BoardId>> {
  return new Set((await readableBoards(reader, asMember(userId), boardIds)).keys())
}

async function namesOf(reader: Reader, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, string>> {
  const people = await peopleByIds(reader, userIds, null)
  return new Map([...people].map(([userId, { name }]) => [userId, name]))
}

export interface TellingOverrides {
  /** Webhooks may speak to programs on this machine: for tests. */
  webhooksToLoopback?: boolean
}

export type Notifications = ReturnType<typeof wireNotifications>

export function wireNotifications(ground: Ground, overrides: TellingOverrides) {
  const { config, clock, database, db, lifecycle, log, now, schedule, secret } = ground
  const loopback = overrides.webhooksToLoopback ?? false
  const mailer = createMailer(ground)
  lifecycle.onStop('mail', async () => mailer.close())
  const links = createLinks(secret)
  const origin = () => config.publicUrl ?? `http://localhost:${config.port}`
  const { transaction } = database
  const mailDue = mailing({
    reader: db,
    transaction,
    now,
    timeZone,
    readableBy,
    namesOf,
    links,
    origin,
    send: mailer.send,
    onError: (error) => log.error({ err: error }, 'a mail could not be written'),
  })
  const sendDue = sending({ transaction, enqueue, now, chance: Math.random, namesOf, origin, reaching: { loopback } })
  schedule.every('mail what is due', MAILS_DUE_EVERY_MS, mailDue)
  schedule.every('tell other programs', DELIVERIES_DUE_EVERY_MS, sendDue)
  schedule.every('forget old mails and deliveries', HOUR_MS, async () => {
    await pruneMails(db, new Date(clock.now() - MAILS_KEPT_DAYS * DAY_MS))
    await webhookStore.prune(db, new Date(clock.now() - WEBHOOK_LOG_KEPT_DAYS * DAY_MS))
  })

  async function tellPrograms(tx: Tx, newsId: number, { kind, boardId }: News): Promise<void> {
    if (await webhookStore.queueNews(tx, { newsId, kind, boardId, at: now() }, newId)) {
      await enqueue(tx, 'webhook.due', 'webhooks', {})
    }
  }

  return {
    /** What the schedule does by itself, for a test that does not wait for it. */
    mailDue,
    sendDue,
    commands: {
      ...notificationCommands({ enqueue, timeZone, readableBy }),
      ...webhookCommands({ enqueue, newId, randomBytes: randomOctets, loopback }),
    },

    subscriptions({ toUser, stale }: Broadcast): Subscriptions {
      return {
        ...notificationSubscribers({ transaction, newId, now, timeZone, readersOf, tellPrograms, toUser, stale }),
        /** Not waited for: a receiver may take its time, and everybody else who is told must not. */
        async 'webhook.due'() {
          schedule.after('tell other programs now', 0, sendDue)
        },
      }
    },

    routes({ dispatch, buckets }: { dispatch: Dispatch; buckets: BucketMaker }): Route[] {
      const forMembers = (path: string, answer: (asking: SignedIn) => Promise<unknown>): Route => ({
        kind: 'read',
        path,
        answer: async (asking) => (asking.actor.kind === 'guest' ? notHere() : done(await answer(asking))),
      })
      const forAdmins = (path: string, answer: (asking: SignedIn) => Promise<unknown>): Route => ({
        kind: 'read',
        path,
        async answer(asking) {
          if (asking.actor.kind === 'guest') return notHere()
          const may = allows('webhook.manage', standingInOrganisation(asking.actor))
          return may ? done(await answer(asking)) : refuse('forbidden', 'forbidden', 'only admins see this')
        },
      })
      const turns = buckets(ANSWER_LINKS_MAX_PER_ADDRESS_PER_MINUTE, MINUTE_MS)
      const desk = createDesk({ reads: caseReads, peopleUnder: peopleOf })
      return [
        forMembers('/api/inbox', ({ actor }) => inboxOf(db, actor.userId, { readableBy, namesOf })),
        forMembers('/api/notifications', async ({ actor }): Promise<MailSettingsView> => {
          const settings = await people.settingsOf(db, actor.userId)
          return { ...settings, timeZone: await timeZone(db), delivers: mailer.delivers }
        }),
        forAdmins('/api/webhooks', () => webhookStore.listWebhooks(db)),
        forAdmins('/api/webhooks/:id/deliveries', ({ params }) =>
          webhookStore.listDeliveries(db, params['id'] ?? '', DELIVERIES_SHOWN),
        ),
        forAdmins('/api/mails', () => keptMails(db)),
        ...unsubscribingRoutes({ links, reader: db, transaction }),
        ...answeringRoutes({
          links,
          nowMs: () => clock.now(),
          actorFor: (userId) => people.memberById(db, userId),
          caseFor: (escalationId, userId) => desk.deskCase(db, escalationId, userId),
          holdsTurn: (escalationId, userId) => holdsTurn(db, escalationId, userId),
          sponsors: ({ userId }, ideaId) =>
            sponsorSuggestions(db, { userId, ideaId, mayManage: false }, now(), (reader, ids) =>
              peopleByIds(reader, ids, null),
            ),
          colleagues: (typed) => colleagueViews(db, typed),
          dispatch,
          turn: (address) => turns.take(address),
        }),
      ]
    },
  }
}

const notHere = () => refuse('not-found', 'not-found', 'this does not exist, or is not for you to see')
