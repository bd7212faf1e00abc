import { describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('in Dutch', () => {
  const stage = useStage()

  test('a Dutch browser gets Dutch from the first page on, the example board too', async () => {
    const { page } = await stage.open({ locale: 'nl-NL' })
    await page.goto('/')
    await page.getByRole('heading', { name: 'Welkom bij Kiem' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('nl')
    await page.getByLabel('Naam').fill('Saskia de Vries')
    await page.getByLabel('E-mail').fill('saskia@example.org')
    await page.getByLabel('Wachtwoord', { exact: true }).fill('a-long-enough-password')
    await page.locator('form button[type=submit]').click()
    await page.getByRole('heading', { name: 'Welkom, Saskia de Vries' }).waitFor()
    await shot(page, 'welkom')
    await page.locator('main').getByRole('button').first().click()
    await page.locator('[data-card]').first().waitFor()
    await page.getByText('Geparkeerd', { exact: true }).first().waitFor()
    await axe(page)
    await shot(page, 'voorbeeldbord')
    const board = page.url()

    // Dates and plurals speak Dutch as well.
    await page.goto('/home')
    await page
      .getByText(/\d+ ideeën/)
      .first()
      .waitFor()
    await axe(page)

    // Switched to English it stays English, on the next visit too.
    await page.goto('/profile')
    await page.getByRole('combobox', { name: 'Taal' }).selectOption('en')
    await page.getByRole('button', { name: 'Profiel bewaren' }).click()
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    await page.goto(board)
    await page.getByRole('button', { name: 'Invite' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })
})
