import { describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

// The smallest picture there is: one transparent pixel.
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(missing('chromium'))('a proposal', () => {
  const stage = useStage()

  test('two people write in one document, see each other there, and know that it is on disk', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben')
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'A quiet room' })
    await Promise.all([ada.page.goto(`/i/${ideaId}`), ben.page.goto(`/i/${ideaId}`)])
    const editorOf = (page: typeof ada.page) => page.getByRole('textbox', { name: 'Proposal for “A quiet room”' })
    // It starts from a template, once, however many open it at the same time.
    for (const { page } of [ada, ben]) {
      await editorOf(page).getByRole('heading').first().waitFor()
      expect(await editorOf(page).getByRole('heading').count()).toBe(6)
    }

    await editorOf(ada.page).click()
    await ada.page.keyboard.press('ControlOrMeta+End')
    await ada.page.keyboard.type('Ada was here. ')
    await editorOf(ben.page).getByText('Ada was here.').waitFor()
    await ben.page.locator('.kiem-caret-name[data-name="ada"]').waitFor({ state: 'attached' })
    await editorOf(ben.page).click()
    await ben.page.keyboard.press('ControlOrMeta+End')
    await ben.page.keyboard.type('And Ben too.')
    await editorOf(ada.page).getByText('Ada was here. And Ben too.').waitFor()
    for (const { page } of [ada, ben]) await page.getByText('Saved', { exact: true }).waitFor()
    await shot(ada.page, 'proposal-two-people')
    await axe(ada.page)

    // What says saved survives the server's death.
    await stage.server.kill()
    ada.expects(/ERR_CONNECTION_REFUSED|WebSocket/)
    ben.expects(/ERR_CONNECTION_REFUSED|WebSocket/)
    await stage.server.restart()
    await ben.page.reload()
    await editorOf(ben.page).getByText('Ada was here. And Ben too.').waitFor()
  })

  test('headings, tasks, a table and an image go in, and come out as Markdown', async () => {
    const ada = await stage.member('ada')
    const { page } = ada
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'Plants' })
    await page.goto(`/i/${ideaId}`)
    const editor = page.getByRole('textbox', { name: 'Proposal for “Plants”' })
    await editor.getByRole('heading').first().waitFor()
    await editor.click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.getByRole('button', { name: 'To-do list' }).click()
    await page.keyboard.type('Ask the garden centre')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Add a table' }).click()
    await page.keyboard.type('Price')
    await editor.getByRole('columnheader', { name: 'Price' }).waitFor()

    await page.getByRole('button', { name: 'Add an image' }).waitFor()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'window_sill.png', mimeType: 'image/png', buffer: PIXEL })
    const image = editor.getByRole('img', { name: 'window sill' })
    await image.waitFor()
    await until(
      () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth === 1),
      'the image to load',
    )

    await page.getByRole('button', { name: 'Copy as Markdown' }).click()
    await page.getByText('Copied as Markdown.').waitFor()
    const markdown = await page.evaluate(() => navigator.clipboard.readText())
    expect(markdown).toMatch(/^## /m)
    expect(markdown).toContain('- [ ] Ask the garden centre')
    expect(markdown).toMatch(/\| Price/)
    expect(markdown).toMatch(/!\[window sill\]\(\/api\/images\/[\w-]+/)
  })
})
