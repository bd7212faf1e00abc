import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { addIdea, atRest, card, column, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

describe.skipIf(missing('chromium'))('groups of ideas', () => {
  const stage = useStage()

  async function withIdeas(name: string) {
    const ada = await stage.member(name)
    const { boardId } = await stage.board(ada)
    await ada.page.goto(`/b/${boardId}`)
    for (const words of ['Quiet mornings', 'No calls before ten', 'Warm lunch']) await addIdea(ada.page, words, 'Ideas')
    return { ada, boardId, page: ada.page }
  }

  test('one chooses ideas with the keyboard, groups them with G, names the group, and everyone sees it', async () => {
    const { page, boardId } = await withIdeas('ada')
    const ben = await stage.member('ben')
    await ben.page.goto(`/b/${boardId}`)
    await card(ben.page, 'Warm lunch').waitFor()

    await card(page, 'Quiet mornings').focus()
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('g')
    await page.locator('[data-announcer]').filter({ hasText: '2 ideas grouped.' }).waitFor({ state: 'attached' })
    const name = page.getByRole('textbox', { name: 'Name of the group' })
    await until(() => name.evaluate((field) => field === document.activeElement), 'the name to be written')
    await page.keyboard.type('Time to think')
    await page.keyboard.press('Enter')
    await until(
      () => card(page, 'Quiet mornings').evaluate((element) => element === document.activeElement),
      'the focus back on the first card',
    )
    await ben.page.getByRole('heading', { name: 'Time to think' }).waitFor()
    await page.getByRole('article', { name: /No calls before ten.*in the group Time to think/ }).waitFor()

    // Folded, its first card stands for all of it, on this screen alone.
    await page.getByRole('button', { name: 'Fold Time to think' }).click()
    await card(page, 'No calls before ten').waitFor({ state: 'detached' })
    await page.getByText('3 ideas', { exact: true }).waitFor({ state: 'attached' })
    await card(ben.page, 'No calls before ten').waitFor()
    await page.getByRole('button', { name: 'Unfold Time to think' }).click()

    // One undo takes the name back, the next the group.
    await card(page, 'Warm lunch').focus()
    await page.keyboard.press('ControlOrMeta+z')
    await ben.page.getByRole('button', { name: 'Name this group' }).waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await ben.page.getByRole('button', { name: 'Name this group' }).waitFor({ state: 'detached' })
  })

  test('from the menu an idea joins another, is taken out again, and the group can be taken apart', async () => {
    const { page } = await withIdeas('ada')
    const menu = async (words: string, item: string) => {
      await card(page, words).getByRole('button', { name: 'More for this idea' }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await menu('Warm lunch', 'Group with…')
    const list = page.getByRole('dialog', { name: 'Group with…' })
    await list.getByRole('textbox', { name: 'Find an idea or a group' }).fill('quiet')
    await list.getByRole('button', { name: 'Quiet mornings' }).click()
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Rest')
    await page.keyboard.press('Enter')
    await menu('No calls before ten', 'Group with…')
    await list.getByRole('button', { name: 'Rest' }).click()
    await page.getByRole('article', { name: /No calls before ten.*in the group Rest/ }).waitFor()
    await axe(page)
    await shot(page, 'groups')

    // On the wall they lie together in a frame that carries their name.
    await page.getByText('Wall', { exact: true }).click()
    const frame = page.locator('[data-frame]').filter({ has: page.getByRole('heading', { name: 'Rest' }) })
    await until(async () => {
      const around = (await atRest(frame))[0]!
      for (const words of ['Quiet mornings', 'No calls before ten', 'Warm lunch']) {
        const box = (await atRest(card(page, words)))[0]!
        expect(box.x > around.x && box.x + box.width < around.x + around.width).toBe(true)
        expect(box.y > around.y && box.y + box.height < around.y + around.height).toBe(true)
      }
    }, 'the cards within the frame')
    await axe(page)
    await shot(page, 'groups-wall')
    await page.getByText('Columns', { exact: true }).click()

    await menu('No calls before ten', 'Take out of the group')
    await page.locator('[data-announcer]').filter({ hasText: 'Taken out' }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'More for the group Rest' }).click()
    await page.getByRole('menuitem', { name: 'Ungroup' }).click()
    await page.getByRole('heading', { name: 'Rest' }).waitFor({ state: 'detached' })
    expect(await page.locator('[data-card]').count()).toBe(3)

    // Ideas that share a word are suggested; one says yes, and may change one's mind.
    await addIdea(page, 'A quiet room', 'Ideas')
    await page.getByRole('button', { name: 'More for this board' }).click()
    await page.getByRole('menuitem', { name: 'Suggest groups' }).click()
    const suggested = page.locator('[data-suggestion]')
    await suggested.getByText('In common: Quiet').waitFor()
    await axe(page)
    await suggested.getByRole('button', { name: 'Group these' }).click()
    await suggested.waitFor({ state: 'detached' })
    await page.getByRole('article', { name: /A quiet room.*in the group Quiet/ }).waitFor()
    await card(page, 'Warm lunch').focus()
    await page.keyboard.press('ControlOrMeta+z')
    await suggested.waitFor()
    await page.getByRole('button', { name: 'Not these' }).click()
    await page.getByText('1 suggestion put aside.').waitFor()
  })

  test('a card dragged onto another makes a group, between two it only moves, and one undo takes it back', async () => {
    const { page } = await withIdeas('ada')
    const at = async (words: string, down: number) => {
      const box = (await atRest(card(page, words)))[0]!
      return { x: box.x + box.width / 2, y: box.y + box.height * down }
    }
    const hold = async (from: { x: number; y: number }) => {
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x, from.y - 8)
      await page.locator('[data-dnd-overlay] article').waitFor()
    }
    const aimed = page.locator('li[data-onto]')
    const line = page.locator('ol > li[aria-hidden="true"]')
    const words = () => page.locator('[data-card] p').allTextContents()

    // One move of the pointer is enough: what is shown is where it is now, not where it was.
    await hold(await at('Warm lunch', 0.8))
    const onto = await at('Quiet mornings', 0.5)
    await page.mouse.move(onto.x, onto.y)
    await aimed.filter({ hasText: 'Quiet mornings' }).waitFor()
    expect(await line.count()).toBe(0)
    await shot(page, 'groups-onto')
    await page.keyboard.press('Escape')
    await aimed.waitFor({ state: 'detached' })
    await page.mouse.up()
    expect(await page.locator('[data-group]').count()).toBe(0)

    await hold(await at('Warm lunch', 0.8))
    await page.mouse.move(onto.x, onto.y)
    await aimed.waitFor()
    await page.mouse.up()
    const name = page.getByRole('button', { name: 'Name this group' })
    await name.waitFor()
    await page.locator('li[data-group]').filter({ hasText: 'Warm lunch' }).waitFor()

    // A group is dragged by its head: beside a card, then onto it.
    const head = (await atRest(name))[0]!
    await hold({ x: head.x + head.width + 30, y: head.y + head.height / 2 })
    const end = await at('No calls before ten', 0.95)
    await page.mouse.move(end.x, end.y)
    await line.waitFor()
    await page.mouse.up()
    const moved = ['No calls before ten', 'Quiet mornings', 'Warm lunch']
    await until(async () => expect(await words()).toEqual(moved), 'the group below the card')
    expect(await page.locator('li[data-group]').count()).toBe(2)
    await page.keyboard.press('ControlOrMeta+z')
    await until(async () => expect((await words())[0]).toBe('Quiet mornings'), 'the move taken back')
    await page.keyboard.press('ControlOrMeta+z')
    await name.waitFor({ state: 'detached' })
    expect(await words()).toEqual(['Quiet mornings', 'No calls before ten', 'Warm lunch'])

    // The same on the free wall: onto a card, and out of its frame again.
    await page.getByText('Wall', { exact: true }).click()
    const frame = page.locator('[data-frame]')
    const carry = async (words: string, to: { x: number; y: number }) => {
      const from = await at(words, 0.7)
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x + 12, from.y + 12)
      await page.mouse.move(to.x, to.y)
    }
    const there = await at('Quiet mornings', 0.6)
    await carry('Warm lunch', there)
    await page.locator('[data-wall] [data-onto]').filter({ hasText: 'Quiet mornings' }).waitFor()
    await shot(page, 'groups-wall-onto')
    await page.mouse.up()
    await frame.waitFor()
    const around = (await atRest(frame))[0]!
    await carry('Warm lunch', { x: around.x + 100, y: around.y + around.height + 80 })
    await page.mouse.up()
    await frame.waitFor({ state: 'detached' })
    await page.keyboard.press('ControlOrMeta+z')
    await frame.waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await frame.waitFor({ state: 'detached' })
  })

  test('all chosen cards are dragged together, on columns and on the free wall; Escape and one undo put them back', async () => {
    const { page } = await withIdeas('ada')
    const boxOf = async (locator: Locator) => (await atRest(locator))[0]!
    const middle = async (locator: Locator, down = 0.5) => {
      const box = await boxOf(locator)
      return { x: box.x + box.width / 2, y: box.y + box.height * down }
    }
    const lift = async (from: { x: number; y: number }) => {
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x + 8, from.y + 8)
    }
    const to = (at: { x: number; y: number }) => page.mouse.move(at.x, at.y, { steps: 4 })
    const wordsIn = (title: string) => column(page, title).first().locator('[data-card] p').allTextContents()

    for (const words of ['Quiet mornings', 'Warm lunch']) {
      await card(page, words).click({ modifiers: ['ControlOrMeta'] })
    }
    const overlay = page.locator('[data-dnd-overlay]')
    const bold = column(page, 'Bold ideas')
    const landing = bold.locator('ol > li[aria-hidden="true"]')
    await lift(await middle(card(page, 'Warm lunch'), 0.8))
    await overlay.getByText('2', { exact: true }).waitFor()
    await to(await middle(bold, 0.3))
    await landing.waitFor()
    expect(await page.locator('li[data-held]').count()).toBe(2)
    await shot(page, 'groups-many')
    await page.keyboard.press('Escape')
    await landing.waitFor({ state: 'detached' })
    await page.mouse.up()
    expect(await wordsIn('Bold ideas')).toEqual([])

    await lift(await middle(card(page, 'Warm lunch'), 0.8))
    await to(await middle(bold, 0.3))
    await landing.waitFor()
    await page.mouse.up()
    await until(async () => expect(await wordsIn('Bold ideas')).toEqual(['Quiet mornings', 'Warm lunch']), 'both there')
    await page.keyboard.press('ControlOrMeta+z')
    await until(async () => expect((await wordsIn('Ideas')).length).toBe(3), 'both back')

    // With the keyboard they go along with the one that is moved.
    await card(page, 'Warm lunch').focus()
    await page.keyboard.press('m')
    await page.keyboard.press('ArrowRight')
    await until(async () => expect((await wordsIn('Bold ideas')).length).toBe(2), 'both moved by a key')
    await page.keyboard.press('Escape')
    await until(async () => expect((await wordsIn('Ideas')).length).toBe(3), 'both back again')

    // On the wall they keep their places to each other.
    await page.getByText('Wall', { exact: true }).click()
    const wall = page.locator('[data-wall]')
    const onWall = (words: string) => wall.locator('[data-card]').filter({ hasText: words })
    const apart = async () => {
      const [a, b] = await atRest(onWall('Quiet mornings'), onWall('Warm lunch'))
      return [Math.round(b!.x - a!.x), Math.round(b!.y - a!.y)]
    }
    await onWall('Warm lunch').waitFor()
    // Until it is fitted into the window.
    await wall.locator('.react-flow__viewport:not([style*="translate(0px, 0px)"])').waitFor()
    const before = { apart: await apart(), box: await boxOf(onWall('Warm lunch')) }
    const end = { x: before.box.x + 420, y: before.box.y + 60 }
    const isMoved = async (by: number) =>
      expect(Math.abs((await boxOf(onWall('Warm lunch'))).x - before.box.x - by)).toBeLessThan(12)
    await lift(await middle(onWall('Warm lunch'), 0.7))
    await to(end)
    await wall.getByText('2', { exact: true }).waitFor()
    expect(await apart()).toEqual(before.apart)
    await shot(page, 'groups-many-wall')
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await until(() => isMoved(0), 'it back where it was')
    await lift(await middle(onWall('Warm lunch'), 0.7))
    await to(end)
    await page.mouse.up()
    await wall.getByText('2', { exact: true }).waitFor({ state: 'detached' })
    expect(await apart()).toEqual(before.apart)
    expect((await boxOf(onWall('Warm lunch'))).x - before.box.x).toBeGreaterThan(200)

    // Dropped on another they are a group, whose frame is dragged with all its cards, also for everyone else.
    await lift(await middle(onWall('Warm lunch'), 0.7))
    await to(await middle(onWall('No calls before ten')))
    await page.mouse.up()
    const frame = wall.locator('[data-frame]')
    await frame.waitFor()
    const inset = async () => {
      const [around, inner] = await atRest(frame, onWall('Quiet mornings'))
      return [Math.round(inner!.x - around!.x), Math.round(inner!.y - around!.y)]
    }
    await until(async () => expect((await inset())[0]).toBeGreaterThan(0), 'the cards in their frame')
    const [from, lying] = [await boxOf(frame), await inset()]
    await lift({ x: from.x + from.width - 60, y: from.y + from.height - 6 })
    await to({ x: from.x + from.width + 40, y: from.y + from.height + 54 })
    await page.mouse.up()
    await until(async () => expect((await boxOf(frame)).x - from.x).toBeGreaterThan(60), 'the frame further on')
    await until(async () => expect(await inset()).toEqual(lying), 'its cards in it')
    await page.keyboard.press('ControlOrMeta+z')
    await until(async () => expect(Math.abs((await boxOf(frame)).x - from.x)).toBeLessThan(2), 'the frame back')
  })

  test('on a locked board there is a group to look at and none to make', async () => {
    const { page, ada, boardId } = await withIdeas('ada')
    await card(page, 'Quiet mornings').click({ modifiers: ['ControlOrMeta'] })
    await card(page, 'Warm lunch').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('toolbar', { name: 'Selected ideas' }).getByRole('button', { name: 'Group' }).click()
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Rest')
    await page.keyboard.press('Enter')
    await ada.account.must('board.lock', { boardId, locked: true })
    await page.getByRole('heading', { name: 'Rest', exact: true }).waitFor()
    await page.getByRole('button', { name: 'More for the group Rest' }).waitFor({ state: 'detached' })
    await card(page, 'Quiet mornings').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('g')
    expect(await page.getByRole('toolbar', { name: 'Selected ideas' }).count()).toBe(0)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})
