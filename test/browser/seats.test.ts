import { describe, expect, test } from 'vitest'
import { axe, type Page, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('a tablet on the table', () => {
  const stage = useStage()

  test('two people vote at it in turn, each sees their own dots, and both ballots count', async () => {
    const ada = await stage.member('ada')
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    for (const text of ['Bicycles', 'Trains']) await ada.account.must('idea.add', { boardId, text })
    const tablet = await stage.open({ viewport: { width: 768, height: 1024 } })
    const { page } = tablet
    await page.goto(`/join/${joinCode}`)
    await page.getByLabel('Name').fill('Gus')
    await page.getByRole('button', { name: 'Join' }).click()
    await card(page, 'Bicycles').waitFor()

    await page.getByRole('button', { name: 'More for this board' }).click()
    await page.getByRole('menuitem', { name: 'Several people at this device' }).click()
    const dialog = page.getByRole('dialog', { name: 'Who is at this device?' })
    await dialog.getByLabel('Name', { exact: true }).fill('Anna')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await dialog.getByLabel('Name of Anna').waitFor()
    await dialog.getByRole('button', { name: 'Add' }).click() // without a name: the next seat
    await dialog.getByLabel('Name of Seat 3').waitFor()
    await axe(page)
    await shot(page, 'seats-dialog')
    await dialog.getByRole('button', { name: 'Done' }).click()

    await ada.account.must('round.open', {
      boardId,
      method: 'dots',
      budget: 3,
      maxPerIdea: 2,
      blind: true,
      secret: true,
    })
    const strip = page.getByRole('region', { name: 'Who is it now?' })
    const turnOf = async (name: string) => {
      await strip.getByRole('button', { name }).click()
      await strip.getByRole('button', { name, pressed: true }).waitFor()
    }
    await turnOf('Anna')
    await dots(page, 'Bicycles').put()
    await page.getByText('2 of your 3 dots left').waitFor()
    await turnOf('Gus (me)')
    await page.getByText('3 of your 3 dots left').waitFor()
    await dots(page, 'Bicycles').mine(0)
    await dots(page, 'Trains').put()
    await dots(page, 'Trains').put()
    await page.getByText('1 of your 3 dots left').waitFor()
    await axe(page)
    await shot(page, 'seats')

    // Whose turn it was outlives a reload, and so do their dots.
    await turnOf('Anna')
    await page.reload()
    await strip.getByRole('button', { name: 'Anna', pressed: true }).waitFor()
    await dots(page, 'Bicycles').mine(1)
    await dots(page, 'Trains').mine(0)
    await page.getByText('2 people have voted').waitFor()

    const { rounds } = await ada.account.read<{ rounds: { roundId: string }[] }>(`/api/boards/${boardId}`)
    await ada.account.command('round.close', { roundId: rounds[0]!.roundId })
    const closed = await ada.account.read<{ rounds: { voters: number; result: { votes: number }[] }[] }>(
      `/api/boards/${boardId}`,
    )
    expect([closed.rounds[0]?.voters, closed.rounds[0]?.result.map(({ votes }) => votes)]).toEqual([2, [2, 1]])
  })
})

function dots(page: Page, words: string) {
  const on = card(page, words)
  return {
    put: () => on.getByRole('button', { name: 'Put a dot here' }).click(),
    mine: (count: number) => on.getByRole('img', { name: new RegExp(`^${count} dots? of mine`) }).waitFor(),
  }
}
