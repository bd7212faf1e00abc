// Mail is written down in the transaction that causes it; with a mail server it is sent once, and a server that is away
// delays it and loses nothing.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../server/platform/clock.ts'
import { mails } from '../../../server/platform/database/schema/index.ts'
import { createMailer, type Mailer, senderAddress } from '../../../server/platform/mail.ts'
import { createOutbox, type Outbox } from '../../../server/platform/outbox.ts'
import { embeddedGround, type Ground, silent } from './support.ts'

let ground: Ground
let post: Server
const letters: string[] = []
/** What the post office says to a recipient. */
let answerToRecipient = '250 ok'
const open: (Outbox | Mailer)[] = []

/** As little SMTP as nodemailer needs. */
function serve(socket: Socket): void {
  let letter: string | null = null
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 post')
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
      if (letter !== null) {
        if (line !== '.') letter += `${line}\n`
        else {
          letters.push(letter)
          letter = null
          say('250 taken')
        }
      } else if (/^DATA/i.test(line)) {
        letter = ''
        say('354 go on')
      } else if (/^RCPT/i.test(line)) say(answerToRecipient)
      else say('250 ok')
    }
  })
}

beforeAll(async () => {
  ground = await embeddedGround()
  post = createServer(serve).listen(0, '127.0.0.1')
  await once(post, 'listening')
})
afterEach(async () => {
  for (const one of open.splice(0)) await ('drain' in one ? one.drain() : one.close())
  letters.length = 0
  answerToRecipient = '250 ok'
  await ground.database.db.execute(sql`delete from mails`)
  await ground.database.db.execute(sql`delete from outbox`)
})
afterAll(async () => {
  post.close()
  await ground.close()
})

async function mailer(smtpUrl: string | null) {
  const { database } = ground
  const outbox = createOutbox({ database, clock: systemClock, log: silent, retryDelaysMs: [20] })
  const config = { smtpUrl, publicUrl: 'https://kiem.example.org' }
  const made = createMailer({ config, database, outbox, clock: systemClock, log: silent })
  open.push(outbox, made)
  await outbox.start()
  return { outbox, made }
}

const address = () => `smtp://127.0.0.1:${(post.address() as AddressInfo).port}`
const message = { to: 'ada@example.org', subject: 'Your\r\nBcc: eve@example.org idea', text: 'It was endorsed.' }
const send = (made: Mailer) => ground.database.transaction((tx) => made.send(tx, message))
const rows = () => ground.database.db.select().from(mails)

test('without a mail server the message stays in the app', async () => {
  const { outbox, made } = await mailer(null)
  await send(made)
  await outbox.idle()
  expect(made.delivers).toBe(false)
  expect(await rows()).toMatchObject([{ toAddress: 'ada@example.org', bodyText: 'It was endorsed.', sentAt: null }])
})

test('with one it is sent once, with a subject of one line', async () => {
  const { outbox, made } = await mailer(address())
  await send(made)
  await outbox.idle()
  expect(letters).toHaveLength(1)
  expect(letters[0]).toMatch(/^From: kiem@kiem\.example\.org$/m)
  expect(letters[0]).toMatch(/^Subject: Your Bcc: eve@example\.org idea$/m)
  expect(letters[0]).not.toMatch(/^Bcc:/m)
  expect((await rows())[0]?.sentAt).toBeInstanceOf(Date)
})

test('a rolled-back transaction sends nothing', async () => {
  const { outbox, made } = await mailer(address())
  const undone = ground.database.transaction(async (tx) => {
    await made.send(tx, message)
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  await outbox.idle()
  expect(letters).toEqual([])
  expect(await rows()).toEqual([])
})

test('a mail server that says "later" is asked again', async () => {
  const { outbox, made } = await mailer(address())
  answerToRecipient = '450 later'
  await send(made)
  await expect.poll(async () => (await owed()).attempts, { timeout: 10_000 }).toBeGreaterThan(1)
  answerToRecipient = '250 ok'
  await outbox.idle()
  expect(letters).toHaveLength(1)
})

test('an address that is refused for good is given up, with the answer on the row', async () => {
  const { outbox, made } = await mailer(address())
  answerToRecipient = '550 nobody here'
  await send(made)
  await outbox.idle()
  expect(letters).toEqual([])
  expect(await rows()).toMatchObject([{ sentAt: null, error: 'refused: 550' }])
})

async function owed(): Promise<{ attempts: number }> {
  const result = await ground.database.db.execute<{ attempts: number }>(sql`select attempts from outbox limit 1`)
  return result.rows[0] ?? { attempts: 0 }
}

test.each([
  ['smtp://mail.example.org', null, 'kiem@mail.example.org'],
  ['smtp://mail.example.org', 'https://kiem.example.org', 'kiem@kiem.example.org'],
  ['smtps://post%40example.org:x@mail.example.org', null, 'post@example.org'],
  ['smtps://post%40example.org:x@mail.example.org?from=ideas%40example.org', null, 'ideas@example.org'],
])('the sender of %s (%s) is %s', (smtpUrl, publicUrl, expected) => {
  expect(senderAddress(smtpUrl, publicUrl)).toBe(expected)
})
