// Owns: a column of hundreds of cards of every height. Few of them are drawn, none lies over another, and what one looks at
// stays where it is while the cards above it turn out higher or lower than they were taken for.
import { describe, expect, test } from 'vitest'
import { missing } from '../support/services.ts'
import type { Page } from '../support/browser.ts'
import { card, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

const CARDS = 150
const GAP_PX = 10
const STEP_PX = 150
/** A card of one line, of three, and of seven. */
const MORE = ['', ' with a few more words about why that would be a good thing to do', ' and so on'.repeat(20)]
const IDEAS = Array.from({ length: CARDS }, (_, number) => `Idea ${number}.${MORE[(number * 7) % MORE.length]}`)

interface Drawn {
  words: string
  top: number
  bottom: number
}

/** The rows that can be seen, from top to bottom. */
function seen(page: Page): Promise<Drawn[]> {
  return page.evaluate(async () => {
    // After a frame: what changed its height before it has been seen by nobody.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const scroller = document.querySelector('[data-scroller]')!
    const frame = scroller.getBoundingClientRect()
    return Array.from(scroller.querySelectorAll('[data-row]'), (row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return { words: row.textContent.match(/Idea \d+/)?.[0] ?? '', top, bottom }
    })
      .filter(({ top, bottom }) => bottom > frame.top && top < frame.bottom)
      .sort((a, b) => a.top - b.top)
  })
}

/** The list has been still for longer than it waits to be put right: a wheel that turns in that very moment may move it further. */
const still = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 20; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  })

/** Each row a gap below the one before, to the pixel that heights are rounded to. */
function standUnderEachOther(page: Page): Promise<unknown> {
  return until(async () => {
    const rows = await seen(page)
    const gaps = rows.slice(1).map(({ top }, place) => top - rows[place]!.bottom)
    expect(gaps.filter((gap) => Math.abs(gap - GAP_PX) > 1)).toEqual([])
  }, 'the cards to stand under each other')
}

const scrolledTo = (page: Page) =>
  page
    .locator('[data-scroller]')
    .first()
    .evaluate((list) => list.scrollTop)

describe.skipIf(missing('chromium'))('a long column', () => {
  const stage = useStage()

  test('few cards are drawn, none over another, and scrolling up from the end moves them by what one scrolls', async () => {
    const ada = await stage.member('ada', { viewport: { width: 1280, height: 800 } })
    const { page } = ada
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add-many', { boardId, texts: IDEAS })
    await page.goto(`/b/${boardId}`)
    await card(page, 'Idea 0.').waitFor()
    expect(await page.locator('[data-row]').count()).toBeLessThan(30)
    await standUnderEachOther(page)

    const list = page.locator('[data-scroller]').first()
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    // Cards at the end are measured when they are drawn, which may make the column longer.
    await until(async () => {
      await list.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      const rows = await seen(page)
      return rows.at(-1)?.words === `Idea ${CARDS - 1}`
    }, 'the last card')
    await standUnderEachOther(page)

    await list.hover()
    for (let step = 0; step < 12; step++) {
      await still(page)
      const before = await seen(page)
      await page.mouse.wheel(0, -STEP_PX)
      const held = before[Math.min(1, before.length - 1)]!
      await until(async () => {
        const row = (await seen(page)).find(({ words }) => words === held.words)
        return row && Math.abs(row.top - held.top - STEP_PX) <= 1
      }, 'the cards to move by what was scrolled')
      await standUnderEachOther(page)
    }
    // Then the list itself is put right: its beginning is where it can be scrolled to.
    await until(async () => {
      await list.evaluate((element) => element.scrollTo(0, 0))
      const [first] = await seen(page)
      const frame = await list.boundingBox()
      return first!.words === 'Idea 0' && Math.abs(first!.top - frame!.y - GAP_PX) <= 1
    }, 'the first card at the top')
    await standUnderEachOther(page)
  })

  test('the keys lead through cards that are not drawn yet, and each is all in view', async () => {
    const ben = await stage.member('ben', { viewport: { width: 1280, height: 800 } })
    const { page } = ben
    const { boardId } = await stage.board(ben)
    await ben.account.must('idea.add-many', { boardId, texts: IDEAS.slice(0, 60) })
    await page.goto(`/b/${boardId}`)
    await card(page, 'Idea 0.').waitFor()
    // A card grows when the server's facts about it arrive, and may push another out of sight while that has the focus.
    await until(
      () =>
        page.evaluate(() => [...document.querySelectorAll('[data-row]')].every((row) => /#\d+/.test(row.textContent))),
      'the number of every card',
    )
    await card(page, 'Idea 0.').focus()
    for (let step = 1; step <= 25; step++) {
      await page.keyboard.press('ArrowDown')
      await until(
        () =>
          page.evaluate((words) => {
            const frame = document.querySelector('[data-scroller]')!.getBoundingClientRect()
            const row = document.activeElement?.closest('[data-row]')
            const place = row?.getBoundingClientRect()
            const isThere = row?.textContent.includes(words) === true && place !== undefined
            return isThere && place.top >= frame.top - 1 && place.bottom <= frame.bottom + 1
          }, `Idea ${step}.`),
        `card ${step} in view`,
      )
    }
    await standUnderEachOther(page)
    expect(await scrolledTo(page)).toBeGreaterThan(500)
  })

  test('a card that grows pushes down what is under it', async () => {
    const cleo = await stage.member('cleo', { viewport: { width: 1280, height: 800 } })
    const { page } = cleo
    const { boardId } = await stage.board(cleo)
    await cleo.account.must('idea.add-many', { boardId, texts: IDEAS.slice(0, 20) })
    await page.goto(`/b/${boardId}`)
    await card(page, 'Idea 0.').waitFor()
    const [before] = await seen(page)
    await card(page, 'Idea 0.').focus()
    await page.keyboard.press('e')
    await page.keyboard.press('End')
    await page.keyboard.type(' and some more words'.repeat(12))
    await until(async () => {
      const [now] = await seen(page)
      return now!.bottom - now!.top > before!.bottom - before!.top + 20
    }, 'the card to grow')
    await standUnderEachOther(page)
  })
})
