import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { atRest, card, column, type Member, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

// The width of a window that is a phone (browser.ts).
const PHONE_WIDTH_PX = 390

type Point = { x: number; y: number }

/** A finger on the glass, through the browser's own touch input: it scrolls, rests and is called off as a real one. */
async function fingerOn(page: Page) {
  const glass = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    glass.send('Input.dispatchTouchEvent', { type, touchPoints })
  let now: Point = { x: 0, y: 0 }
  return {
    async press(at: Point): Promise<void> {
      now = at
      await touch('touchStart', [at])
    },
    async move(to: Point, steps = 10): Promise<void> {
      const from = now
      for (let step = 1; step <= steps; step++) {
        now = { x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps }
        await touch('touchMove', [now])
      }
    },
    lift: () => touch('touchEnd', []),
  }
}

/** The point this far to the right and down of an element, as shares of its size. */
async function within(element: Locator, right: number, down: number): Promise<Point> {
  const box = (await atRest(element))[0]!
  return { x: box.x + box.width * right, y: box.y + box.height * down }
}

const leftOf = async (element: Locator) => (await atRest(element))[0]!.x
const flying = (page: Page) => page.locator('[data-dnd-overlay] article')
const landing = (list: Locator) => list.locator('ol > li[aria-hidden="true"]')
// "Bold ideas" has the word in it too.
const ideasOf = (page: Page) => column(page, 'Ideas').first()
const words = (list: Locator) => list.locator('[data-card] p').allTextContents()

describe.skipIf(missing('chromium'))('with a finger', () => {
  const stage = useStage()

  /** A board that ada holds in her hand and ben has on his desk, with more cards in Ideas than fit on a phone. */
  async function board(ada: Member, ben: Member): Promise<void> {
    const { boardId } = await stage.board(ada, { joining: 'everyone' })
    for (const text of IDEAS) await ada.account.must('idea.add', { boardId, text })
    await Promise.all([ada.page.goto(`/b/${boardId}`), ben.page.goto(`/b/${boardId}`)])
    for (const { page } of [ada, ben]) {
      await until(async () => expect((await words(ideasOf(page))).slice(0, 4)).toEqual(IDEAS.slice(0, 4)), 'all')
    }
  }

  test('a card that a finger rests on is lifted, and put down below another it is there for everyone', async () => {
    const ada = await stage.member('ada', { phone: true })
    const ben = await stage.member('ben')
    await board(ada, ben)
    const ideas = ideasOf(ada.page)
    const finger = await fingerOn(ada.page)

    // Where a right thumb is: near the edge, and never straight down.
    const to = await within(card(ada.page, 'Third'), 0.87, 0.97)
    await finger.press(await within(card(ada.page, 'First'), 0.84, 0.4))
    await flying(ada.page).waitFor()
    await finger.move(to)
    await landing(ideas).waitFor()
    await finger.lift()

    const moved = ['Second', 'Third', 'First', 'Fourth']
    for (const { page } of [ada, ben]) {
      await until(async () => expect((await words(ideasOf(page))).slice(0, 4)).toEqual(moved), 'the new order')
    }
    await flying(ada.page).waitFor({ state: 'detached' })
    expect(await ideas.locator('[data-scroller]').evaluate((list) => list.scrollTop)).toBe(0)
    expect(await leftOf(ideas)).toBe(0)

    // On the middle of another, not beside it: they are a group.
    const onto = await within(card(ada.page, 'Second'), 0.6, 0.5)
    await finger.press(await within(card(ada.page, 'Third'), 0.6, 0.4))
    await flying(ada.page).waitFor()
    await finger.move(onto)
    await ada.page.locator('li[data-onto]').filter({ hasText: 'Second' }).waitFor()
    await finger.lift()
    await ben.page.locator('li[data-group]').filter({ hasText: 'Third' }).waitFor()
    expect(await ben.page.locator('li[data-group]').count()).toBe(2)
  })

  test('on a tablet a finger carries a card to another column, and all chosen ones together', async () => {
    const ada = await stage.member('ada', { phone: true, viewport: { width: 1024, height: 768 } })
    const ben = await stage.member('ben')
    await board(ada, ben)
    const bold = column(ada.page, 'Bold ideas')
    const finger = await fingerOn(ada.page)

    await finger.press(await within(card(ada.page, 'Second'), 0.5, 0.3))
    await flying(ada.page).waitFor()
    await finger.move(await within(bold, 0.5, 0.3))
    await landing(bold).waitFor()
    await finger.lift()

    await until(async () => expect(await words(column(ben.page, 'Bold ideas'))).toEqual(['Second']), 'ben to see it')
    expect((await words(ideasOf(ben.page))).slice(0, 2)).toEqual(['First', 'Third'])

    // One is chosen from its menu, others with a tap; then the finger carries them all.
    await card(ada.page, 'First').getByRole('button', { name: 'More for this idea' }).tap()
    await ada.page.getByRole('menuitem', { name: 'Select', exact: true }).tap()
    await ada.page.getByText('1 selected').waitFor()
    await card(ada.page, 'Third').tap({ position: { x: 40, y: 20 } })
    await ada.page.getByText('2 selected').waitFor()
    await finger.press(await within(card(ada.page, 'Third'), 0.5, 0.3))
    await ada.page.locator('[data-dnd-overlay]').getByText('2', { exact: true }).waitFor()
    const last = column(ada.page, 'Building on others')
    await finger.move(await within(last, 0.3, 0.3))
    await landing(last).waitFor()
    await finger.lift()
    const there = column(ben.page, 'Building on others')
    await until(async () => expect(await words(there)).toEqual(['First', 'Third']), 'ben to see both')
  })

  test('on a phone a card held at the edge of the screen goes on to the last column', async () => {
    const ada = await stage.member('ada', { phone: true })
    const ben = await stage.member('ben')
    await board(ada, ben)
    const last = column(ada.page, 'Building on others')
    const finger = await fingerOn(ada.page)

    const from = await within(card(ada.page, 'Second'), 0.5, 0.3)
    await finger.press(from)
    await flying(ada.page).waitFor()
    await finger.move({ x: PHONE_WIDTH_PX - 8, y: from.y })
    await until(async () => (await leftOf(last)) === 0, 'the last column to fill the screen')
    await finger.move({ x: PHONE_WIDTH_PX / 2, y: from.y })
    await landing(last).waitFor()
    await finger.lift()

    const there = column(ben.page, 'Building on others')
    await until(async () => expect(await words(there)).toEqual(['Second']), 'ben to see it')
  })

  test('on the free wall a finger carries a card to another place, for everyone', async () => {
    const ada = await stage.member('ada', { phone: true, viewport: { width: 1024, height: 768 } })
    const ben = await stage.member('ben')
    await board(ada, ben)
    for (const { page } of [ada, ben]) await page.getByText('Wall', { exact: true }).click()
    const first = card(ada.page, 'First')
    // As it is when it has been fitted into the window for the first time.
    for (const { page } of [ada, ben]) {
      await page.locator('[data-wall] .react-flow__viewport[style*="scale(0.7)"]').waitFor()
    }
    const finger = await fingerOn(ada.page)

    const was = { mine: await leftOf(first), theirs: await leftOf(card(ben.page, 'First')) }
    const from = await within(first, 0.5, 0.6)
    await finger.press(from)
    await finger.move({ x: from.x + 330, y: from.y + 40 })
    await finger.lift()
    await until(async () => expect((await leftOf(first)) - was.mine).toBeGreaterThan(200), 'the card there')
    await until(
      async () => expect((await leftOf(card(ben.page, 'First'))) - was.theirs).toBeGreaterThan(200),
      'for ben',
    )
  })

  test('a swipe over a card scrolls the column and moves no card', async () => {
    const ada = await stage.member('ada', { phone: true })
    const ben = await stage.member('ben')
    await board(ada, ben)
    const finger = await fingerOn(ada.page)

    const from = await within(card(ada.page, 'Third'), 0.5, 0.5)
    await finger.press(from)
    await finger.move({ x: from.x, y: from.y - 200 })
    await finger.lift()

    const list = ideasOf(ada.page).locator('[data-scroller]')
    await until(() => list.evaluate((element) => element.scrollTop > 100), 'the column to scroll')
    expect(await flying(ada.page).count()).toBe(0)
    expect((await words(ideasOf(ben.page))).slice(0, 4)).toEqual(IDEAS.slice(0, 4))
  })
})

const IDEAS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']
