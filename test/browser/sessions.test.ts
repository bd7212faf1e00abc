// A whole session as its people see it: the facilitator's laptop, the wall, the remote on her phone, and participants.
import { describe, expect, test } from 'vitest'
import { axe, type BrowserPerson, type Page, shot } from '../support/browser.ts'
import { tooSmall } from '../support/legible.ts'
import { startProxy } from '../support/proxy.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'

const LAPTOP = { viewport: { width: 1440, height: 900 } }
const WALL = { viewport: { width: 1920, height: 1080 } }

const phase = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).first()
const line = (page: Page) => page.getByRole('textbox', { name: /^New idea/ }).first()
const unseen = (page: Page, words: string) => page.getByRole('article', { name: `Your unseen idea: ${words}` })
/** As everyone sees it; it is also said aloud. */
const closing = (page: Page) =>
  page.locator('[data-closing]', { hasText: /^Writing closes in \d+ s\. What you typed stays with you\./ })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

async function write(page: Page, words: string): Promise<void> {
  await line(page).fill(words)
  await line(page).press('Enter')
  await unseen(page, words).waitFor()
}

/** To the next phase without waiting for its seconds; on a slow machine they may run out before the second tap. */
async function advance(page: Page, next: string): Promise<void> {
  await press(page, `Next: ${next}`)
  await Promise.race([press(page, 'Close now').catch(() => undefined), phase(page, next).waitFor()])
  await phase(page, next).waitFor()
}

async function joinAsGuest({ page }: BrowserPerson, joinCode: string, name: string): Promise<void> {
  await page.goto(`/join/${joinCode}`)
  await page.getByLabel('Name').fill(name)
  await press(page, 'Join')
}

describe.skipIf(missing('chromium'))('a session', () => {
  const stage = useStage()

  test('is led from laptop and phone, followed by the wall, and nothing written in it is lost', async () => {
    const ada = await stage.member('ada', LAPTOP)
    const wall = await stage.member('ada', WALL)
    const remote = await stage.member('ada', { phone: true })
    const ben = await stage.member('ben')
    const cleo = await stage.member('cleo')
    const gus = await stage.open({ phone: true })
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    const wire = await startProxy({ port: stage.server.port })
    cleo.expects(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket|Failed to load/)
    await Promise.all([
      ada.page.goto(`/b/${boardId}`),
      wall.page.goto(`/b/${boardId}/present`),
      remote.page.goto(`/b/${boardId}/control`),
      ben.page.goto(`/b/${boardId}`),
      // Her line can be cut: a browser's own offline switch leaves open WebSockets alone.
      cleo.page.goto(`http://127.0.0.1:${wire.port}/b/${boardId}`),
      joinAsGuest(gus, joinCode, 'Gus'),
    ])
    const everyone = [ada, wall, remote, ben, cleo, gus]
    for (const { page } of [ben, cleo, gus]) await line(page).waitFor()

    // Start: nobody else has to do anything.
    await press(ada.page, 'Start a session')
    await ada.page.getByRole('dialog').getByText('Brainstorm', { exact: true }).waitFor()
    await axe(ada.page)
    await press(ada.page, 'Start: Brainstorm')
    for (const { page } of everyone) await phase(page, 'Write unseen').waitFor()

    // Everyone writes; nobody sees but their own, the wall counts.
    await write(ben.page, 'Tea at eleven')
    await write(gus.page, 'A door that closes')
    await write(cleo.page, 'No mail on Friday')
    await write(cleo.page, 'A longer lunch')
    await wall.page.getByText('people', { exact: true }).waitFor()
    await wall.page
      .getByRole('status')
      .filter({ hasText: /3\s*people\s*4\s*ideas/ })
      .waitFor()
    await remote.page.getByText('4 ideas from 3 people').waitFor()
    expect(await ada.page.getByText('Tea at eleven').count()).toBe(0)
    expect(await ben.page.getByText('A door that closes').count()).toBe(0)

    // Changing one's mind, being ready, and a hand.
    await unseen(gus.page, 'A door that closes').getByRole('button', { name: 'Change' }).tap()
    await gus.page.getByRole('textbox', { name: 'Your idea' }).fill('A door that closes softly')
    await gus.page.keyboard.press('Enter')
    await unseen(gus.page, 'A door that closes softly').waitFor()
    await press(gus.page, 'I’m ready')
    await press(gus.page, 'Raise your hand')
    await ada.page.getByText('Waiting for 2 of 3').waitFor()
    await wall.page.getByText('Waiting for 2 of 3').waitFor()
    await press(remote.page, 'Lower the hand of Gus')
    await gus.page.getByRole('button', { name: 'Raise your hand', pressed: false }).waitFor()
    expect(await tooSmall(wall.page)).toEqual([])
    await shot(wall.page, 'session-wall-unseen')
    await shot(ada.page, 'session-unseen')
    await shot(gus.page, 'session-unseen-phone')

    // A line breaks; the phase shuts meanwhile, after all kept open once, then with its ten seconds.
    wire.refuse(true)
    wire.reset()
    await cleo.context.setOffline(true)
    await line(ben.page).fill('Half a sentence')
    await press(remote.page, 'Next: Look')
    await closing(ben.page).waitFor()
    await press(remote.page, 'Keep open')
    await closing(ben.page).waitFor({ state: 'detached' })
    await press(ada.page, 'Next: Look')
    await Promise.all([ben, wall].map(({ page }) => closing(page).waitFor()))

    // The reveal: all at once, and authors hear that all of theirs is there.
    for (const { page } of [ada, wall, remote, ben, gus]) await phase(page, 'Look').waitFor()
    for (const { page } of [ada, ben, gus]) await card(page, 'A longer lunch').first().waitFor()
    await wall.page.getByText('A door that closes softly').waitFor()
    await gus.page.getByText('Your idea is on the board, just as you wrote it.').waitFor()
    await ben.page.locator('[data-draft]').getByText('Half a sentence').waitFor()
    expect(await line(ben.page).count()).toBe(0)

    // Who was away lands where the others are.
    wire.refuse(false)
    await cleo.context.setOffline(false)
    await phase(cleo.page, 'Look').waitFor()
    await card(cleo.page, 'Tea at eleven').first().waitFor()
    await cleo.page.getByText('Your 2 ideas are all here, just as you wrote them.').waitFor()

    // Undone: unseen again for everyone, and still their authors' own.
    await press(ada.page, 'Undo the last step')
    for (const { page } of everyone) await phase(page, 'Write unseen').waitFor()
    await unseen(gus.page, 'A door that closes softly').waitFor()
    await card(ada.page, 'Tea at eleven').waitFor({ state: 'detached' })
    await wall.page.getByText('A longer lunch').waitFor({ state: 'detached' })
    expect(await line(ben.page).inputValue()).toBe('Half a sentence')

    await advance(remote.page, 'Look')
    await card(ada.page, 'Tea at eleven').first().waitFor()

    // Ahead, back, and past a step.
    await press(remote.page, 'Next: Group')
    for (const { page } of everyone) await phase(page, 'Group').waitFor()
    await press(ada.page, 'Lead the session')
    await ada.page.getByRole('menuitem', { name: '2. Look' }).click()
    for (const { page } of everyone) await phase(page, 'Look').waitFor()
    await press(remote.page, 'Lead the session')
    await remote.page.getByRole('menuitem', { name: '4. Vote' }).click()
    for (const { page } of everyone) await phase(page, 'Vote').waitFor()

    // Somebody comes late, and can vote.
    const dora = await stage.open({ phone: true })
    await joinAsGuest(dora, joinCode, 'Dora')
    await phase(dora.page, 'Vote').waitFor()
    for (const [page, words] of [
      [dora.page, 'Tea at eleven'],
      [ben.page, 'Tea at eleven'],
      [gus.page, 'A longer lunch'],
    ] as const) {
      await card(page, words).getByRole('button', { name: 'Put a dot here' }).click()
      await page.getByText('4 of your 5 dots left').waitFor()
    }
    await wall.page
      .getByRole('status')
      .filter({ hasText: /3\s*have voted/ })
      .waitFor()
    expect(await tooSmall(wall.page)).toEqual([])
    await shot(wall.page, 'session-wall-vote')
    await advance(remote.page, 'Talk')

    // The result is on the wall without anyone touching it.
    await phase(wall.page, 'Talk').waitFor()
    await wall.page.getByRole('region', { name: 'The result' }).getByText('Tea at eleven').waitFor()
    expect(await tooSmall(wall.page)).toEqual([])
    await shot(remote.page, 'session-remote')

    // The end: the board is everyone's again, and half a sentence is where it was.
    await press(remote.page, 'Next: Decide')
    for (const { page } of everyone) await phase(page, 'Decide').waitFor()
    await press(remote.page, 'End the session')
    await remote.page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click()
    await phase(ben.page, 'Decide').waitFor({ state: 'detached' })
    await line(ben.page).waitFor()
    expect(await line(ben.page).inputValue()).toBe('Half a sentence')
    await ada.page.getByRole('button', { name: 'Start a session' }).waitFor()
    await wire.close()
  })

  test.each(['light', 'dark'] as const)(
    'everyone can use it: bar, own cards, remote and wall, %s',
    async (colorScheme) => {
      const ada = await stage.member('ada', { ...LAPTOP, colorScheme })
      const wall = await stage.member('ada', { ...WALL, colorScheme })
      const remote = await stage.member('ada', { phone: true, colorScheme })
      const ben = await stage.member('ben', { phone: true, colorScheme })
      const { boardId } = await stage.board(ada)
      await Promise.all([
        ada.page.goto(`/b/${boardId}`),
        wall.page.goto(`/b/${boardId}/present`),
        remote.page.goto(`/b/${boardId}/control`),
        ben.page.goto(`/b/${boardId}`),
      ])
      await remote.page.getByRole('button', { name: 'Start: Brainstorm' }).waitFor()
      await axe(remote.page)
      await remote.page.getByText('Brainstorm', { exact: true }).click()
      await press(remote.page, 'Start: Brainstorm')
      for (const { page } of [ada, wall, remote, ben]) await phase(page, 'Write unseen').waitFor()
      await write(ben.page, 'Tea at eleven')
      await press(ben.page, 'Raise your hand')
      await remote.page.getByRole('button', { name: 'Lower the hand of ben' }).waitFor()
      for (const { page } of [ada, wall, remote, ben]) await axe(page)

      await press(ada.page, 'Lead the session')
      await ada.page.getByRole('menuitem', { name: '6. Decide' }).waitFor()
      await axe(ada.page)
      await ada.page.keyboard.press('Escape')
      await advance(ada.page, 'Look')
      await card(ada.page, 'Tea at eleven').waitFor()
      await wall.page.getByText('Tea at eleven').waitFor()
      for (const { page } of [ada, wall, remote, ben]) await axe(page)

      // The remote is for who leads; others are told who that is.
      await ben.page.goto(`/b/${boardId}/control`)
      await ben.page.getByText('This session is led by ada.').waitFor()
      await axe(ben.page)
    },
  )
})
