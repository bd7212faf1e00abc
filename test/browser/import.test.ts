import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('importing a file', () => {
  const stage = useStage()
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kiem-import-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function file(name: string, rows: readonly string[]): string {
    const at = path.join(folder, name)
    writeFileSync(at, rows.join('\r\n'))
    return at
  }

  test('a preview tells what will come of it, choices change it, and what came in stands on the board', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada, { template: 'idea-box', language: 'en' })
    const csv = file('ideas.csv', [
      'nummer;voorstel;toelichting;thema;euro',
      ...Array.from({ length: 120 }, (_, n) => `${n};Idea ${n};"<p>Why ${n} &amp; how</p>";green;${n * 10}`),
      '999;;nothing;;',
    ])
    const { page } = ada
    await page.goto(`/b/${boardId}/import`)
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    await axe(page)
    await shot(page, 'import-choose')
    await page.locator('input[type=file]').setInputFiles(csv)
    await page.getByText('120 ideas are ready to come in.').first().waitFor()
    await page.getByText('1 row stays out.').waitFor()
    await page.getByText('Line 122').waitFor()
    await page.getByText('Why 0 & how').first().waitFor()
    await axe(page)
    await shot(page, 'import-preview')

    await page.getByRole('combobox', { name: 'What “euro” becomes' }).selectOption('details')
    await page.getByText('euro: 0').first().waitFor()
    await page.getByRole('button', { name: 'Bring in 120 ideas' }).click()
    await page.getByText('120 ideas came in.').first().waitFor()
    await axe(page)
    await shot(page, 'import-done')
    await page.getByRole('link', { name: 'Open the board' }).click()
    await card(page, 'Idea 0').waitFor()
  })

  test('without a column of ideas nothing can be brought in, and a file that is none is refused in words', async () => {
    const ada = await stage.member('ada', { phone: true, colorScheme: 'dark' })
    ada.expects(/400 \(Bad Request\)/) // the refusal this test asks for
    const { boardId } = await stage.board(ada)
    const { page } = ada
    await page.goto(`/b/${boardId}/import`)
    await page.locator('input[type=file]').setInputFiles(file('empty.csv', ['']))
    await page.getByRole('alert').waitFor()
    await page.locator('input[type=file]').setInputFiles(file('few.csv', ['title,details', 'Soup,hot', 'Bread,fresh']))
    await page.getByText('2 ideas are ready to come in.').first().waitFor()
    await axe(page)
    await shot(page, 'import-phone-dark')
    await page.getByRole('combobox', { name: 'What “title” becomes' }).selectOption('ignore')
    expect(await page.getByRole('button', { name: /Bring in/ }).isDisabled()).toBe(true)
    await page.getByText('Choose which column holds the text of the ideas.').waitFor()
  })
})
