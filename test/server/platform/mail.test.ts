// Mail is written down in the transaction that causes it; with a mail server it is sent once, and a server that is away
// delays it and loses nothing.
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../server/platform/clock.ts'
import { mails } from '../../../server/platform/database/schema/index.ts'
import { createMailer, type Mailer, senderAddress } from '../../../server/platform/mail.ts'
import { createOutbox, type Outbox } from '../../../server/platform/outbox.ts'
import { openPostOffice } from '../../support/post-office.ts'
import { embeddedGround, type Ground, silent } from './support.ts'

let ground: Ground
let post: Awaited<ReturnType<typeof openPostOffice>>
const open: (Outbox | Mailer)[] = []

beforeAll(async () => {
  ground = await embeddedGround()
  post = await openPostOffice()
})
afterEach(async () => {
  for (const one of open.splice(0)) await ('drain' in one ? one.drain() : one.close())
  post.letters.length = 0
  post.answerToRecipient = '250 ok'
  post.losesAnswers = false
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

const address = () => post.url
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
  expect(post.letters).toHaveLength(1)
  const [{ headers }] = post.letters as [(typeof post.letters)[0]]
  expect(headers).toMatchObject({ from: 'kiem@kiem.example.org', subject: 'Your Bcc: eve@example.org idea' })
  expect(headers).not.toHaveProperty('bcc')
  expect((await rows())[0]?.sentAt).toBeInstanceOf(Date)
})

test('one that is well made goes as text and as HTML, with the headers it was given', async () => {
  const { outbox, made } = await mailer(address())
  const html = '<p>Gesteund: “koffie” — één</p>'
  const headers = { 'List-Unsubscribe': '<https://kiem.example.org/api/unsubscribe/x>' }
  const text = 'Gesteund: “koffie” — één\n.\nklaar'
  await ground.database.transaction((tx) =>
    made.send(tx, { to: 'ada@example.org', subject: 'Gesteund: één', text, html, headers }),
  )
  await outbox.idle()
  const [letter] = post.letters
  expect(letter).toMatchObject({
    to: ['ada@example.org'],
    html: expect.stringContaining(html),
    text: expect.stringContaining(text),
  })
  expect(letter?.headers).toMatchObject({
    subject: 'Gesteund: één',
    'list-unsubscribe': '<https://kiem.example.org/api/unsubscribe/x>',
    'content-type': expect.stringContaining('multipart/alternative'),
  })
})

test('a rolled-back transaction sends nothing', async () => {
  const { outbox, made } = await mailer(address())
  const undone = ground.database.transaction(async (tx) => {
    await made.send(tx, message)
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  await outbox.idle()
  expect(post.letters).toEqual([])
  expect(await rows()).toEqual([])
})

test('a mail server that says "later" is asked again', async () => {
  const { outbox, made } = await mailer(address())
  post.answerToRecipient = '450 later'
  await send(made)
  await expect.poll(async () => (await owed()).attempts, { timeout: 10_000 }).toBeGreaterThan(1)
  post.answerToRecipient = '250 ok'
  await outbox.idle()
  expect(post.letters).toHaveLength(1)
})

test('one whose acknowledgement was lost, or whose node went meanwhile, goes again as the same mail', async () => {
  const first = await mailer(address())
  post.losesAnswers = true
  await send(first.made)
  await expect.poll(() => post.letters.length, { timeout: 10_000 }).toBeGreaterThan(0)
  for (const one of open.splice(0)) await ('drain' in one ? one.drain() : one.close())
  post.losesAnswers = false
  const [second, third] = [await mailer(address()), await mailer(address())]
  await second.outbox.idle()
  await third.outbox.idle()
  const ids = post.letters.map(({ headers }) => headers['message-id'])
  expect(ids.length, 'at least once').toBeGreaterThan(1)
  const [row] = await rows()
  expect(new Set(ids)).toEqual(new Set([`<${row?.id}@kiem.example.org>`]))
  expect(row?.sentAt).toBeInstanceOf(Date)
  const sent = post.letters.length
  await second.outbox.idle()
  expect(post.letters, 'and no more once it is known').toHaveLength(sent)
})

test('an address that is refused for good is given up, with the answer on the row', async () => {
  const { outbox, made } = await mailer(address())
  post.answerToRecipient = '550 nobody here'
  await send(made)
  await outbox.idle()
  expect(post.letters).toEqual([])
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
