// Owns the commands of being told: what one has read, how one wants to hear, and which other programs hear. Browser code imports
// only types from here.

import { z } from 'zod'
import { command, id, line, nothing, oneOf } from './command-parts.ts'
import * as limits from './limits.ts'
import { MAIL_PACES, WEBHOOK_KINDS, WEBHOOK_SHAPES } from './news.ts'

const webhookId = id<string>()
const deliveryId = id<string>()

const endpoint = {
  name: line(limits.WEBHOOK_NAME_MAX_CHARS),
  url: z.string().trim().max(limits.LINK_MAX_CHARS, 'too-long').refine(isAddress, 'not-an-address'),
  shape: oneOf(WEBHOOK_SHAPES),
  kinds: z.array(oneOf(WEBHOOK_KINDS)).min(1, 'empty').max(WEBHOOK_KINDS.length, 'too-many'),
}

export const NOTIFICATION_COMMANDS = {
  'inbox.mark-read': command(
    'inbox.read',
    'organisation',
    z.strictObject({ items: z.union([z.literal('all'), z.array(id<string>()).max(500)]) }),
    nothing,
  ),
  'notifications.set': command(
    'inbox.read',
    'organisation',
    z.strictObject({ waiting: oneOf(MAIL_PACES), rest: oneOf(MAIL_PACES), hour: z.number().int().min(0).max(23) }),
    nothing,
  ),
  'webhook.add': command('webhook.manage', 'organisation', z.strictObject(endpoint), z.object({ webhookId })),
  'webhook.update': command(
    'webhook.manage',
    'organisation',
    z.strictObject({
      webhookId,
      name: endpoint.name.optional(),
      url: endpoint.url.optional(),
      kinds: endpoint.kinds.optional(),
      paused: z.boolean().optional(),
    }),
    nothing,
  ),
  'webhook.remove': command('webhook.manage', 'organisation', z.strictObject({ webhookId }), nothing),
  /** From now on another secret signs; the one before it signs beside it for a day. */
  'webhook.renew-secret': command('webhook.manage', 'organisation', z.strictObject({ webhookId }), nothing),
  /** Sends a word that says it is a test. */
  'webhook.test': command('webhook.manage', 'organisation', z.strictObject({ webhookId }), z.object({ deliveryId })),
  /** The same once more, under the same id, so that a receiver that had it knows. */
  'webhook.redeliver': command('webhook.manage', 'organisation', z.strictObject({ deliveryId }), nothing),
} as const

/** Where it really leads, and whether anything may be sent there, the server finds out each time (FAULTS F100). */
function isAddress(text: string): boolean {
  try {
    const { protocol, username, password, hostname } = new URL(text)
    return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' && hostname !== ''
  } catch {
    return false
  }
}
