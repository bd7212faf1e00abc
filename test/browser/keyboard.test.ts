import { describe, expect, test } from 'vitest'
import { missing } from '../support/services.ts'
import { card, column, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

describe.skipIf(missing('chromium'))('with the keyboard alone', () => {
  const stage = useStage()

  test('one adds an idea, moves it to another column and votes for it, and hears each step', async () => {
    const ada = await stage.member('ada')
    const { page } = ada
    const { boardId } = await stage.board(ada)
    await page.goto(`/b/${boardId}`)
    await page.getByRole('textbox', { name: 'New idea in Ideas' }).waitFor()
    const heard = async (words: RegExp | string) =>
      page.locator('[data-announcer]').filter({ hasText: words }).waitFor({ state: 'attached' })

    await page.keyboard.press('n')
    await page.keyboard.type('Quiet mornings')
    await page.keyboard.press('Enter')
    await card(page, 'Quiet mornings').waitFor()
    await heard('Idea added.')
    await page.keyboard.type('Warm lunch')
    await page.keyboard.press('Enter')
    await card(page, 'Warm lunch').waitFor()

    // From the writing line back to the cards, and on with the arrows.
    await page.keyboard.press('Escape')
    await card(page, 'Quiet mornings').focus()
    await page.keyboard.press('ArrowDown')
    await until(
      () => card(page, 'Warm lunch').evaluate((element) => element === document.activeElement),
      'the next card',
    )
    await page.keyboard.press('m')
    await heard(/Moving, now in/)
    await page.keyboard.press('ArrowRight')
    await heard(/Moved to Bold ideas/)
    await page.keyboard.press('Enter')
    await heard(/Put down in Bold ideas/)
    await column(page, 'Bold ideas').locator('[data-card]').filter({ hasText: 'Warm lunch' }).waitFor()
    await until(
      () => card(page, 'Warm lunch').evaluate((element) => element === document.activeElement),
      'focus to stay',
    )

    // Like, colour, and a vote.
    await page.keyboard.press('l')
    await card(page, 'Warm lunch').getByRole('button', { name: 'Like, 1 so far' }).waitFor()
    await ada.account.must('round.open', {
      boardId,
      method: 'dots',
      budget: 3,
      maxPerIdea: 2,
      blind: true,
      secret: true,
    })
    await page.getByText('3 of your 3 dots left').waitFor()
    await card(page, 'Warm lunch').focus()
    await page.keyboard.press('v')
    await heard('1 dot here, 2 left.')
    await page.keyboard.press('v')
    await page.keyboard.press('v')
    await heard('At most 2 dots on one idea.')
    await page.getByText('1 of your 3 dots left').waitFor()

    // Open it and come back.
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Warm lunch' }).waitFor()
    await page.goBack()
    await card(page, 'Warm lunch').waitFor()

    // Remove and take it back.
    await card(page, 'Quiet mornings').focus()
    await page.keyboard.press('Delete')
    await card(page, 'Quiet mornings').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).last().press('Enter')
    await card(page, 'Quiet mornings').waitFor()
  })

  test('? shows the keys, Ctrl+K goes anywhere, and focus starts with a way past the header', async () => {
    const ada = await stage.member('ada')
    const { page } = ada
    const { boardId } = await stage.board(ada, { title: 'Find me with the keyboard' })
    await page.goto('/home')
    await page.getByRole('heading', { name: 'My boards' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog', { name: 'Go anywhere' })
    await palette.getByRole('textbox').waitFor()
    // Pages that no menu has, too.
    await page.keyboard.type('How answering')
    await palette.getByText('How answering goes').waitFor()
    await palette.getByRole('textbox').fill('')
    await page.keyboard.type('Find me with')
    await palette.getByText('Find me with the keyboard').first().waitFor()
    let comes = () => {}
    const coming = new Promise<void>((resolve) => (comes = resolve))
    await page.route(`**/api/boards/${boardId}`, async (route) => {
      await coming
      await route.continue()
    })
    await page.keyboard.press('Enter')
    await page.waitForURL('**/b/**')
    // At once again: the page that is still coming does not take the focus out of it.
    await page.keyboard.press('ControlOrMeta+k')
    await palette.getByRole('textbox').waitFor()
    comes()
    await page.locator('[data-column]').first().waitFor()
    const isFocused = () => palette.getByRole('textbox').evaluate((field) => field === document.activeElement)
    await expect.poll(isFocused).toBe(true)
    await page.keyboard.type('How answering')
    await palette.getByText('How answering goes').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/answering')
  })
})
