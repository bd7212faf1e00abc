// Owns mail: every message is a row first, in the transaction that causes it; with SMTP_URL it is also sent, without it
// the row is all there is and the admin reads it in the app. Must never hold up a command for a mail server.

import { and, eq, isNull } from 'drizzle-orm'
import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Database, Tx } from './database/index.ts'
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

  async function write(tx: Tx, message: Message): Promise<string> {
    const id = newId()
    const subject = message.subject.replace(/\s+/g, ' ').trim() // a header is one line
    await tx.insert(mails).values({ id, toAddress: message.to, subject, bodyText: message.text })
    return id
  }

  if (transport) {
    outbox.subscribe('mail.queued', 'mailer', async ({ payload: { mailId } }) => {
      const unsent = and(eq(mails.id, mailId), isNull(mails.sentAt), isNull(mails.error))
      const [mail] = await database.db.select().from(mails).where(unsent)
      if (!mail) return // sent before, given up, or erased since
      try {
        await transport.sendMail({ from, to: mail.toAddress, subject: mail.subject, text: mail.bodyText })
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
