// Owns putting into a mail what is due for one person: each piece of news once, whichever node gets there first; never what
// they have read meanwhile, nor what they may no longer know. Sending is the mailer's (platform/mail.ts).

import type { InboxItem, Language, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { Message } from '../platform/mail.ts'
import { ANSWER_LINK_MS, type Links } from './links.ts'
import { type Line, writeLetter } from './mail-render.ts'
import { type InboxDeps, toldAs } from './reads.ts'
import * as people from './people-store.ts'
import * as store from './store.ts'

/** How often it is looked whether any is due: an instant one leaves within this of its moment. */
export const MAILS_DUE_EVERY_MS = 15_000
const PEOPLE_AT_ONCE = 50

export interface MailingDeps extends InboxDeps {
  reader: Reader
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  now: () => Date
  timeZone: (reader: Reader) => Promise<string>
  send: (tx: Tx, message: Message) => Promise<void>
  links: Links
  /** Where people reach the app, without a slash at the end. */
  origin: () => string
  /** One person's mail could not be written; the others' go all the same. */
  onError: (error: unknown) => void
}

/** Writes every mail that is due. */
export function mailing(deps: MailingDeps): () => Promise<void> {
  async function writeTo(userId: UserId): Promise<void> {
    await deps.transaction(async (tx) => {
      const now = deps.now()
      const rows = await store.takeDue(tx, userId, now)
      if (rows.length === 0) return
      const items = await toldAs(tx, userId, rows, deps)
      const person = await people.addressOf(tx, userId)
      if (items.length === 0 || !person) return
      const cases = new Map(rows.map((row) => [row.id, row.escalationId]))
      const lines = items.map((item): Line => {
        const escalationId = cases.get(item.id) ?? null
        const asks = item.waits && item.kind === 'case-moved' && escalationId !== null
        const token = asks && deps.links.answerToken({ userId, escalationId, until: now.getTime() + ANSWER_LINK_MS })
        return { item, href: deps.origin() + placeOf(item), answer: token ? `${deps.origin()}/answer/${token}` : null }
      })
      await deps.send(tx, letterTo(person, userId, lines, await deps.timeZone(tx)))
    })
  }

  function letterTo(person: Person, userId: UserId, lines: Line[], timeZone: string): Message {
    const origin = deps.origin()
    const waiting = lines.filter(({ item }) => item.waits).length
    const stop = deps.links.stopToken(userId, waiting > 0 ? 'waiting' : 'rest')
    const isMixed = waiting > 0 && waiting < lines.length
    const letter = writeLetter({
      ...person,
      timeZone,
      lines,
      inbox: `${origin}/inbox`,
      settings: `${origin}/profile#mail`,
      stop: `${origin}/unsubscribe/${stop}`,
    })
    return {
      to: person.email,
      ...letter,
      headers: {
        // RFC 2369, and RFC 8058: a mail program may stop them with one press, without opening a page.
        // Of a mail with both sorts in it both.
        'List-Unsubscribe': `<${origin}/api/unsubscribe/${stop}${isMixed ? '?all=1' : ''}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
    }
  }

  return async () => {
    const tried = new Set<UserId>()
    for (;;) {
      const due = (await store.dueForMail(deps.reader, deps.now(), PEOPLE_AT_ONCE)).filter((each) => !tried.has(each))
      for (const userId of due) {
        tried.add(userId)
        await writeTo(userId).catch(deps.onError)
      }
      if (due.length < PEOPLE_AT_ONCE) return
    }
  }
}

interface Person {
  email: string
  name: string
  language: Language
}

/** The page that shows it. */
export function placeOf({ kind, ideaId, boardId, data }: InboxItem): string {
  if (ideaId) return `/i/${ideaId}`
  if (kind === 'minutes-written' && boardId) return `/b/${boardId}/minutes?session=${data['session']}`
  if (kind === 'webhook-off') return '/webhooks'
  return boardId ? `/b/${boardId}` : '/profile'
}
