import { describe, expect, test } from 'vitest'
import { startProxy } from '../support/proxy.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('without a network', () => {
  const stage = useStage()

  test('the page says so, keeps edits, and merges them on return; commands wait', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Lunch walk' })
    // Ada's line can be cut: a browser's own offline switch leaves open WebSockets alone.
    const wire = await startProxy({ port: stage.server.port })
    const viaWire = `http://127.0.0.1:${wire.port}`
    await Promise.all([ada.page.goto(`${viaWire}/b/${boardId}`), ben.page.goto(`/b/${boardId}`)])
    await card(ada.page, 'Lunch walk').waitFor()
    await card(ben.page, 'Lunch walk').waitFor()
    ada.expects(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket|Failed to load/)

    wire.refuse(true)
    wire.reset()
    await ada.context.setOffline(true)
    await ada.page
      .getByText(/You are offline/)
      .first()
      .waitFor()
    await card(ada.page, 'Lunch walk').getByText('Lunch walk').click()
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type(', every day')
    await ada.page.keyboard.press('Escape')
    await ada.page.getByText('Kept on this device').first().waitFor()
    const line = ada.page.getByRole('textbox', { name: 'New idea in Ideas' })
    await line.fill('Written on the train')
    await line.press('Enter')
    await ada.page.getByText('Waits until you are back online').waitFor()

    // Meanwhile ben writes on the same card.
    await card(ben.page, 'Lunch walk').getByText('Lunch walk').click()
    await ben.page.keyboard.press('Home')
    await ben.page.keyboard.type('A ')
    await ben.page.keyboard.press('Escape')
    expect(await card(ben.page, 'Written on the train').count()).toBe(0)

    wire.refuse(false)
    await ada.context.setOffline(false)
    for (const { page } of [ada, ben]) {
      await card(page, 'A Lunch walk, every day').waitFor()
      await card(page, 'Written on the train').waitFor()
    }
    await ada.page.getByText('Saved', { exact: true }).first().waitFor()
    expect(await card(ben.page, 'Written on the train').count()).toBe(1)
    await wire.close()
  })

  test('on a shared computer the next person finds nothing of the one before (F38)', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Between us' })
    await ada.page.goto(`/b/${boardId}`)
    await card(ada.page, 'Between us').waitFor()
    const copies = () => ada.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
    expect((await copies()).some((name) => name.endsWith(`board.${boardId}`))).toBe(true)
    await ada.page.goto('/profile')
    await ada.page.getByRole('button', { name: 'Account' }).click()
    await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await ada.page.waitForURL('**/sign-in*')
    expect((await copies()).filter((name) => name.startsWith('kiem.'))).toEqual([])
  })
})
