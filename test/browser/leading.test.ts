// Leading beside the steps, as its people see it: the row of steps changed before and during a session, reactions from a
// phone to the wall, everybody called to one card while one looks around, and a card reported and taken away.
import { describe, expect, test } from 'vitest'
import type { BoardView } from '../../shared/model.ts'
import { axe, type Page, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

const LAPTOP = { viewport: { width: 1440, height: 900 } }
const WALL = { viewport: { width: 1920, height: 1080 } }

const phase = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).first()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Everyone looks at this card' })
const rising = (page: Page, reaction: string) =>
  page.locator(`[data-reactions] [data-reaction="${reaction}"]`).first().waitFor({ state: 'attached' })

async function choose(page: Page, words: string, item: string): Promise<void> {
  await card(page, words).first().getByRole('button', { name: 'More for this idea' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Whether all of it lies on the screen, not only in the document. */
const inView = (page: Page, words: string) =>
  card(page, words)
    .first()
    .evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight
    })

describe.skipIf(missing('chromium'))('who leads', () => {
  const stage = useStage()

  test('changes the steps, hears the room, brings it to one card, and decides about a report', async () => {
    const ada = await stage.member('ada', LAPTOP)
    const wall = await stage.member('ada', WALL)
    const ben = await stage.member('ben', { phone: true })
    const cleo = await stage.member('cleo', { phone: true, colorScheme: 'dark' })
    const everyone = [ada, wall, ben, cleo]
    const { boardId } = await stage.board(ada)
    const { columns } = await ada.account.read<BoardView>(`/api/boards/${boardId}`)
    const add = (text: string, place: number) =>
      ada.account.must('idea.add', { boardId, text, column: columns[place]!.columnId })
    for (let n = 1; n <= 3; n++) await add(`One of many, number ${n}`, 1)
    await add('Tea at eleven', 1)
    await add('A door that closes', 0)
    await Promise.all([
      ada.page.goto(`/b/${boardId}`),
      wall.page.goto(`/b/${boardId}/present`),
      ben.page.goto(`/b/${boardId}`),
      cleo.page.goto(`/b/${boardId}`),
    ])
    for (const { page } of [ben, cleo]) await card(page, 'A door that closes').first().waitFor()

    // Before it begins: without the silent part, and with a name of one's own.
    await press(ada.page, 'Start a session')
    await press(ada.page, 'Change the steps')
    const steps = ada.page.getByRole('list', { name: 'Steps' })
    await steps.getByRole('button', { name: 'Remove Write unseen' }).click()
    await steps.getByRole('textbox', { name: 'Name of this step: Look' }).fill('Look around')
    await press(ada.page, 'Start: Brainstorm')
    for (const { page } of everyone) await phase(page, 'Look around').waitFor()

    // While it runs: what is on stays, what comes after can go.
    await press(ada.page, 'Lead the session')
    await ada.page.getByRole('menuitem', { name: 'Change the steps' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'The steps of this session' })
    await dialog.getByRole('button', { name: 'Remove Group' }).click()
    expect(await dialog.getByRole('button', { name: 'Remove Look around' }).count()).toBe(0)
    await press(ada.page, 'Keep these steps')
    await dialog.waitFor({ state: 'detached' })
    await ada.page.getByRole('button', { name: 'Next: Vote' }).waitFor()

    // A reaction from a phone rises on every screen, and on the wall.
    const risen = [ada, wall, cleo].map(({ page }) => rising(page, 'heart'))
    await press(ben.page, 'React')
    await ben.page.getByRole('menuitem', { name: 'Love it' }).tap()
    await Promise.all(risen)
    await ben.page.keyboard.press('Escape')
    await ben.page.getByRole('menuitem', { name: 'Love it' }).waitFor({ state: 'detached' })

    // Called: the card fills the phones. "Back" leads to it on the board; the other one looks around.
    await choose(ada.page, 'Tea at eleven', 'Call everyone here')
    for (const { page } of [ben, cleo]) await sheet(page).getByText('Tea at eleven').waitFor()
    for (const { page } of [ben, cleo]) await axe(page)
    await shot(ben.page, 'called-phone')
    await shot(cleo.page, 'called-phone-dark')
    await sheet(cleo.page).getByRole('button', { name: 'I look around myself' }).click()
    await sheet(cleo.page).waitFor({ state: 'detached' })
    await ada.page.getByText('1 of 2 come along').waitFor()
    await ben.page.goBack()
    await sheet(ben.page).waitFor({ state: 'detached' })
    await until(() => inView(ben.page, 'Tea at eleven'), 'the card in its column')
    expect(new URL(ben.page.url()).pathname).toBe(`/b/${boardId}`)
    expect(await inView(cleo.page, 'Tea at eleven')).toBe(false)

    // Called elsewhere, from the remote: who follows comes, who looks around is told and comes when she likes.
    const remote = await stage.member('ada', { phone: true })
    await remote.page.goto(`/b/${boardId}/control`)
    await press(remote.page, 'Call everyone to a card')
    await remote.page.getByRole('searchbox', { name: 'Find a card' }).fill('door')
    await axe(remote.page)
    await remote.page.getByRole('button', { name: 'A door that closes' }).tap()
    await remote.page.getByRole('dialog').waitFor({ state: 'detached' })
    await sheet(ben.page).getByText('A door that closes').waitFor()
    await cleo.page
      .locator('[data-summons]')
      .getByText(/The others look at .*A door that closes/)
      .waitFor()
    expect(await sheet(cleo.page).count()).toBe(0)
    await press(cleo.page, 'Come along')
    await sheet(cleo.page).getByText('A door that closes').waitFor()
    await ada.page.getByText('2 of 2 come along').waitFor()
    await press(ada.page, 'Let everyone go')
    for (const { page } of [ben, cleo]) await sheet(page).waitFor({ state: 'detached' })
    expect(new URL(ben.page.url()).pathname).toBe(`/b/${boardId}`)

    // Reported, and taken away: its reporter hears it, the others only see it go.
    await choose(ben.page, 'A door that closes', 'Report this card')
    await ben.page.getByRole('textbox', { name: 'What is wrong with it?' }).fill('This is about a colleague')
    await axe(ben.page)
    await press(ben.page, 'Report')
    await press(ada.page, '1 card reported')
    const reported = ada.page.getByRole('dialog', { name: 'Reported cards' })
    await reported.getByText('This is about a colleague').waitFor()
    await axe(ada.page)
    await reported.getByRole('button', { name: 'Take it off the board' }).click()
    for (const { page } of [ada, cleo]) await card(page, 'A door that closes').waitFor({ state: 'detached' })
    await ben.page.getByRole('status').getByText('The card you reported was taken off the board.').first().waitFor()
    await ada.page.goto('/admin')
    await ada.page.locator('[data-reported-board]').getByText('Nothing waits · 1 decided').waitFor()
    await ada.page.goto(`/b/${boardId}/settings`)
    await ada.page
      .locator('[data-reported]')
      .getByText(/Decided by ada on/)
      .waitFor()
    await shot(ada.page, 'reported-settings', { fullPage: true })
  })
})
