// Owns telling other programs: takes what is due, makes it from what everybody may know at that moment, sends it, and writes down
// what came of it. On several nodes each delivery is one node's at a time. An id stays the same over all tries, so that a
// receiver that had it knows.

import type { InboxKind, UserId } from '../../shared/model.ts'
import { WEBHOOK_ANSWER_MAX_MS } from '../../shared/limits.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { type Reached, reach, type Reaching } from './reach.ts'
import { failedTooOften, retryAfter } from './rules.ts'
import { bodyFor, signatureOf, type Tellable } from './shapes.ts'
import * as store from './store.ts'

/** Catches what no word announced: another node's after it died, and the next try of what failed. */
export const DELIVERIES_DUE_EVERY_MS = 5_000
const AT_ONCE = 20
/** Longer than a try may take. */
const HELD_MS = 3 * WEBHOOK_ANSWER_MAX_MS
const TITLE_MAX_CHARS = 120

export interface SendingDeps {
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  enqueue: Enqueue
  now: () => Date
  /** 0 to 1. */
  chance: () => number
  namesOf: (reader: Reader, userIds: readonly UserId[]) => Promise<ReadonlyMap<UserId, string>>
  /** Where people reach the app, without a slash at the end. */
  origin: () => string
  reaching: Reaching
}

/** Sends everything that is due, and resolves when it has. */
export function sending(deps: SendingDeps): () => Promise<void> {
  async function tellable(tx: Tx, newsId: number | null): Promise<Tellable | null> {
    if (newsId === null) {
      return { kind: 'test', at: deps.now(), data: {}, idea: null, board: null, url: `${deps.origin()}/webhooks` }
    }
    const found = await store.tellableNow(tx, newsId)
    if (!found) return null
    const { byId, owesId, ...data } = found.data
    const anonymous = found.naming === 'anonymous'
    // Whose move it was may be whose idea it is: from an anonymous board no name leaves, nor a title.
    const names = anonymous
      ? null
      : await deps.namesOf(tx, [byId, owesId].filter((id) => typeof id === 'string') as UserId[])
    const by = names?.get(byId as UserId)
    const owes = names?.get(owesId as UserId)
    const { ideaId, number, text, boardId, boardTitle } = found
    const title =
      anonymous || text === null
        ? null
        : Array.from(text.split('\n')[0] ?? '')
            .slice(0, TITLE_MAX_CHARS)
            .join('')
    return {
      kind: found.kind as InboxKind,
      at: found.at,
      data: { ...data, ...(by === undefined ? {} : { by }), ...(owes === undefined ? {} : { owes }) },
      idea: ideaId === null || number === null ? null : { id: ideaId, number, title },
      board: { id: boardId, title: boardTitle },
      url: `${deps.origin()}${ideaId === null ? `/b/${boardId}` : `/i/${ideaId}`}`,
    }
  }

  async function send(due: store.Due): Promise<void> {
    const told = await deps.transaction((tx) => tellable(tx, due.newsId))
    if (!told) {
      const withdrawn = { state: 'withdrawn', nextAt: null, body: null } as const
      return deps.transaction((tx) => store.finish(tx, due.deliveryId, withdrawn))
    }
    const body = JSON.stringify(bodyFor(due.shape, told, due.language))
    const timestamp = Math.floor(deps.now().getTime() / 1000)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Kiem-Webhook/1',
      'webhook-id': due.deliveryId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': due.secrets.map((secret) => signatureOf(secret, due.deliveryId, timestamp, body)).join(' '),
    }
    const reached = await reach(
      due.url,
      { body, headers: due.shape === 'standard' ? headers : plain(headers) },
      deps.reaching,
    )
    await deps.transaction((tx) => note(tx, due, body, reached))
  }

  async function note(tx: Tx, due: store.Due, body: string, { status, tookMs, problem }: Reached): Promise<void> {
    if (!(await store.lockWebhook(tx, due.webhookId))) return
    const now = deps.now()
    const tried = { triedAt: now, status, tookMs, problem, body }
    if (problem === null) {
      await store.finish(tx, due.deliveryId, { ...tried, state: 'delivered', nextAt: null })
      await store.updateWebhook(tx, due.webhookId, { failures: 0 })
      return
    }
    const waitMs = due.newsId === null ? null : retryAfter(due.attempts, deps.chance())
    const next = waitMs === null ? { state: 'gave-up', nextAt: null } : { nextAt: new Date(now.getTime() + waitMs) }
    await store.finish(tx, due.deliveryId, { ...tried, ...next })
    if (due.newsId === null || !failedTooOften(await store.countFailure(tx, due.webhookId), status)) return
    await store.updateWebhook(tx, due.webhookId, { pausedAt: now, gaveUpAt: now })
    await store.giveUpWaiting(tx, due.webhookId, null)
    await deps.enqueue(tx, 'webhook.gave-up', due.webhookId, { webhookId: due.webhookId })
  }

  return async () => {
    for (;;) {
      const now = deps.now()
      const held = new Date(now.getTime() + HELD_MS)
      const due = await deps.transaction((tx) => store.claimDue(tx, now, held, AT_ONCE))
      await Promise.all(due.map(send))
      if (due.length < AT_ONCE) return
    }
  }
}

/** Chat programs know nothing of signatures: their address is the secret. */
function plain(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('webhook-')))
}
