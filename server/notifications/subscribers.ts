// Owns turning what happened into news, and news into inbox items. Every function may be called again with the same: it is
// written down once. Who may not know of something at this moment is not told of it, whatever they put into it.

import type { Because, BoardId, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { Topics } from '../platform/topics.ts'
import * as facts from './facts.ts'
import { mailAt } from './pace.ts'
import { type Audience, hearComment, hearMove } from './rules.ts'
import * as people from './people-store.ts'
import * as store from './store.ts'

export interface NotificationDeps {
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  newId: () => string
  now: () => Date
  timeZone: (reader: Reader) => Promise<string>
  /** Of these people those who may read that board now. */
  readersOf: (reader: Reader, boardId: BoardId, userIds: readonly UserId[]) => Promise<ReadonlySet<UserId>>
  /** Other programs are told of the same, in the same transaction. */
  tellPrograms: (tx: Tx, newsId: number, news: store.News) => Promise<void>
  /** To this person's open pages. */
  toUser: (userId: UserId, name: 'inbox', body: { unread: number }) => void
  /** Their pages ask again. */
  stale: (userIds: readonly UserId[], topics: string[]) => void
}

export interface Telling {
  /** This one's move is asked for. */
  owes?: UserId | null
  /** Steps of the clock that each person is told of in this one. */
  quiet?: ReadonlyMap<UserId, number>
  /** False: a step of the clock that another has followed already; other programs are told of that one. */
  programs?: boolean
}

/** Moves nobody made: several in a row are one piece of news. */
const STEPS_OF_THE_CLOCK = ['lapse', 'look-again']

type Told = Map<UserId, number>
const NOBODY: Told = new Map()

export function notificationSubscribers(deps: NotificationDeps) {
  /** Items first and committed, then the live word: a page that asks at once finds them. */
  async function tell(work: (tx: Tx) => Promise<Told>): Promise<void> {
    const told = await deps.transaction(work)
    for (const [userId, unread] of told) deps.toUser(userId, 'inbox', { unread })
  }

  /** Whose inbox it came into. */
  async function deliver(
    tx: Tx,
    news: store.News,
    to: Audience | readonly UserId[],
    telling: Telling = {},
  ): Promise<UserId[]> {
    const newsId = await store.writeDown(tx, news)
    if (newsId === null) return []
    if (telling.programs !== false) await deps.tellPrograms(tx, newsId, news)
    const audience: ReadonlyMap<UserId, Because | null> =
      to instanceof Map ? to : new Map(to.map((each) => [each, null]))
    const everybody = [...audience.keys()]
    const may = news.boardId === null ? new Set(everybody) : await deps.readersOf(tx, news.boardId, everybody)
    const hearers = await people.hearersAmong(
      tx,
      everybody.filter((userId) => may.has(userId)),
    )
    const timeZone = await deps.timeZone(tx)
    const now = deps.now()
    const items = hearers.map(({ userId, mail }): store.NewItem => {
      const waits = telling.owes === userId
      const goes = mailAt(mail, waits, now.getTime(), timeZone)
      return {
        id: deps.newId(),
        userId,
        newsId,
        because: audience.get(userId) ?? null,
        waits,
        quiet: telling.quiet?.get(userId) ?? 0,
        createdAt: news.at,
        mailAt: goes === null ? null : new Date(goes),
      }
    })
    await store.insertItems(tx, items)
    return hearers.map(({ userId }) => userId)
  }

  /** What each of their bells says now; a step may reach everybody who liked the idea. */
  async function counted(tx: Tx, userIds: readonly UserId[]): Promise<Told> {
    const bells = new Map([...new Set(userIds)].map((userId) => [userId, 0]))
    const rows = await store.unreadByBoard(tx, [...bells.keys()])
    for (const boardId of new Set(rows.map((row) => row.boardId))) {
      const here = rows.filter((row) => row.boardId === boardId)
      const theirs = here.map(({ userId }) => userId)
      const may = boardId === null ? new Set(theirs) : await deps.readersOf(tx, boardId, theirs)
      for (const { userId, unread } of here) if (may.has(userId)) bells.set(userId, (bells.get(userId) ?? 0) + unread)
    }
    return bells
  }

  return {
    'case.moved': ({ boardId, ideaId, escalationId, seq }: Topics['case.moved']) =>
      tell(async (tx) => {
        const made = await facts.moveFacts(tx, escalationId, seq)
        if (!made) return NOBODY
        const sourceKey = `case-moved ${seq}`
        // Delivered once more: what it asked for may be answered by now, and stays so.
        if (await store.isWritten(tx, sourceKey)) return NOBODY
        const data = {
          move: made.move,
          state: made.state,
          ...(made.by === null ? {} : { byId: made.by }),
          ...(made.owes === null ? {} : { owesId: made.owes }),
          ...(made.until === null ? {} : { until: made.until }),
        }
        const news = { kind: 'case-moved', boardId, ideaId, escalationId, data, sourceKey, at: made.at } as const
        const settled = await store.settleWaiting(tx, escalationId, 'case-moved', made.by, deps.now())
        const isClocks = STEPS_OF_THE_CLOCK.includes(made.move)
        const quiet = isClocks ? await store.foldQuiet(tx, escalationId, STEPS_OF_THE_CLOCK) : new Map<UserId, number>()
        const owes = made.isLast ? made.owes : null
        const told = await deliver(tx, news, hearMove(made), { owes, quiet, programs: made.isLast || !isClocks })
        return counted(tx, [...settled, ...told, ...quiet.keys()])
      }),

    /** Nothing new: what they have not read of this board is counted and shown again, or not any more. */
    async 'readers.changed'({ boardId }: Topics['readers.changed']) {
      deps.stale(await deps.transaction((tx) => store.toldOfBoard(tx, boardId)), ['me', 'inbox'])
    },

    /** To whoever is to measure it; that it was measured, everybody hears. */
    'outcome.due': ({ boardId, ideaId, escalationId, measurerId }: Topics['outcome.due'], deliveryId: number) =>
      tell(async (tx) => {
        if (!(await facts.caseFacts(tx, escalationId))) return NOBODY
        const sourceKey = `outcome-due ${deliveryId}`
        const news = {
          kind: 'outcome-due',
          boardId,
          ideaId,
          escalationId,
          data: {},
          sourceKey,
          at: deps.now(),
        } as const
        const to: Audience = new Map([[measurerId, 'owes']])
        return counted(tx, await deliver(tx, news, to, { owes: measurerId }))
      }),

    'outcome.measured': ({ boardId, ideaId, escalationId, byId }: Topics['outcome.measured'], deliveryId: number) =>
      tell(async (tx) => {
        const sourceKey = `outcome-measured ${deliveryId}`
        const about = await facts.caseFacts(tx, escalationId)
        if (!about || (await store.isWritten(tx, sourceKey))) return NOBODY
        const data = { byId }
        const news = {
          kind: 'outcome-measured',
          boardId,
          ideaId,
          escalationId,
          data,
          sourceKey,
          at: deps.now(),
        } as const
        const settled = await store.settleWaiting(tx, escalationId, 'outcome-due', byId, deps.now())
        return counted(tx, [...settled, ...(await deliver(tx, news, hearMove({ ...about, by: byId, owes: null })))])
      }),

    'comment.added': ({ boardId, ideaId, commentId }: Topics['comment.added']) =>
      tell(async (tx) => {
        const said = await facts.commentFacts(tx, commentId)
        if (!said) return NOBODY
        const named = said.naming === 'named'
        const to = hearComment({
          named,
          commenterId: said.commenterId as UserId | null,
          authorId: named ? (said.authorId as UserId | null) : null,
          earlierCommenters: named ? await facts.commentersBefore(tx, ideaId, said.createdAt) : [],
        })
        const data: store.News['data'] = named && said.commenterId !== null ? { byId: said.commenterId } : {}
        const sourceKey = `comment-added ${commentId}`
        const news = { kind: 'comment-added', boardId, ideaId, escalationId: null, data, sourceKey } as const
        return counted(tx, await deliver(tx, { ...news, at: deps.now() }, to))
      }),

    /** To whoever came, also on an anonymous board: that somebody was there says nothing of what they wrote. */
    'minutes.written': ({ boardId, sessionId, userIds }: Topics['minutes.written']) =>
      tell(async (tx) => {
        if (!(await facts.boardIsThere(tx, boardId))) return NOBODY
        const data = { session: sessionId }
        const sourceKey = `minutes-written ${sessionId}`
        const news = { kind: 'minutes-written', boardId, ideaId: null, escalationId: null, data, sourceKey } as const
        return counted(tx, await deliver(tx, { ...news, at: deps.now() }, userIds))
      }),

    /** `deliveryId` is the outbox row's: a role may be taken away and given again, and both times are news. */
    'role.granted': ({ userId, role, grantedBy }: Topics['role.granted'], deliveryId: number) =>
      tell(async (tx) => {
        // Everybody becomes a member by signing up, and nobody gave the first admin their role.
        if (role === 'member' || grantedBy === null || grantedBy === userId) return NOBODY
        const sourceKey = `role-granted ${deliveryId}`
        const news = { kind: 'role-granted', boardId: null, ideaId: null, escalationId: null, sourceKey } as const
        return counted(tx, await deliver(tx, { ...news, data: { role }, at: deps.now() }, [userId]))
      }),

    'webhook.gave-up': ({ webhookId }: Topics['webhook.gave-up'], deliveryId: number) =>
      tell(async (tx) => {
        const sourceKey = `webhook-off ${deliveryId}`
        const news = { kind: 'webhook-off', boardId: null, ideaId: null, escalationId: null, sourceKey } as const
        const admins = await people.adminIds(tx)
        return counted(tx, await deliver(tx, { ...news, data: { webhookId }, at: deps.now() }, admins))
      }),
  }
}
