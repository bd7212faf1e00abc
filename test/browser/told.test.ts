// Owns: being told, as people see it: a sponsor answers on a phone from the link in a mail, without signing in; whoever asked
// hears it live, in the inbox and outside the page; and mails are stopped from a mail.
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/platform/clock.ts'
import { axe, type Browser, launch, person, shot } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { openPostOffice } from '../support/post-office.ts'
import { fromRun, missing } from '../support/services.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

describe.skipIf(missing('chromium'))('being told', () => {
  let chrome: Browser
  let world: World
  let post: Awaited<ReturnType<typeof openPostOffice>>
  /** The node's clock is put forward: nobody waits for a mail. */
  let aheadMs = 0

  beforeAll(async () => {
    post = await openPostOffice()
    const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
    const clientDir = path.join(String(await fromRun('build')), 'client')
    world = await startWorld({ env: { SMTP_URL: post.url }, overrides: { clock, clientDir } })
    chrome = await launch()
  })
  afterAll(async () => {
    await chrome?.close()
    await world?.close()
    post?.close()
  })

  async function signedIn(who: Person) {
    const window = await person(chrome, world.url)
    const [name = '', value = ''] = who.cookie.split(/=(.*)/s)
    await window.context.addCookies([{ name, value, url: world.url }])
    return window
  }

  test('a case is answered from a mail, and heard live', async () => {
    const ada = await world.person('ada')
    const [ben, vera] = [await world.person('ben'), await world.person('vera')]
    await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
    const { boardId } = await ada.must('board.create', { title: 'Lunch' })
    const { ideaId } = await ben.must('idea.add', { boardId, text: 'Soup on Mondays' })
    await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is cold in here' })
    await world.settled()
    aheadMs += 31_000
    await world.app.notifications.mailDue()
    await world.settled()
    const letter = post.letters.find(({ to }) => to.includes(vera.email))
    const [link] = /\/answer\/[\w.-]+/.exec(letter?.text ?? '') ?? []

    const bens = await signedIn(ben)
    await bens.context.grantPermissions(['notifications'], { origin: world.url })
    await bens.page.goto('/profile')
    await bens.page.getByRole('switch', { name: 'Tell me in this browser' }).check({ force: true })
    await axe(bens.page)
    await bens.page.goto('/inbox')
    await bens.page.getByText('All quiet').waitFor()
    // Nobody looks at this page now.
    await bens.page.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }))

    const phone = await person(chrome, world.url, { phone: true })
    await phone.page.goto(link ?? '')
    await phone.page.getByText('You answer by').waitFor()
    await axe(phone.page)
    await shot(phone.page, 'answer-link-phone')
    await phone.page.getByRole('button', { name: 'Decline' }).click()
    await phone.page.locator('textarea[name=words]').fill('No kitchen')
    await phone.page.locator('textarea[name=also]').fill('A kitchen')
    // The server refuses what came of the link afterwards, and the page says so in words.
    phone.expects(/404/)
    await phone.page.locator('form button[type=submit]').click()
    await phone.page.getByText('Thank you, your answer is in').waitFor()
    expect((await phone.context.cookies()).filter(({ name }) => /session/.test(name))).toEqual([])

    const thread = bens.page.locator(`[data-thread="${ideaId}"]`)
    await thread.getByRole('link', { name: 'vera declined this idea and says why' }).waitFor()
    const outside = () =>
      bens.page.evaluate(async () => {
        const worker = await navigator.serviceWorker.ready
        return (await worker.getNotifications()).map(({ body }) => body)
      })
    await until(async () => (await outside()).includes('vera declined “Soup on Mondays” and says why'), 'the message')
    await axe(bens.page)
    await shot(bens.page, 'inbox')
    await bens.page.getByText('Unread').click()
    await thread.getByRole('button', { name: /^Mark as read/ }).click()
    await bens.page.getByText('You have read everything.').waitFor()

    const [stop] = /\/unsubscribe\/[\w.-]+/.exec(letter?.text ?? '') ?? []
    await phone.page.goto(stop ?? '')
    await phone.page.getByRole('button', { name: 'Stop these mails' }).click()
    await phone.page.getByText('You no longer get these mails.').waitFor()
    await axe(phone.page)
    expect(await vera.read('/api/notifications')).toMatchObject({ waiting: 'none', rest: 'daily' })
    await phone.close()
    await bens.close()
  })
})
