import { describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('the first run', () => {
  const stage = useStage({ firstStart: true })

  test('the first account becomes admin and finds a living example one click away', async () => {
    const { page } = await stage.open()
    await page.goto('/')
    await page.getByRole('heading', { name: 'Welcome to Kiem' }).waitFor()
    await axe(page)
    await shot(page, 'first-run')
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('E-mail').fill('ada@example.org')
    await page.getByLabel('Password', { exact: true }).fill('a-long-enough-password')
    await page.getByRole('button', { name: 'Create account' }).click()

    await page.getByRole('heading', { name: 'Welcome, Ada Lovelace' }).waitFor()
    await axe(page)
    await shot(page, 'welcome')
    await page.getByRole('button', { name: 'Try it with an example' }).click()
    await page.locator('[data-card]').first().waitFor()
    // Ideas at every turn of the road, and a sponsor's face among them.
    for (const stageName of ['Shortlisted', 'Accepted', 'In progress', 'Realised', 'Declined', 'Parked']) {
      await page.getByText(stageName, { exact: true }).first().waitFor()
    }
    await axe(page)
    await shot(page, 'example-board')

    await page.goto('/admin')
    await page.getByRole('heading', { name: 'People and roles' }).waitFor()
    await axe(page)
  })

  test('a board from a template stands in two clicks', async () => {
    const ada = await stage.open()
    const signedIn = await ada.context.request.post('/api/auth/sign-in/email', {
      headers: { origin: stage.server.url },
      data: { email: 'ada@example.org', password: 'a-long-enough-password' },
    })
    expect(signedIn.status()).toBe(200)
    const { page } = ada
    await page.goto('/home')
    await page.getByRole('heading', { name: 'Start from a template' }).waitFor()
    await axe(page)
    await page
      .getByRole('link', { name: /Retrospective/ })
      .or(page.getByRole('button', { name: /Retrospective/ }))
      .first()
      .click()
    await page.getByRole('button', { name: 'Make the board' }).click()
    await page.waitForURL(/\/b\//)
    await page.locator('[data-column]').nth(2).waitFor()
  })

  test('the second account is no admin', async () => {
    const { page } = await stage.open()
    await page.goto('/sign-up')
    await page.getByLabel('Name').fill('Ben')
    await page.getByLabel('E-mail').fill('ben@example.org')
    await page.getByLabel('Password', { exact: true }).fill('a-long-enough-password')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.waitForURL((url) => url.pathname !== '/sign-up')
    await page.goto('/admin')
    await page.getByRole('heading', { name: 'This is not open to you' }).waitFor()
  })
})
