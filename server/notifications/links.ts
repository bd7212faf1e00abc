// Owns links that work without signing in: one opens a case for exactly one person, one stops mails. What such a link may do is
// signed, under keys of its own: nothing else made with the server's secret is ever taken for one. Nothing is stored.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { EscalationId, UserId } from '../../shared/model.ts'
import type { MailSort } from '../../shared/news.ts'

/** As long as a case's own clocks take to reach the management; then the mail is old. */
export const ANSWER_LINK_MS = 30 * 24 * 3_600_000
/** 144 bits: nobody guesses one. */
const SIGNATURE_CHARS = 24
const TOKEN_MAX_CHARS = 250

export interface AnswerLink {
  userId: UserId
  escalationId: EscalationId
  until: number
}

export interface Links {
  answerToken(link: AnswerLink): string
  /** Null: nobody signed it, or its time is over. Whether it still opens anything, the case says. */
  readAnswer(token: string, now: number): AnswerLink | null
  stopToken(userId: UserId, sort: MailSort): string
  readStop(token: string): { userId: UserId; sort: MailSort } | null
}

export function createLinks(secret: string): Links {
  const keyFor = (purpose: string) => createHmac('sha256', secret).update(purpose).digest()
  const answerKey = keyFor('answer link')
  const stopKey = keyFor('unsubscribe link')

  const sign = (key: Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, SIGNATURE_CHARS)

  function signed(key: Buffer, parts: readonly string[]): string {
    const text = parts.join('.')
    return `${text}.${sign(key, text)}`
  }

  /** The parts before the signature, when it is right. */
  function read(key: Buffer, token: string, count: number): string[] | null {
    if (token.length > TOKEN_MAX_CHARS) return null
    const parts = token.split('.')
    const given = Buffer.from(parts.pop() ?? '')
    const right = Buffer.from(sign(key, parts.join('.')))
    const sound = given.length === right.length && timingSafeEqual(given, right)
    return sound && parts.length === count ? parts : null
  }

  return {
    answerToken: ({ userId, escalationId, until }) =>
      signed(answerKey, [userId, escalationId, Math.ceil(until / 1000).toString(36)]),
    readAnswer(token, now) {
      const [userId, escalationId, until] = read(answerKey, token, 3) ?? []
      if (userId === undefined || escalationId === undefined || until === undefined) return null
      const link = {
        userId: userId as UserId,
        escalationId: escalationId as EscalationId,
        until: parseInt(until, 36) * 1000,
      }
      return link.until > now ? link : null
    },
    stopToken: (userId, sort) => signed(stopKey, [userId, sort]),
    readStop(token) {
      const [userId, sort] = read(stopKey, token, 2) ?? []
      if (userId === undefined || (sort !== 'waiting' && sort !== 'rest')) return null
      return { userId: userId as UserId, sort }
    },
  }
}
