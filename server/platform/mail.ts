// Owns mail: every message is a row first, in the transaction that causes it; with SMTP_URL it is also sent, without it
// the row is all there is and the admin reads it in the app. Must never hold up a command for a mail server.

import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import nodemailer from 'nodemailer'
import type { MailView } from '../../shared/news.ts'
import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Database, Tx } from './database/index.ts'
import type { Reader } from './database/handle.ts'
import { mails } from './database/schema/index.ts'
import { newId } from './ids.ts'
import type { Log } from './log.ts'
import { enqueue, type Outbox } from './outbox.ts'

const CONNECTION_TIMEOUT_MS = 5_000
/** Shorter together than the outbox's patience with a handler. */
const SOCKET_TIMEOUT_MS = 15_000
/** SMTP answers from 500 up are final: the address does not exist, the message is refused. */
const FINAL_ANSWER = 500

export interface Message {
  to: string
  subject: string
  text: string
  /** The same, well made; absent: the text is all there is. */
  html?: string
  /** Beside the usual ones, as `List-Unsubscribe`. */
  headers?: Record<string, string>
}

export interface Mailer {
  /** Part of the transaction. */
  send(tx: Tx, message: Message): Promise<void>
  /** False: messages stay in the app. */
  readonly delivers: boolean
  close(): void
}

export interface MailOptions {
  config: Pick<Config, 'smtpUrl' | 'publicUrl'>
  database: Database
  outbox: Pick<Outbox, 'subscribe'>
  clock: Clock
  log: Log
}

export function createMailer({ config, database, outbox, clock, log }: MailOptions): Mailer {
  const { smtpUrl } = config
  const transport = smtpUrl ? createTransport(smtpUrl) : null
  const from = smtpUrl ? senderAddress(smtpUrl, config.publicUrl) : ''
  /** One mail has one, however often it is sent: should an acknowledgement be lost, mail programs show it once. */
  const messageId = (mailId: string) => `<${mailId}@${from.slice(from.lastIndexOf('@') + 1)}>`

  async function write(tx: Tx, message: Message): Promise<string> {
    const id = newId()
    const subject = message.subject.replace(/\s+/g, ' ').trim() // a header is one line
    const { to: toAddress, text: bodyText, html: bodyHtml = null, headers = {} } = message
    await tx.insert(mails).values({ id, toAddress, subject, bodyText, bodyHtml, headers })
    return id
  }

  if (transport) {
    outbox.subscribe('mail.queued', 'mailer', async ({ payload: { mailId } }) => {
      const unsent = and(eq(mails.id, mailId), isNull(mails.sentAt), isNull(mails.error))
      const [mail] = await database.db.select().from(mails).where(unsent)
      if (!mail) return // sent before, given up, or erased since
      try {
        const { toAddress: to, subject, bodyText: text, bodyHtml, headers } = mail
        const same = { messageId: messageId(mailId), date: mail.createdAt }
        const html = bodyHtml === null ? {} : { html: bodyHtml }
        await transport.sendMail({ ...same, from, to, subject, text, headers, ...html })
      } catch (error) {
        const answer = finalAnswer(error)
        if (answer === null) throw error // the outbox tries again
        log.warn({ mailId, answer }, 'a mail was refused for good')
        await database.db
          .update(mails)
          .set({ error: `refused: ${answer}` })
          .where(eq(mails.id, mailId))
        return
      }
      await database.db
        .update(mails)
        .set({ sentAt: new Date(clock.now()) })
        .where(eq(mails.id, mailId))
    })
  }

  return {
    delivers: transport !== null,
    async send(tx, message) {
      const mailId = await write(tx, message)
      if (transport) await enqueue(tx, 'mail.queued', mailId, { mailId })
    },
    close: () => transport?.close(),
  }
}

function createTransport(smtpUrl: string) {
  return nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    // A message is text from the database: it must not be able to name a file or address to include.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** `?from=` in SMTP_URL, else its user when that is an address, else kiem@ the public name. */
export function senderAddress(smtpUrl: string, publicUrl: string | null): string {
  const url = new URL(smtpUrl)
  const user = decodeURIComponent(url.username)
  const host = publicUrl ? new URL(publicUrl).hostname : url.hostname
  return url.searchParams.get('from') ?? (user.includes('@') ? user : `kiem@${host}`)
}

function finalAnswer(error: unknown): number | null {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  return code >= FINAL_ANSWER ? code : null
}

const MAILS_SHOWN = 100
/** A link that opens something without signing in is its receiver's alone, whoever looks after the server. */
const SIGNED_LINK = /(\/(?:answer|unsubscribe)\/)[\w.-]+/g

/** The newest, for the admin. */
export async function keptMails(reader: Reader): Promise<MailView[]> {
  const rows = await reader.select().from(mails).orderBy(desc(mails.createdAt), desc(mails.id)).limit(MAILS_SHOWN)
  return rows.map((row) => ({
    mailId: row.id,
    to: row.toAddress,
    subject: row.subject,
    text: row.bodyText.replace(SIGNED_LINK, '$1…'),
    createdAt: row.createdAt.getTime(),
    sentAt: row.sentAt?.getTime() ?? null,
    problem: row.error,
  }))
}

export async function pruneMails(reader: Reader, before: Date): Promise<void> {
  await reader.delete(mails).where(lt(mails.createdAt, before))
}
