// A discussion as its people see it: one topic at a time on laptop, wall and phone, what is written beside it, and the
// minutes that come of it, to read, to improve and to print.
import { describe, expect, test } from 'vitest'
import type { IdeaId } from '../../shared/model.ts'
import type { Phase } from '../../shared/session.ts'
import { axe, type Page, shot } from '../support/browser.ts'
import { tooSmall } from '../support/legible.ts'
import { missing } from '../support/services.ts'
import { type Member, useStage } from '../support/stage.ts'

const TALK: Phase = {
  phaseId: 'talk',
  kind: 'discuss',
  title: '',
  policy: { write: 'facilitators', sealed: false, arrange: 'facilitators', vote: 'nobody', react: 'everyone' },
  timerMs: null,
  round: null,
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const topic = (page: Page, words: string) =>
  page.locator('[data-topic], [data-wall-topic]').getByRole('heading', { name: words })

async function writeDown(page: Page, kind: 'Note' | 'Decision' | 'Action', words: string): Promise<void> {
  const panel = page.locator('[data-discussion]')
  await panel.getByText(kind, { exact: true }).last().click()
  await panel.getByRole('textbox', { name: kind, exact: true }).fill(words)
}

describe.skipIf(missing('chromium'))('a discussion', () => {
  const stage = useStage()

  /** A session that talks about three ideas, two of which were voted on; how it came so far, other tests show. */
  async function talking(ada: Member, ben: Member) {
    const { boardId } = await stage.board(ada, { question: 'How do we make Mondays better?' })
    await ben.account.read(`/api/boards/${boardId}`)
    const ideas: IdeaId[] = []
    for (const text of ['A longer lunch', 'No mail before nine', 'Tea together at eleven']) {
      ideas.push((await ben.account.must('idea.add', { boardId, text })).ideaId)
    }
    await ada.account.must('session.start', { boardId, recipe: 'own', phases: [TALK] })
    const dots = { method: 'dots', budget: 5, maxPerIdea: 5, blind: true, secret: true } as const
    const { roundId } = await ada.account.must('round.open', { boardId, ...dots })
    await ada.account.must('session.plan', {
      boardId,
      phases: [{ ...TALK, policy: { ...TALK.policy, vote: 'everyone' } }],
    })
    await ben.account.must('vote.cast', { roundId, ideaId: ideas[2]!, votes: 3 })
    await ben.account.must('vote.cast', { roundId, ideaId: ideas[1]!, votes: 2 })
    await ada.account.must('round.close', { roundId })
    return boardId
  }

  test('goes topic by topic for everybody, and its minutes write themselves', async () => {
    const ada = await stage.member('ada', { viewport: { width: 1440, height: 900 } })
    const wall = await stage.member('ada', { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' })
    const ben = await stage.member('ben', { phone: true })
    const boardId = await talking(ada, ben)
    await Promise.all([
      ada.page.goto(`/b/${boardId}`),
      wall.page.goto(`/b/${boardId}/present`),
      ben.page.goto(`/b/${boardId}`),
    ])

    await press(ada.page, 'Start with the first topic')
    for (const { page } of [ada, wall, ben]) await topic(page, 'Tea together at eleven').waitFor()
    await wall.page.locator('[data-wall-topic]').getByText('Topic 1 of 3').waitFor()

    // "More time?" is a tap on a phone, and a count for all.
    await ada.page.locator('[data-discussion]').getByRole('button', { name: 'More', exact: true }).first().click()
    await ada.page.getByRole('menuitem', { name: 'Ask: more time?' }).click()
    await ben.page.getByRole('button', { name: 'Yes', exact: true }).tap()
    await wall.page.locator('[data-wall-topic]').getByText('1 yes, 0 no').waitFor()
    await shot(wall.page, 'discussion-wall-more')
    await press(ada.page, 'Add 3 minutes')
    await wall.page.getByText('1 yes, 0 no').waitFor({ state: 'detached' })

    // What matters is written down beside it.
    await writeDown(ben.page, 'Action', 'Buy a bigger kettle')
    await ben.page.getByLabel('Who does it').first().fill('ada')
    await ben.page.getByLabel('By when').fill('2030-02-28')
    await press(ben.page, 'Write down')
    await writeDown(ada.page, 'Decision', 'Every Monday, in the canteen')
    await press(ada.page, 'Write down')
    for (const { page } of [ada, ben]) {
      await page.getByText('Buy a bigger kettle', { exact: true }).waitFor()
      await page.getByText('Every Monday, in the canteen', { exact: true }).waitFor()
    }
    await wall.page.getByText('Every Monday, in the canteen').waitFor()
    expect(await tooSmall(wall.page)).toEqual([])
    await axe(ada.page)
    await axe(ben.page)
    for (const [page, name] of [
      [ada.page, 'laptop'],
      [wall.page, 'wall'],
      [ben.page, 'phone'],
    ] as const) {
      await shot(page, `discussion-${name}`)
    }

    await press(ada.page, 'Park it')
    for (const { page } of [wall, ben]) await topic(page, 'No mail before nine').waitFor()
    await press(ada.page, 'Next topic')
    await topic(ben.page, 'A longer lunch').waitFor()
    await press(ada.page, 'Finish this topic')
    await ben.page.getByText('All topics have had their turn.').waitFor()

    // The end, and what is left of it.
    await press(ada.page, 'End the session')
    await ada.page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click()
    await ben.page.getByRole('link', { name: 'See the minutes' }).tap()
    const text = ben.page.getByRole('textbox', { name: 'Minutes' })
    await text.getByText('Buy a bigger kettle (ada, by 28 Feb 2030)', { exact: true }).waitFor()
    await text.getByText('Every Monday, in the canteen (about: Tea together at eleven)').waitFor()
    await ben.page.getByRole('figure').getByText('Tea together at eleven').waitFor()
    await shot(ben.page, 'minutes-phone', { fullPage: true })
    await ada.page.getByRole('link', { name: 'See the minutes' }).click()
    await ada.page.getByRole('link', { name: 'Version history' }).click()
    await ada.page.getByLabel('Keep it as it is now').fill('As they wrote themselves')
    await press(ada.page, 'Keep')
    await ada.page.getByRole('heading', { name: 'As they wrote themselves' }).waitFor()
    await ada.page.getByRole('link', { name: 'To the minutes' }).click()
    const hers = ada.page.getByRole('textbox', { name: 'Minutes' })
    await hers.getByText('Every Monday, in the canteen').click()
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type(' Bring a mug.')
    await text.getByText('Bring a mug.').waitFor()
    await axe(ada.page)
    await shot(ada.page, 'minutes-laptop', { fullPage: true })
    const pdf = await ada.page.pdf({ format: 'A4' })
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0)
    await ada.page.getByRole('link', { name: 'Version history' }).click()
    await ada.page.getByText('Changed since', { exact: true }).click()
    await ada.page.locator('ins', { hasText: 'Bring a mug.' }).waitFor()
    await axe(ada.page)
    await shot(ada.page, 'minutes-versions-laptop')

    // Next time begins with what was promised.
    await ada.account.must('session.start', { boardId, recipe: 'quick-vote' })
    await ben.page.goto(`/b/${boardId}`)
    await ben.page.getByText('1 action from last time is still open').waitFor()
    await ben.page.getByRole('checkbox', { name: 'Done: Buy a bigger kettle' }).waitFor()
  })
})
