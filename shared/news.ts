// Owns how people and other programs are told: how often by mail, and in which shape elsewhere. Words and shapes only.

import type { At, InboxKind } from './model.ts'

export const MAIL_PACES = ['instant', 'daily', 'weekly', 'none'] as const
export type MailPace = (typeof MAIL_PACES)[number]

/** How a person wants to hear by mail. */
export interface MailSettings {
  /** Of what waits for their answer. */
  waiting: MailPace
  /** Of everything else. */
  rest: MailPace
  /** When the daily and the weekly one go, by the organisation's clock. */
  hour: number
}

/** As everybody hears who never said otherwise. */
export const USUAL_MAIL: MailSettings = { waiting: 'instant', rest: 'daily', hour: 8 }

/** GET /api/notifications */
export interface MailSettingsView extends MailSettings {
  timeZone: string
  /** False: no mail server is set up, and every mail stays in the app. */
  delivers: boolean
}

/** GET /api/unsubscribe/<token>: which mails the link in one of them stops. */
export type MailSort = 'waiting' | 'rest'

/** GET /api/mails: for the admin, what went out or would have. Links that open something are left out of the text. */
export interface MailView {
  mailId: string
  to: string
  subject: string
  text: string
  createdAt: At
  sentAt: At | null
  problem: string | null
}

export const WEBHOOK_SHAPES = ['standard', 'slack', 'teams', 'mattermost'] as const
export type WebhookShape = (typeof WEBHOOK_SHAPES)[number]

/** What other programs may be told of. */
export const WEBHOOK_KINDS = [
  'case-moved',
  'outcome-due',
  'outcome-measured',
  'comment-added',
  'minutes-written',
] as const satisfies readonly InboxKind[]
export type WebhookKind = (typeof WEBHOOK_KINDS)[number]

export const DELIVERY_STATES = ['waiting', 'delivered', 'gave-up', 'withdrawn'] as const
/** `withdrawn`: by the time it was to go, it was no longer for everybody to know. */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** GET /api/webhooks (admin) */
export interface WebhookView {
  webhookId: string
  name: string
  url: string
  shape: WebhookShape
  kinds: WebhookKind[]
  /** To check the signature with; only of the `standard` shape. */
  secret: string | null
  /** Until then the secret before this one signs, too; null: there was none. */
  formerUntil: At | null
  failures: number
  pausedAt: At | null
  /** Paused by itself, after too many failures. */
  gaveUp: boolean
}

/** GET /api/webhooks/<id>/deliveries (admin): newest first. */
export interface DeliveryView {
  deliveryId: string
  /** Null: a test. */
  kind: WebhookKind | null
  state: DeliveryState
  attempts: number
  createdAt: At
  triedAt: At | null
  nextAt: At | null
  /** Of the last answer. */
  status: number | null
  tookMs: number | null
  problem: string | null
  /** As it was sent last. */
  body: string | null
}
