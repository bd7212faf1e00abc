import { describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { addIdea, card, column, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

describe.skipIf(missing('chromium'))('together on one board', () => {
  const stage = useStage()

  test('two colleagues and a guest with a phone each see what the others write, move and like', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben')
    const gus = await stage.open({ phone: true })
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    await Promise.all([ada.page.goto(`/b/${boardId}`), ben.page.goto(`/b/${boardId}`)])

    // The guest scans the code: only a name, and in.
    await gus.page.goto(`/join/${joinCode}`)
    await gus.page.getByLabel('Name').fill('Gus')
    await axe(gus.page)
    await shot(gus.page, 'join-phone')
    await gus.page.getByRole('button', { name: 'Join' }).click()
    await gus.page.waitForURL(`**/b/${boardId}`)

    await addIdea(ada.page, 'Walk while we meet', 'Ideas')
    await addIdea(ben.page, 'Fewer, better meetings', 'Ideas')
    await addIdea(gus.page, 'Fruit on Mondays')
    for (const { page } of [ada, ben, gus]) {
      for (const words of ['Walk while we meet', 'Fewer, better meetings', 'Fruit on Mondays']) {
        await card(page, words).waitFor()
      }
    }
    await card(ben.page, 'Fruit on Mondays').getByText('Gus').waitFor()

    // Live words: ben watches ada change hers.
    await card(ada.page, 'Walk while we meet').getByText('Walk while we meet').click()
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type(', outside')
    await card(ben.page, 'Walk while we meet, outside').waitFor()
    await card(ben.page, 'Walk while we meet').getByText('ada is writing').waitFor()
    await ada.page.keyboard.press('Escape')

    // A move by mouse, seen by the others.
    const handle = card(ada.page, 'Fewer, better meetings')
    const from = (await handle.boundingBox())!
    const to = (await column(ada.page, 'Bold ideas').boundingBox())!
    await ada.page.mouse.move(from.x + from.width / 2, from.y + 20)
    await ada.page.mouse.down()
    await ada.page.mouse.move(from.x + from.width / 2 + 30, from.y + 40, { steps: 4 })
    await ada.page.mouse.move(to.x + to.width / 2, to.y + 120, { steps: 12 })
    await ada.page.mouse.up()
    await card(column(ben.page, 'Bold ideas').page(), 'Fewer, better meetings').waitFor()
    await until(
      async () => (await column(ben.page, 'Bold ideas').locator('[data-card]').count()) === 1,
      'ben to see the card in its new column',
    )

    // A like from the phone counts for everyone.
    await card(gus.page, 'Walk while we meet').getByRole('button', { name: /^Like/ }).tap()
    await card(ada.page, 'Walk while we meet').getByRole('button', { name: 'Like, 1 so far' }).waitFor()

    await axe(ada.page)
    await axe(gus.page)
    await shot(ada.page, 'board-three-people')
    await shot(gus.page, 'board-phone')
  })

  test('what I did I can undo, and what others did stays', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben')
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'Tea' })
    await Promise.all([ada.page.goto(`/b/${boardId}`), ben.page.goto(`/b/${boardId}`)])
    await card(ada.page, 'Tea').getByText('Tea').click()
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type(' time')
    await ada.page.keyboard.press('Escape')
    await card(ben.page, 'Tea time').getByText('Tea time').click()
    await ben.page.keyboard.press('Home')
    await ben.page.keyboard.type('Good ')
    await ben.page.keyboard.press('Escape')
    await card(ada.page, 'Good Tea time').waitFor()
    await ada.page.getByRole('button', { name: 'Undo' }).click()
    await ben.page.locator(`[data-card="${ideaId}"]`).getByText('Good Tea', { exact: true }).waitFor()
  })

  test('a pasted list becomes an idea for each line, in its order', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.page.goto(`/b/${boardId}`)
    const line = ada.page.getByRole('textbox', { name: 'New idea in Ideas' })
    await line.focus()
    await ada.page.evaluate(() => navigator.clipboard.writeText('- Soup\n- Bread\n- Apples'))
    await ada.page.keyboard.press('ControlOrMeta+V')
    await ada.page.getByRole('button', { name: 'Add each of 3 lines' }).click()
    const words = column(ada.page, 'Ideas').locator('[data-card] p')
    await until(async () => (await words.allTextContents()).join() === 'Soup,Bread,Apples', 'three cards in order')
  })

  test('a guest sees this one board and nothing else', async () => {
    const ada = await stage.member('ada')
    const { joinCode } = await stage.board(ada)
    const other = await stage.board(ada, { title: 'Not for guests' })
    const gus = await stage.open({ phone: true })
    await gus.page.goto(`/join/${joinCode}`)
    await gus.page.getByLabel('Name').fill('Gus')
    await gus.page.getByRole('button', { name: 'Join' }).click()
    await gus.page.waitForURL('**/b/**')
    gus.expects(/404/)
    await gus.page.goto(`/b/${other.boardId}`)
    await gus.page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    await gus.page.goto('/home')
    await gus.page.waitForURL('**/b/**')
    expect(await gus.page.getByText('Not for guests').count()).toBe(0)
  })
})
