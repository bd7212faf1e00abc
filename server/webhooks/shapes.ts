// Owns what other programs are sent, in the shape each of them reads, and its signature. Pure. It is handed only what everybody
// in the organisation may know; marks that a chat program would act on are taken out of people's words.

import { createHmac } from 'node:crypto'
import type { InboxItem, InboxKind, Language } from '../../shared/model.ts'
import type { WebhookShape } from '../../shared/news.ts'
import { sentenceOf } from '../../shared/news-words.ts'

/** What happened, without anything that is not for everybody. */
export interface Tellable {
  kind: InboxKind | 'test'
  at: Date
  /** Names, states, moments, and `idea` and `board` as titles where they may be told. */
  data: Record<string, string | number>
  idea: { id: string; number: number; title: string | null } | null
  board: { id: string; title: string } | null
  url: string
}

const TEST: Record<Language, string> = {
  en: 'This is a test from Kiem: it works.',
  nl: 'Dit is een test van Kiem: het werkt.',
}
const OPEN: Record<Language, string> = { en: 'Open in Kiem', nl: 'Openen in Kiem' }
const NUMBERED: Record<Language, string> = { en: 'idea', nl: 'idee' }

export function sentenceFor(told: Tellable, language: Language): string {
  if (told.kind === 'test') return TEST[language]
  const idea = told.idea && (told.idea.title ?? `${NUMBERED[language]} ${told.idea.number}`)
  const data = {
    ...told.data,
    ...(idea === null ? {} : { idea }),
    ...(told.board === null ? {} : { board: told.board.title }),
  }
  return sentenceOf(
    { kind: told.kind, data, because: null } satisfies Pick<InboxItem, 'kind' | 'data' | 'because'>,
    language,
  )
}

export function bodyFor(shape: WebhookShape, told: Tellable, language: Language): object {
  const sentence = sentenceFor(told, language)
  const where = told.board?.title ?? 'Kiem'
  switch (shape) {
    case 'standard':
      return {
        type: told.kind,
        timestamp: told.at.toISOString(),
        data: { ...told.data, text: sentence, idea: told.idea, board: told.board, url: told.url },
      }
    case 'slack': {
      const text = `${forSlack(sentence)}\n<${told.url}|${OPEN[language]}> · ${forSlack(where)}`
      return { text: forSlack(sentence), blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] }
    }
    case 'mattermost':
      return {
        username: 'Kiem',
        text: `${forMarkdown(sentence)}\n[${OPEN[language]}](${told.url}) · ${forMarkdown(where)}`,
      }
    case 'teams':
      return {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: [
                { type: 'TextBlock', text: forMarkdown(sentence), wrap: true, weight: 'Bolder' },
                { type: 'TextBlock', text: forMarkdown(where), wrap: true, isSubtle: true, spacing: 'None' },
              ],
              actions: [{ type: 'Action.OpenUrl', title: OPEN[language], url: told.url }],
            },
          },
        ],
      }
  }
}

/** Nobody's title calls a whole channel. */
const QUIET_AT = '@\u200b'

function forSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', QUIET_AT)
}

function forMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll('@', QUIET_AT)
}

/** Standard Webhooks (standardwebhooks.com): a secret is `whsec_` and base64. */
export const SECRET_PREFIX = 'whsec_'

export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}
