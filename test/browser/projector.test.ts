import { describe, expect, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { tooSmall } from '../support/legible.ts'
import { missing } from '../support/services.ts'
import { useStage } from '../support/stage.ts'

const WALL = { viewport: { width: 1920, height: 1080 } }

describe.skipIf(missing('chromium'))('the projector', () => {
  const stage = useStage()

  test('the wall follows live: the board, how to join, and the result, nothing smaller than 24 px', async () => {
    const ada = await stage.member('ada', WALL)
    const remote = await stage.member('ada')
    const { boardId, joinCode } = await stage.board(ada, { title: 'A day without e-mail', joining: 'everyone' })
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'Talk at the coffee table' })
    await ada.account.must('idea.add', { boardId, text: 'One hour of e-mail a day' })
    const { page } = ada
    await page.goto(`/b/${boardId}/present`)
    await page.getByText('Talk at the coffee table').waitFor()
    expect(await tooSmall(page)).toEqual([])
    await axe(page)
    await shot(page, 'wall-board')

    // An idea from the room lands on the wall.
    await ada.account.must('idea.add', { boardId, text: 'Telephone Tuesdays' })
    await page.getByText('Telephone Tuesdays').waitFor()

    // The facilitator's other device decides what it shows.
    await remote.account.must('board.show', { boardId, wall: { show: 'join' } })
    await page.getByRole('img', { name: /QR code for .*\/join\// }).waitFor()
    expect(await page.getByText(joinCode, { exact: true }).first().isVisible()).toBe(true)
    expect(await tooSmall(page)).toEqual([])
    await axe(page)
    await shot(page, 'wall-join')

    const { roundId } = await ada.account.must('round.open', {
      boardId,
      method: 'dots',
      budget: 3,
      maxPerIdea: 3,
      blind: true,
      secret: true,
    })
    await ada.account.must('vote.cast', { roundId, ideaId, votes: 2 })
    await remote.account.must('board.show', { boardId, wall: { show: 'result', roundId } })
    await page.getByText('The vote is still on. 1 person has voted.').waitFor()
    expect(await page.getByText('Talk at the coffee table').count()).toBe(0)
    await ada.account.must('round.close', { roundId })
    await page.getByText('Talk at the coffee table').waitFor()
    expect(await tooSmall(page)).toEqual([])
    await axe(page)
    await shot(page, 'wall-result')

    await page.keyboard.press('b')
    await page.getByText('Telephone Tuesdays').waitFor()
  })

  test('a wall left alone keeps its screen on, and follows on after a day and after the server was away', async () => {
    const ada = await stage.member('ada', WALL)
    const { page } = ada
    const { boardId } = await stage.board(ada, { title: 'All week' })
    await ada.account.must('idea.add', { boardId, text: 'On Monday' })
    await page.addInitScript(() => {
      const asked: string[] = []
      Object.assign(window, { asked })
      navigator.wakeLock.request = async (type) => {
        asked.push(String(type))
        return { released: false, release: async () => undefined } as WakeLockSentinel
      }
    })
    await page.clock.install()
    await page.goto(`/b/${boardId}/present`)
    await page.getByText('On Monday').waitFor()
    expect(await page.evaluate(() => (window as unknown as { asked: string[] }).asked)).toEqual(['screen'])

    await page.clock.fastForward('24:00:00')
    await ada.account.must('idea.add', { boardId, text: 'On Tuesday' })
    await page.getByText('On Tuesday').waitFor()

    ada.expects(/ERR_CONNECTION_REFUSED|WebSocket|502|503/)
    await stage.server.restart()
    await ada.account.must('idea.add', { boardId, text: 'On Wednesday' })
    await page.getByText('On Wednesday').waitFor()
  })
})
