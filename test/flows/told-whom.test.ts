// Owns: in which language people and programs are told, and that what somebody may no longer know is neither counted, shown,
// mailed nor sent, by whichever road, until they may know it again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../server/platform/clock.ts'
import type { InboxItem, MeView } from '../../shared/model.ts'
import { type DeliveryView, WEBHOOK_KINDS } from '../../shared/news.ts'
import type { Person } from '../support/people.ts'
import { openPostOffice } from '../support/post-office.ts'
import { openReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const DAY_MS = 86_400_000

let world: World
let post: Awaited<ReturnType<typeof openPostOffice>>
let receiver: Awaited<ReturnType<typeof openReceiver>>
let ada: Person
let ben: Person
let vera: Person
/** The node's clock is put forward, so that nothing is waited for. */
let aheadMs = 0

beforeAll(async () => {
  post = await openPostOffice()
  receiver = await openReceiver()
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  world = await startWorld({ env: { SMTP_URL: post.url }, overrides: { clock, webhooksToLoopback: true } })
  ada = await world.person('ada')
  ben = await world.person('ben')
  vera = await world.person('vera')
  await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
})
afterAll(async () => {
  await world?.close()
  post?.close()
  await receiver?.close()
})

const lettersTo = ({ email }: Person) => post.letters.filter(({ to }) => to.includes(email))
const subjectsTo = (person: Person) => lettersTo(person).map(({ headers }) => headers['subject'])
async function mailed(afterMs: number): Promise<void> {
  await world.settled()
  aheadMs += afterMs
  await world.app.notifications.mailDue()
  await world.settled()
}
async function programsTold(): Promise<string[]> {
  await world.settled()
  await world.app.notifications.sendDue()
  return receiver.requests.map(({ body }) => body)
}
const programHears = (words: string) =>
  until(() => receiver.requests.some(({ body }) => body.includes(words)), `a program to be told “${words}”`)
const webhook = () =>
  ada.must('webhook.add', { name: 'All', url: receiver.url, shape: 'standard', kinds: [...WEBHOOK_KINDS] })

test('people are told in their language, and who never said one in the organisation’s, programs too', async () => {
  const { boardId } = await ada.must('board.create', { title: 'Lunch' })
  const { webhookId } = await webhook()
  const ask = async (text: string) => {
    const { ideaId } = await ben.must('idea.add', { boardId, text })
    await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is cold' })
    await mailed(31_000)
    return subjectsTo(vera).at(-1)
  }
  expect(await ask('Soup')).toBe('ben asks you to back “Soup”')
  await programHears('ben took “Soup” to vera')

  await ada.must('organisation.update-settings', { language: 'nl' })
  expect(await ask('Tea')).toBe('ben vraagt je om “Tea” te steunen')
  await programHears('ben bracht “Tea” naar vera')
  expect(lettersTo(vera).at(-1)?.html).toContain('<html lang="nl">')
  const link = /\/answer\/([\w.-]+)/.exec(lettersTo(vera).at(-1)?.text ?? '')?.[1]
  const opened = await world.stranger().get(`/api/answer/${link}`)
  expect(opened.body, 'the page behind the link speaks it too').toMatchObject({ me: { language: 'nl' } })

  await vera.must('profile.update', { language: 'en' })
  expect(await ask('Bread'), 'her own word counts more').toBe('ben asks you to back “Bread”')
  expect((await ben.command('organisation.update-settings', { language: 'en' })).ok).toBe(false)
  await ada.must('organisation.update-settings', { language: 'en' })
  await ada.must('webhook.remove', { webhookId })
})

test('a board one may no longer read: its news leaves bell, inbox and mails, and comes back with it; no program hears', async () => {
  const { boardId } = await ada.must('board.create', { title: 'Canteen' })
  const cleo = await world.person('cleo')
  const dora = await world.person('dora')
  // Cleo only liked it; dora is one of the board's people.
  await dora.read(`/api/boards/${boardId}`)
  const { ideaId } = await ben.must('idea.add', { boardId, text: 'Cake' })
  for (const person of [cleo, dora]) await person.must('idea.like', { ideaId, liked: true })
  await cleo.must('notifications.set', { waiting: 'instant', rest: 'instant', hour: 8 })
  const { escalationId } = await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is good' })
  await world.settled()
  const liveCleo = await cleo.socket()
  const liveDora = await dora.socket()
  for (const person of [cleo, dora]) expect(await bell(person)).toEqual([1, 1])

  // Both are out: one as nobody invited them, one as they were shown the door.
  await ada.must('board.update', { boardId, joining: 'invited' })
  await ada.must('board.remove-person', { boardId, userId: dora.userId })
  await world.settled()
  for (const { events } of [liveCleo, liveDora]) {
    const asked = () => events.some(({ name, body }) => name === 'stale' && JSON.stringify(body).includes('"me"'))
    await until(asked, 'an open page to count again')
  }
  for (const person of [cleo, dora]) expect(await bell(person)).toEqual([0, 0])
  // What is their own still counts, and only that, also in the word that goes to open pages.
  await ada.must('role.grant', { userId: cleo.userId, role: 'coach' })
  const counts = () => liveCleo.events.filter(({ name }) => name === 'inbox').map(({ body }) => body)
  await until(() => counts().length > 0, 'the live count')
  expect(counts()).toEqual([{ unread: 1 }])
  const { webhookId } = await webhook()
  receiver.requests.length = 0
  await vera.must('escalation.answer', { escalationId, answer: 'ask', question: 'Who bakes?' })
  await mailed(2 * DAY_MS)
  expect(subjectsTo(cleo), 'at once').toEqual(['You are a community coach now'])
  expect(subjectsTo(dora), 'in the daily one').toEqual([])
  expect(await programsTold()).toEqual([])
  expect(subjectsTo(ben), 'who is one of its people hears').toContain('vera has a question for you about “Cake”')

  await ada.must('board.update', { boardId, joining: 'members' })
  await world.settled()
  expect(await bell(cleo), 'there again, and what she could not know is not').toEqual([2, 2])
  expect(await bell(dora)).toEqual([0, 0])
  await ada.must('board.add-facilitator', { boardId, userId: dora.userId })
  expect(await bell(dora)).toEqual([1, 1])
  await ada.must('webhook.remove', { webhookId })

  /** What the bell counts, and what the inbox (and with it the browser's own message) shows as new. */
  async function bell(person: Person): Promise<[number, number]> {
    const { unread } = await person.read<MeView>('/api/me')
    const items = await person.read<InboxItem[]>('/api/inbox')
    return [unread, items.filter(({ readAt }) => readAt === null).length]
  }
})

test('news that waits for a program is not sent once its board is by invitation', async () => {
  const { boardId } = await ada.must('board.create', { title: 'Fruit' })
  const { webhookId } = await webhook()
  receiver.requests.length = 0
  receiver.answer = (response) => void response.writeHead(503).end()
  const { ideaId } = await ben.must('idea.add', { boardId, text: 'Pears' })
  await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'Fresh' })
  const state = async () => (await ada.read<DeliveryView[]>(`/api/webhooks/${webhookId}/deliveries`))[0]
  await until(async () => (await state())?.status === 503, 'the first try')
  await ada.must('board.update', { boardId, joining: 'invited' })
  receiver.behaveWell()
  receiver.requests.length = 0
  aheadMs += DAY_MS
  expect(await programsTold()).toEqual([])
  await until(async () => (await state())?.state === 'withdrawn', 'it to be withdrawn')
  expect(receiver.requests).toEqual([])
})
