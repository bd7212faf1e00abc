import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { useStage } from '../support/stage.ts'

/** What a phone may be asked to load before its first page can be used. */
const FIRST_PAGE_MAX_BYTES = 130_000
/** Both pages, dragging included. A ratchet: lower it when it gets lighter, never raise it unseen. */
const BOARD_MAX_BYTES = 250_000

describe.skipIf(missing('chromium'))('what a phone has to load', () => {
  const stage = useStage()

  test('a guest who scans the code can use the first page, and then the board, without the editor or the wall', async () => {
    const ada = await stage.member('ada')
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    await ada.account.must('idea.add', { boardId, text: 'Light luggage' })
    const gus = await stage.open({ phone: true })
    const scripts = collectScripts(gus.page)
    await gus.page.goto(`/join/${joinCode}`)
    await gus.page.getByLabel('Name').fill('Gus')
    expect(await scripts.gzipped()).toBeLessThan(FIRST_PAGE_MAX_BYTES)
    await gus.page.getByRole('button', { name: 'Join' }).click()
    await gus.page.locator('[data-card]').waitFor()
    expect(await scripts.gzipped()).toBeLessThan(BOARD_MAX_BYTES)
    expect(await scripts.text()).not.toMatch(/ProseMirror|react-flow/)
  })
})

/** Every script the page has asked for so far, as a phone receives it. */
function collectScripts(page: Page) {
  const scripts = new Map<string, Promise<Buffer>>()
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script'
    // A script that is kept for later visits is asked for twice and received once.
    if (!isScript || scripts.has(response.url())) return
    const body = response.body()
    // One that is still on its way when the page closes has been counted by nobody.
    body.catch(() => undefined)
    scripts.set(response.url(), body)
  })
  return {
    async gzipped() {
      const all = await Promise.all(scripts.values())
      return all.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
    },
    async text() {
      return Buffer.concat(await Promise.all(scripts.values())).toString()
    },
  }
}
