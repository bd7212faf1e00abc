// Owns: going from page to page as a browser's own buttons and keys expect it, and the words following the language.
import { describe, expect, test } from 'vitest'
import { missing } from '../support/services.ts'
import type { MeView } from '../../shared/model.ts'
import { PASSWORD } from '../support/people.ts'
import { until } from '../support/until.ts'
import { useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('addresses', () => {
  const stage = useStage()

  test('back and forward lead through the pages, and a link to where one is adds nothing to go back through', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    const { page } = ada
    const home = page.getByRole('heading', { name: 'My boards', level: 1 })
    const board = page.locator('[data-column]').first()
    await page.goto('/home')
    await home.waitFor()
    await page.getByRole('link', { name: 'Better weeks' }).click()
    await board.waitFor()
    expect(new URL(page.url()).pathname).toBe(`/b/${boardId}`)
    await page.getByRole('link', { name: /^Kiem/ }).click()
    await home.waitFor()
    await page.getByRole('link', { name: /^Kiem/ }).click()
    await page.goBack()
    await board.waitFor()
    await page.goForward()
    await home.waitFor()
  })

  test('a link pressed with a key held opens a window of its own, and this one stays', async () => {
    const ada = await stage.member('ada')
    const { page, context } = ada
    await page.goto('/home')
    const opened = context.waitForEvent('page')
    await page.getByRole('link', { name: /^Inbox/ }).click({ modifiers: ['Control'] })
    const other = await opened
    await other.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/home')
    await page.getByRole('link', { name: /^Inbox/ }).click()
    await page.locator('a[href="/inbox"][aria-current="page"]').waitFor()
  })

  test('who is sent to the door comes out where they were going, and "back" does not lead to the door', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.page.goto('/home')
    await ada.page.getByRole('heading', { name: 'My boards' }).waitFor()
    await ada.page.goto(`/sign-in?next=${encodeURIComponent(`/b/${boardId}/versions?v=nothing`)}`)
    await ada.page.getByRole('heading', { name: 'Version history', level: 1 }).waitFor()
    expect(new URL(ada.page.url()).search).toBe('?v=nothing')
    await ada.page.goBack()
    await ada.page.getByRole('heading', { name: 'My boards' }).waitFor()

    const { page } = await stage.open()
    await page.goto(`/b/${boardId}`)
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor()
    expect(new URL(page.url()).searchParams.get('next')).toBe(`/b/${boardId}`)
  })

  test('an address that leads nowhere says so, and another language is spoken at once, everywhere on the page', async () => {
    const { account } = await stage.member('dirk')
    const { page } = await stage.open()
    await page.goto('/sign-in')
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor()
    await page.getByRole('button', { name: 'Nederlands' }).click()
    await page.getByRole('heading', { name: 'Welkom terug' }).waitFor()
    await page.getByRole('button', { name: 'Inloggen' }).waitFor()
    // Whoever never said their language and signs in at a Dutch door is told in Dutch from then on.
    const { page: door } = await stage.open({ locale: 'nl-NL' })
    await door.goto('/sign-in')
    await door.getByLabel('E-mail').fill(account.email)
    await door.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD)
    await door.getByRole('button', { name: 'Inloggen' }).click()
    const spoken = async () => (await account.read<MeView>('/api/me')).user?.language
    await until(async () => (await spoken()) === 'nl', 'the account to know its language')
    expect(await page.locator('html').getAttribute('lang')).toBe('nl')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.goto('/no/such/page')
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  })
})
