import { describe, expect, test } from 'vitest'
import type { IdeaId } from '../../shared/model.ts'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('a blind round', () => {
  const stage = useStage()

  test('nobody sees how it stands until it closes; then everyone sees the ranked result', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben')
    const gus = await stage.open({ phone: true })
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    for (const text of ['Bicycles', 'Trains', 'Buses']) await ada.account.must('idea.add', { boardId, text })
    await gus.page.goto(`/join/${joinCode}`)
    await gus.page.getByLabel('Name').fill('Gus')
    await gus.page.getByRole('button', { name: 'Join' }).click()
    await Promise.all([ada.page.goto(`/b/${boardId}`), ben.page.goto(`/b/${boardId}`)])
    for (const { page } of [ada, ben, gus]) await card(page, 'Bicycles').waitFor()

    await ada.page.getByRole('button', { name: 'Start a vote' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Start a vote' })
    await dialog.getByLabel('Dots for each person').fill('3')
    await axe(ada.page)
    await dialog.getByRole('button', { name: 'Start the vote' }).click()
    for (const { page } of [ada, ben, gus]) await page.getByText('3 of your 3 dots left').waitFor()

    const dot = (page: typeof ben.page, words: string) =>
      card(page, words).getByRole('button', { name: 'Put a dot here' })
    await dot(ben.page, 'Bicycles').click()
    await dot(ben.page, 'Bicycles').click()
    await dot(ben.page, 'Trains').click()
    await dot(gus.page, 'Bicycles').tap()
    await dot(gus.page, 'Trains').tap()
    await ben.page.getByText('0 of your 3 dots left').waitFor()
    await gus.page.getByText('1 of your 3 dots left').waitFor()
    await card(gus.page, 'Trains').getByRole('button', { name: 'Take a dot back' }).tap()
    await gus.page.getByText('2 of your 3 dots left').waitFor()
    await dot(gus.page, 'Trains').tap()
    await axe(ben.page)
    await axe(gus.page)
    await shot(ben.page, 'voting')
    await shot(gus.page, 'voting-phone')

    // Ada knows that two have voted, and nothing more.
    await ada.page.getByText('2 people have voted').waitFor()
    await card(ada.page, 'Bicycles').getByRole('img', { name: '0 dots of mine' }).waitFor()
    expect(await ada.page.getByText(/\d+ votes?\b/).count()).toBe(0)

    await ada.page.getByRole('button', { name: 'Close the vote' }).click()
    for (const { page } of [ben, gus]) {
      await page.getByRole('button', { name: 'Results' }).click()
      const results = page.getByRole('dialog', { name: 'Results' })
      await results.getByText('2 people voted, with 3 dots each.').waitFor()
      const places = await results.getByRole('listitem').allInnerTexts()
      expect(places.map((place) => place.replaceAll(/\s+/g, ' ').trim())).toEqual([
        expect.stringMatching(/^1.*Bicycles.*3 votes$/),
        expect.stringMatching(/^2.*Trains.*2 votes$/),
      ])
    }
    await axe(ben.page)
    await shot(ben.page, 'vote-result')
  })
  test('dots of a round about groups stand on their heads, of one about some ideas on those alone', async () => {
    const ada = await stage.member('ada')
    const { page } = ada
    const { boardId } = await stage.board(ada)
    const ids: IdeaId[] = []
    for (const text of ['Bicycles', 'Trains', 'Buses']) {
      ids.push((await ada.account.must('idea.add', { boardId, text })).ideaId)
    }
    await page.goto(`/b/${boardId}`)
    for (const words of ['Bicycles', 'Trains']) await card(page, words).click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('toolbar', { name: 'Selected ideas' }).getByRole('button', { name: 'Group' }).click()
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('On wheels')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'On wheels' }).waitFor()

    await page.getByRole('button', { name: 'Start a vote' }).click()
    const dialog = page.getByRole('dialog', { name: 'Start a vote' })
    await dialog.getByRole('combobox', { name: 'Which ideas?' }).click()
    await page.getByRole('option', { name: 'Groups, each as one topic' }).click()
    await dialog.getByRole('checkbox', { name: 'Hide the counts until the vote closes' }).uncheck()
    await dialog.getByRole('button', { name: 'Start the vote' }).click()
    const dots = page.getByRole('button', { name: 'Put a dot here' })
    const onGroup = page.getByRole('group', { name: 'My dots on On wheels' })
    await onGroup.getByRole('button', { name: 'Put a dot here' }).click()
    await onGroup.getByRole('img', { name: '1 dot of mine' }).waitFor()
    await card(page, 'Buses').getByRole('button', { name: 'Put a dot here' }).waitFor()
    expect(await dots.count()).toBe(2)
    // The key on a card of the group is for the group.
    await card(page, 'Trains').focus()
    await page.keyboard.press('v')
    await onGroup.getByRole('img', { name: '2 dots of mine' }).waitFor()
    await axe(page)
    await shot(page, 'voting-groups')
    await page.getByText('Wall', { exact: true }).click()
    await page.locator('[data-frame]').getByRole('img', { name: '2 dots of mine' }).waitFor()
    expect(await dots.count()).toBe(2)
    await shot(page, 'voting-groups-wall')
    await page.getByText('Columns', { exact: true }).click()

    // Whoever leads may still hide how it stands, and then no more than that.
    await page.getByRole('button', { name: 'Hide the counts' }).click()
    const asked = page.getByRole('dialog', { name: 'Hide the counts from now on?' })
    await asked.getByRole('button', { name: 'Hide the counts' }).click()
    await page.getByText('counts stay hidden until the end').waitFor()
    await page.getByRole('button', { name: 'Hide the counts' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Close the vote' }).click()
    await onGroup.waitFor({ state: 'detached' })

    await ada.account.must('round.open', {
      boardId,
      method: 'dots',
      budget: 3,
      maxPerIdea: 2,
      blind: true,
      secret: true,
      scope: { of: 'ideas', ideaIds: [ids[1]!] },
    })
    await card(page, 'Trains').getByRole('button', { name: 'Put a dot here' }).click()
    await page.getByText('2 of your 3 dots left').waitFor()
    expect(await dots.count()).toBe(1)
    await page.getByRole('button', { name: 'See as a list' }).click()
    await page.getByRole('dialog').getByRole('img', { name: '1 dot of mine' }).waitFor()
  })

  test('scores are given on a phone, drawn as a matrix, and each voter finds theirs in the sheet', async () => {
    const ada = await stage.member('ada')
    const gus = await stage.open({ phone: true })
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    for (const text of ['Bicycles', 'Trains']) await ada.account.must('idea.add', { boardId, text })
    await gus.page.goto(`/join/${joinCode}`)
    await gus.page.getByLabel('Name').fill('Gus')
    await gus.page.getByRole('button', { name: 'Join' }).click()
    await ada.page.goto(`/b/${boardId}`)

    await ada.page.getByRole('button', { name: 'Start a vote' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Start a vote' })
    await dialog.getByText('Scores', { exact: true }).click()
    await axe(ada.page)
    await shot(ada.page, 'round-open')
    await dialog.getByRole('button', { name: 'Start the vote' }).click()

    await gus.page.getByRole('button', { name: 'Vote', exact: true }).tap()
    const ballot = gus.page.getByRole('dialog')
    const score = async (idea: string, impact: number, effort: number) => {
      await ballot
        .getByRole('group', { name: `${idea}, Impact` })
        .getByRole('button', { name: `: ${impact} of 5` })
        .tap()
      await ballot
        .getByRole('group', { name: `${idea}, Effort` })
        .getByRole('button', { name: `: ${effort} of 5` })
        .tap()
    }
    await score('Bicycles', 5, 2)
    await score('Trains', 4, 5)
    await axe(gus.page)
    await shot(gus.page, 'score-phone')
    await ballot.getByRole('button', { name: 'Done' }).tap()
    await gus.page.getByText('2 of 2 answered').waitFor()

    await ada.page.getByText('1 person has voted').waitFor()
    await ada.page.getByRole('button', { name: 'Close the vote' }).click()
    await gus.page.getByRole('button', { name: 'Results' }).tap()
    const results = gus.page.getByRole('dialog', { name: 'Results' })
    await results.getByRole('img', { name: 'Impact and effort of the ideas' }).waitFor()
    await results.getByText('Impact: mean 5, median 5, by 1').waitFor()
    await results.getByRole('button', { name: 'Check my vote' }).tap()
    await results.getByText('Your vote is in the tally sheet').waitFor()
    await axe(gus.page)
    await shot(gus.page, 'score-result-phone')
  })
})
