// Owns: being told, through the whole app: a mail through a real mail server, a case answered from the link in it without signing
// in, mails stopped from a mail, and a program told over a real socket; and that nothing of it says what is not to be known.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'drizzle-orm'
import { locate } from '../../server/boards/locate.ts'
import { caseDeps, caseHandlers } from '../../server/compose-cases.ts'
import { type AuditEntry, firstBroken } from '../../server/escalations/audit/chain.ts'
import { everyEntry } from '../../server/escalations/audit/store.ts'
import { createCaseClock } from '../../server/escalations/clock/tick.ts'
import { systemClock } from '../../server/platform/clock.ts'
import type { Actor } from '../../server/platform/command.ts'
import type { DeskCase } from '../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId, InboxItem, UserId } from '../../shared/model.ts'
import { NAMINGS } from '../../shared/model.ts'
import type { DeliveryView, MailSettingsView, MailView } from '../../shared/news.ts'
import { WEBHOOK_KINDS } from '../../shared/news.ts'
import { canary, createRecorder } from '../support/canaries.ts'
import type { Person } from '../support/people.ts'
import { openPostOffice } from '../support/post-office.ts'
import { openReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const DAY_MS = 86_400_000
const PUBLIC_URL = 'https://kiem.example.org'

let world: World
let post: Awaited<ReturnType<typeof openPostOffice>>
let receiver: Awaited<ReturnType<typeof openReceiver>>
let ada: Person
let vera: Person
let ben: Person
let boardId: BoardId
/** The node's clock is put forward, so that nothing is waited for. */
let aheadMs = 0

beforeAll(async () => {
  post = await openPostOffice()
  receiver = await openReceiver()
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  world = await startWorld({ env: { SMTP_URL: post.url }, overrides: { clock, webhooksToLoopback: true } })
  ada = await world.person('ada')
  vera = await world.person('vera')
  ben = await world.person('ben')
  await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
  boardId = (await ada.must('board.create', { title: 'Lunch' })).boardId
})
afterAll(async () => {
  await world?.close()
  post?.close()
  await receiver?.close()
})

async function lettersTo(person: Person, afterMs = 31_000) {
  await world.settled()
  aheadMs += afterMs
  await world.app.notifications.mailDue()
  await world.settled()
  return post.letters.filter(({ to }) => to.includes(person.email))
}
async function newCase(text: string) {
  const { ideaId } = await ben.must('idea.add', { boardId, text })
  const { escalationId } = await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is cold' })
  return { ideaId, escalationId }
}
/** Through a proxy's public name: the test asks the port. */
const pathIn = (text: string, place: string) =>
  new RegExp(`${PUBLIC_URL}|http://localhost:\\d+`).exec(text) &&
  (new RegExp(`/${place}/([\\w.-]+)`).exec(text)?.[1] ?? '')
const stranger = () => world.stranger()
/** What the newest mail to somebody leads to. */
const linkOf = async (person: Person) => pathIn((await lettersTo(person)).at(-1)?.text ?? '', 'answer')
/** What somebody without a session is told who looks behind a link, asks there for sponsors, and sends what is incomplete. */
async function whatOpens(token: string | null, escalationId: EscalationId) {
  const incomplete = { escalationId, answer: 'decline', reason: '', wouldChange: 'Yes' }
  const answers = [
    await stranger().get(`/api/answer/${token}`),
    await stranger().get(`/api/answer/${token}/sponsors`),
    await stranger().request('POST', `/api/answer/${token}`, { json: incomplete }),
  ]
  return answers.map(({ status, body }) => (body as { error?: { reason: string } }).error?.reason ?? status)
}
const OPEN = [200, 200, 'empty']
const gone = (reason: string) => [reason, reason, reason]
/** As if whoever owes the next move of it had let their time go by. */
async function lapse(escalationId: EscalationId) {
  const { db, transaction } = world.app.database
  await db.execute(sql`update escalations set owed_until = now() - interval '1 minute' where id = ${escalationId}`)
  await createCaseClock({ ...caseDeps, db, transaction, failed: () => false }).tick()
}

test('a sponsor answers from the link in the mail, without signing in, and no session is made', async () => {
  const { ideaId, escalationId } = await newCase('Soup')
  const [letter] = (await lettersTo(vera)).slice(-1)
  expect(letter?.headers['subject']).toBe('ben asks you to back “Soup”')
  expect(letter?.html).toContain('ben asks you to back “Soup”')
  const token = pathIn(letter?.text ?? '', 'answer')
  expect(token).toBeTruthy()

  // A mail program that looks behind the link first changes nothing, however often.
  for (let n = 0; n < 3; n++) {
    const looked = await stranger().request('GET', `/api/answer/${token}`, { origin: null })
    expect(looked.body).toMatchObject({
      case: { escalationId, owes: { person: { name: 'vera' } } },
      me: { name: 'vera' },
    })
    expect(looked.headers.getSetCookie()).toEqual([])
    expect(looked.headers.get('referrer-policy')).toBe('no-referrer')
  }
  expect((await stranger().get(`/api/answer/${token}/sponsors`)).status).toBe(200)
  expect((await stranger().get(`/api/answer/${token}/colleagues?q=be`)).body).toMatchObject([{ name: 'ben' }])

  const ask = { escalationId, answer: 'ask', question: 'Who cooks?' }
  const other = await newCase('Tea')
  const elsewhere = await stranger().request('POST', `/api/answer/${token}`, {
    json: { ...ask, escalationId: other.escalationId },
  })
  expect([elsewhere.status, elsewhere.body]).toMatchObject([404, { error: { reason: 'answer-link-over' } }])
  const unsound = await stranger().request('POST', `/api/answer/${token}`, { json: { escalationId, answer: 'ask' } })
  expect(unsound.status).toBe(400)
  const foreign = await stranger().request('POST', `/api/answer/${token}`, {
    json: ask,
    origin: 'https://evil.example',
  })
  expect(foreign.status).toBe(403)

  const asked = await stranger().request('POST', `/api/answer/${token}`, { json: ask })
  expect([asked.status, asked.headers.getSetCookie()]).toEqual([200, []])
  // Now it is ben who owes: the link has done its work, until it is her move again.
  expect((await stranger().get(`/api/answer/${token}`)).body).toMatchObject({ error: { reason: 'answer-link-over' } })
  expect((await stranger().request('POST', `/api/answer/${token}`, { json: ask })).status).toBe(404)
  const [question] = (await lettersTo(ben)).slice(-1)
  expect(question?.headers['subject']).toBe('vera has a question for you about “Soup”')
  const reply = { escalationId, answer: 'reply', text: 'I do' }
  const bens = pathIn(question?.text ?? '', 'answer')
  expect((await stranger().request('POST', `/api/answer/${bens}`, { json: reply })).status).toBe(200)
  expect((await stranger().get(`/api/answer/${token}`)).status).toBe(200)
  const cases = await ben.read<DeskCase['case'][]>(`/api/ideas/${ideaId}/cases`)
  expect(cases[0]?.moves.map(({ move, by }) => [move, by?.name])).toEqual([
    ['raise', 'ben'],
    ['ask', 'vera'],
    ['reply', 'ben'],
  ])
  // Which way they came stands in the trail for ever, and in its hash.
  expect(cases[0]?.moves.map(({ via }) => via)).toEqual([undefined, 'link', 'link'])
  const { db } = world.app.database
  const entries: AuditEntry[] = []
  for await (const entry of everyEntry(db)) entries.push(entry)
  expect(await firstBroken(entries)).toBeNull()
  const hidden = entries.map((entry) => {
    const { via: _, ...after } = entry.after as { via?: string }
    return { ...entry, after }
  })
  expect(await firstBroken(hidden)).toMatchObject({ what: 'changed' })

  aheadMs += 31 * DAY_MS
  expect((await stranger().get(`/api/answer/${token}`)).status, 'too old').toBe(404)
  aheadMs -= 31 * DAY_MS // sessions end, too
})

test('a link opens nothing for whoever is no longer what they were asked as, says so, and opens again when they are', async () => {
  const [wim, dirk, mona] = [await world.person('wim'), await world.person('dirk'), await world.person('mona')]
  const line = { unit: null, managerEmail: null, deputyEmail: null }
  for (const { email, name } of [dirk, mona]) await ada.must('organisation.set-person', { ...line, email, name })
  const behind = (deputyEmail: string | null, managerEmail: string | null) =>
    ada.must('organisation.set-person', { ...line, email: wim.email, name: 'wim', deputyEmail, managerEmail })
  await behind(dirk.email, mona.email)
  const sponsor = (is: boolean) =>
    ada.must(is ? 'role.grant' : 'role.revoke', { userId: wim.userId, role: 'sponsor' as const })
  await sponsor(true)
  const { ideaId } = await ben.must('idea.add', { boardId, text: 'Bread' })
  const { escalationId } = await ben.must('idea.escalate', { ideaId, sponsorId: wim.userId, why: 'It is good' })
  const opens = (token: string | null) => whatOpens(token, escalationId)
  const lapses = () => lapse(escalationId)

  const wims = await linkOf(wim)
  expect(await opens(wims)).toEqual(OPEN)
  await sponsor(false)
  expect(await opens(wims)).toEqual(gone('answer-link-role'))
  // Somebody who opened it a moment before is refused under the case's lock, too.
  const { db: reader, transaction } = world.app.database
  const actor: Actor = {
    userId: wim.userId as UserId,
    sessionId: '',
    name: 'wim',
    kind: 'member',
    roles: new Set(),
    language: 'en',
    via: 'link',
  }
  const place = await locate(reader, actor, 'escalation', escalationId)
  const input = { escalationId, answer: 'decline', reason: 'No', wouldChange: 'Yes' } as const
  const late = await transaction((tx) =>
    caseHandlers()['escalation.answer']({ tx, actor, place, now: new Date() }, input),
  )
  expect(late).toMatchObject({ ok: false, error: { reason: 'answer-link-role' } })
  await sponsor(true)
  expect(await opens(wims)).toEqual(OPEN)

  await lapses()
  expect(await opens(wims), 'the case moved on').toEqual(gone('answer-link-over'))
  const dirks = await linkOf(dirk)
  expect(await opens(dirks)).toEqual(OPEN)
  await behind(null, mona.email)
  expect(await opens(dirks), 'a deputy no longer').toEqual(gone('answer-link-role'))
  await behind(dirk.email, mona.email)
  await lapses()
  expect(await opens(dirks), 'the deputy’s time is over').toEqual(gone('answer-link-over'))
  const monas = await linkOf(mona)
  expect(await opens(monas)).toEqual(OPEN)
  await behind(dirk.email, null)
  expect(await opens(monas), 'a manager no longer').toEqual(gone('answer-link-role'))
  await behind(dirk.email, mona.email)
  const { db } = world.app.database
  await db.execute(sql`delete from user_roles where user_id = ${mona.userId} and role = 'member'`)
  expect(await opens(monas), 'the account is closed').toEqual(gone('answer-link-account'))
})

test('so it is for whom an idea is handed over to, and for who keeps the agenda', async () => {
  const [olaf, kim] = [await world.person('olaf'), await world.person('kim')]
  const sponsor = (is: boolean) =>
    ada.must(is ? 'role.grant' : 'role.revoke', { userId: olaf.userId, role: 'sponsor' as const })
  await sponsor(true)
  const handed = await newCase('Honey')
  const toOlaf = { answer: 'hand-over' as const, toId: olaf.userId as UserId, words: 'Yours' }
  await vera.must('escalation.answer', { escalationId: handed.escalationId, ...toOlaf })
  const olafs = await linkOf(olaf)
  expect(await whatOpens(olafs, handed.escalationId)).toEqual(OPEN)
  await sponsor(false)
  expect(await whatOpens(olafs, handed.escalationId), 'a sponsor no longer').toEqual(gone('answer-link-role'))
  await sponsor(true)
  expect(await whatOpens(olafs, handed.escalationId)).toEqual(OPEN)

  await ada.must('organisation.update-settings', { agendaKeeperId: kim.userId })
  const { escalationId } = await newCase('Figs')
  await lapse(escalationId)
  const kims = await linkOf(kim)
  expect(await whatOpens(kims, escalationId)).toEqual(OPEN)
  await ada.must('organisation.update-settings', { agendaKeeperId: ada.userId })
  await world.settled()
  expect(await whatOpens(kims, escalationId), 'somebody else keeps it').toEqual(gone('answer-link-over'))
  expect(await whatOpens(await linkOf(ada), escalationId)).toEqual(OPEN)
})

test('a mail stops mails: at one press in a mail program, or on the page; opening the address changes nothing', async () => {
  const settings = () => ben.read<MailSettingsView>('/api/notifications')
  expect(await settings()).toMatchObject({ waiting: 'instant', rest: 'daily', hour: 8, delivers: true })
  const { escalationId } = await newCase('Bread')
  await vera.must('escalation.answer', { escalationId, answer: 'endorse', words: 'Yes' })
  const [letter] = (await lettersTo(ben, DAY_MS)).slice(-1)
  const address = /<(.*)>/.exec(letter?.headers['list-unsubscribe'] ?? '')?.[1] ?? ''
  expect(letter?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
  const path = new URL(address).pathname
  const looked = await stranger().request('GET', path, { origin: null })
  expect([looked.status, looked.headers.get('location')]).toEqual([303, path.replace('/api', '')])
  expect(await settings()).toMatchObject({ waiting: 'instant', rest: 'daily' })
  const oneClick = {
    body: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  expect((await stranger().request('POST', path, { ...oneClick, origin: null })).status).toBe(200)
  expect(await settings()).toMatchObject({ waiting: 'instant', rest: 'none' })
  expect((await stranger().request('POST', `${path}?all=1`, { json: {} })).status).toBe(200)
  expect(await settings()).toMatchObject({ waiting: 'none', rest: 'none' })
  expect((await stranger().request('POST', '/api/unsubscribe/nobody.rest.signature', { json: {} })).status).toBe(404)
  const before = (await lettersTo(ben)).length
  const jam = await newCase('Jam')
  await vera.must('escalation.answer', { escalationId: jam.escalationId, answer: 'ask', question: 'Which?' })
  expect(await lettersTo(ben, DAY_MS)).toHaveLength(before)
  await ben.must('notifications.set', { waiting: 'instant', rest: 'daily', hour: 8 })
})

test('the admin sees the mails, but no link in them that opens anything; a program is told, and its log kept', async () => {
  const mails = await ada.read<MailView[]>('/api/mails')
  expect(mails.length).toBeGreaterThan(2)
  expect(mails.every(({ sentAt }) => sentAt !== null)).toBe(true)
  for (const { text } of mails) expect(text).not.toMatch(/\/(?:answer|unsubscribe)\/[\w.-]/)
  expect((await ben.get('/api/mails')).status).toBe(403)
  expect((await ben.get('/api/webhooks')).status).toBe(403)

  const input = { name: 'Canteen', url: receiver.url, shape: 'standard' as const, kinds: [...WEBHOOK_KINDS] }
  const { webhookId } = await ada.must('webhook.add', input)
  const { ideaId } = await newCase('Cake')
  await until(() => receiver.requests.length > 0, 'the program to be told')
  expect(JSON.parse(receiver.requests[0]!.body)).toMatchObject({ type: 'case-moved', data: { idea: { id: ideaId } } })
  await until(async () => {
    const [delivery] = await ada.read<DeliveryView[]>(`/api/webhooks/${webhookId}/deliveries`)
    return delivery?.state === 'delivered'
  }, 'the log')
  await ada.must('webhook.remove', { webhookId })
})

describe.each(NAMINGS)('F72 F78 on a board that is %s', (naming) => {
  test('no mail, no inbox and no program is told what is sealed, said, or who wrote it where nobody may know', async () => {
    const words = { sealed: canary(), comment: canary(), reason: canary() }
    const author = await world.person(`a${canary()}`)
    const { boardId: place } = await ada.must('board.create', { title: 'Say it', naming })
    for (const person of [author, ben, vera]) await person.read(`/api/boards/${place}`)
    const { webhookId } = await ada.must('webhook.add', {
      name: 'All',
      url: receiver.url,
      shape: 'standard',
      kinds: [...WEBHOOK_KINDS],
    })
    receiver.requests.length = 0
    await ada.must('session.start', { boardId: place, recipe: 'brainstorm' })
    const hidden = await author.must('idea.add', { boardId: place, text: words.sealed })
    await world.settled()
    const heard = createRecorder()
    await everything(heard)
    for (const word of Object.values(words)) expect(heard.leaksOf(word)).toEqual([])

    await ada.must('session.end', { boardId: place })
    await world.settled()
    const ideaId: IdeaId = hidden.ideaId
    await until(async () => (await ben.get(`/api/ideas/${ideaId}`)).status === 200, 'the idea to be shown')
    await ben.must('idea.like', { ideaId, liked: true })
    await author.must('comment.add', { ideaId, text: words.comment })
    const { escalationId } = await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: words.reason })
    const decline = { reason: words.reason, wouldChange: words.reason }
    await vera.must('escalation.answer', { escalationId, answer: 'decline', ...decline })
    await world.settled()
    await world.app.notifications.sendDue()
    const later = createRecorder()
    await everything(later)
    expect(later.heardBytes).toBeGreaterThan(1_000)
    expect(receiver.requests.length).toBeGreaterThan(1)
    for (const word of [words.comment, words.reason]) expect(later.leaksOf(word)).toEqual([])
    const byProgram = createRecorder()
    for (const { body } of receiver.requests) byProgram.add('program', body)
    if (naming === 'anonymous') {
      const names = [author.name, author.userId].flatMap((word) => [...later.leaksOf(word)])
      expect(names).toEqual([])
      expect(byProgram.leaksOf(words.sealed)).toEqual([])
      expect(await aboutIdeas(), 'it would say whose idea it is').toEqual([])
    } else {
      expect(byProgram.leaksOf(words.sealed)).not.toEqual([])
      expect(await aboutIdeas()).toMatchObject([{ because: 'yours' }, { because: 'yours' }])
    }
    await ada.must('webhook.remove', { webhookId })

    async function aboutIdeas(): Promise<InboxItem[]> {
      return (await author.read<InboxItem[]>('/api/inbox')).filter((item) => item.ideaId !== null)
    }

    /** All mails that would go in the next days, every inbox but the author's, all that programs heard. */
    async function everything(recorder: ReturnType<typeof createRecorder>): Promise<void> {
      await lettersTo(vera, DAY_MS)
      // The author's own mail is theirs: their name stands over it.
      for (const letter of post.letters.filter(({ to }) => !to.includes(author.email))) {
        recorder.add('mail', `${letter.raw}\n${letter.text}\n${letter.html}`)
      }
      for (const person of [ada, ben, vera]) recorder.add('inbox', JSON.stringify(await person.read('/api/inbox')))
      for (const { body } of receiver.requests) recorder.add('program', body)
    }
  })
})
