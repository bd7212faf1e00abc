// Owns which other programs are told, decided by admins. Sending is sending.ts.

import { WEBHOOK_GIVEN_UP_AFTER_HOURS, WEBHOOK_SECRETS_OVERLAP_HOURS, WEBHOOKS_MAX } from '../../shared/limits.ts'
import { done, refuse } from '../../shared/outcome.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { soundAddress } from './rules.ts'
import { SECRET_PREFIX } from './shapes.ts'
import * as store from './store.ts'

export interface WebhookDeps {
  enqueue: Enqueue
  newId: () => string
  randomBytes: (count: number) => Uint8Array
  /** Only a test speaks to its own machine. */
  loopback: boolean
}

/** 192 bits, as Standard Webhooks asks at least. */
const SECRET_BYTES = 24
const HOUR_MS = 3_600_000

type Commands = Pick<
  Handlers,
  'webhook.add' | 'webhook.update' | 'webhook.remove' | 'webhook.renew-secret' | 'webhook.test' | 'webhook.redeliver'
>

const noSuch = () => refuse('not-found', 'no-such-webhook', 'there is no such webhook')

export function webhookCommands(deps: WebhookDeps): Commands {
  const due = (tx: Tx, key: string) => deps.enqueue(tx, 'webhook.due', key, {})
  const newSecret = () => `${SECRET_PREFIX}${Buffer.from(deps.randomBytes(SECRET_BYTES)).toString('base64')}`
  return {
    async 'webhook.add'({ tx, actor, now }, { name, url, shape, kinds }) {
      const sound = soundAddress(url, deps.loopback)
      if (!sound.ok) return sound
      if ((await store.countWebhooks(tx)) >= WEBHOOKS_MAX) {
        return refuse('conflict', 'too-many-webhooks', `at most ${WEBHOOKS_MAX} webhooks`, { limit: WEBHOOKS_MAX })
      }
      const webhookId = deps.newId()
      const row = { id: webhookId, name, url: sound.value.href, shape, kinds: [...new Set(kinds)], secret: newSecret() }
      await store.insertWebhook(tx, { ...row, createdBy: actor.userId, createdAt: now })
      return done({ webhookId })
    },

    async 'webhook.update'({ tx, now }, { webhookId, paused, url, ...changes }) {
      const sound = url === undefined ? null : soundAddress(url, deps.loopback)
      if (sound && !sound.ok) return sound
      // Begun again it has another chance; what is older than a day stays untold.
      const pace =
        paused === undefined ? {} : paused ? { pausedAt: now } : { pausedAt: null, gaveUpAt: null, failures: 0 }
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      const there = await store.updateWebhook(tx, webhookId, {
        ...given,
        ...pace,
        ...(sound ? { url: sound.value.href } : {}),
      })
      if (!there) return noSuch()
      if (paused === false) {
        await store.giveUpWaiting(tx, webhookId, new Date(now.getTime() - WEBHOOK_GIVEN_UP_AFTER_HOURS * HOUR_MS))
        await due(tx, webhookId)
      }
      return done({})
    },

    async 'webhook.remove'({ tx }, { webhookId }) {
      return (await store.removeWebhook(tx, webhookId)) ? done({}) : noSuch()
    },

    async 'webhook.renew-secret'({ tx, now }, { webhookId }) {
      const formerUntil = new Date(now.getTime() + WEBHOOK_SECRETS_OVERLAP_HOURS * HOUR_MS)
      return (await store.renewSecret(tx, webhookId, newSecret(), formerUntil)) ? done({}) : noSuch()
    },

    async 'webhook.test'({ tx, now }, { webhookId }) {
      if (!(await store.updateWebhook(tx, webhookId, {}))) return noSuch()
      const deliveryId = deps.newId()
      await store.insertTest(tx, { id: deliveryId, webhookId, nextAt: now })
      await due(tx, webhookId)
      return done({ deliveryId })
    },

    async 'webhook.redeliver'({ tx, now }, { deliveryId }) {
      if (!(await store.queueAgain(tx, deliveryId, now)))
        return refuse('not-found', 'no-such-delivery', 'there is no such delivery')
      await due(tx, deliveryId)
      return done({})
    },
  }
}
