import { describe, expect, test } from 'vitest'
import type { BoardId } from '../../shared/model.ts'
import { axe, type Page, shot } from '../support/browser.ts'
import { phase } from '../support/phases.ts'
import { missing } from '../support/services.ts'
import { card, type Member, useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('taking an idea to a sponsor', () => {
  const stage = useStage()

  test('from a session’s result asked and answered, handed over and returned, endorsed from a phone; the face is on the wall at once', async () => {
    const ada = await stage.member('ada')
    const mona = await stage.member('mona', { phone: true })
    const karin = await stage.member('karin', { phone: true })
    const wall = await stage.member('ada')
    for (const member of [mona, karin]) await sponsor(ada, member)
    const { boardId } = await stage.board(ada)
    await wonInSession(ada, boardId, 'Solar panels on the shed')
    await Promise.all([
      ada.page.goto(`/b/${boardId}/minutes`),
      mona.page.goto('/desk'),
      karin.page.goto('/desk'),
      wall.page.goto(`/b/${boardId}/present`),
    ])
    await mona.page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor()

    await ada.page.getByRole('figure').getByRole('link', { name: 'Solar panels on the shed' }).click()
    await ada.page.getByRole('button', { name: 'Take to a sponsor' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Take this idea to a sponsor' })
    await dialog.getByRole('button', { name: 'Take it to them' }).click()
    await dialog.getByText('Choose a sponsor.').waitFor()
    await dialog.getByRole('radio', { name: 'mona' }).click()
    await dialog.getByLabel('Why this idea, and why now?').fill('The roof is being renewed in May.')
    await axe(ada.page)
    await shot(ada.page, 'take-to-a-sponsor')
    await dialog.getByRole('button', { name: 'Take it to them' }).click()
    await head(ada.page).getByText('mona answers by').waitFor()

    // On her desk without a reload; she has a question, and her clock stands still.
    await mona.page.getByText('The roof is being renewed in May.').waitFor()
    await axe(mona.page)
    await shot(mona.page, 'desk-phone')
    await mona.page.getByRole('button', { name: 'Ask' }).click()
    await mona.page.getByRole('button', { name: 'Send the question' }).click()
    await mona.page.getByText('Write your question.').waitFor()
    await mona.page.getByLabel('Your question').fill('What does the fire service say?')
    await mona.page.getByRole('button', { name: 'Send the question' }).click()
    await head(mona.page).getByText('ada answers the question of mona').waitFor()

    await head(ada.page).getByText('You answer the question of mona').waitFor()
    await ada.page.getByRole('button', { name: 'Answer the question' }).click()
    await ada.page.getByLabel('Your answer').fill('They agree, with the batteries outside.')
    await ada.page.getByRole('button', { name: 'Send the answer' }).click()
    await head(ada.page).getByText('mona answers by').waitFor()

    // Handed over, and not taken.
    await mona.page.getByText('They agree, with the batteries outside.').first().waitFor()
    await mona.page.getByRole('button', { name: 'Hand over' }).click()
    await mona.page.getByRole('radio', { name: 'karin' }).click()
    await mona.page.getByRole('button', { name: 'Hand it over' }).click()
    await karin.page.getByRole('button', { name: 'Give it back' }).click()
    await karin.page.getByLabel('Why is it not for you?').fill('Roofs are not mine.')
    await karin.page.getByRole('button', { name: 'Give it back' }).click()

    await mona.page.getByRole('button', { name: 'Back this idea' }).click()
    await mona.page.getByRole('textbox', { name: 'First step' }).fill('Ask three installers for a quote')
    await mona.page.getByRole('button', { name: 'Back it, with my name' }).click()
    await mona.page.getByText('Choose a day.').waitFor()
    await mona.page.getByRole('button', { name: 'In a week' }).click()
    await axe(mona.page)
    await shot(mona.page, 'endorse-phone')
    await mona.page.getByRole('button', { name: 'Back it, with my name' }).click()

    await card(wall.page, 'Solar panels').getByText('mona backs this').waitFor()
    await shot(wall.page, 'endorsed-wall')
    await head(ada.page).getByText('mona takes the first step by').waitFor()
    await ada.page.getByText('Ask three installers for a quote').waitFor()
    await axe(ada.page)
    await shot(ada.page, 'case-on-the-page')
    await mona.page.getByRole('heading', { name: 'What you promised' }).waitFor()
  })

  test('declined with reasons that survive a reload, and taken up again', async () => {
    const ada = await stage.member('ada')
    const mona = await stage.member('mona')
    await sponsor(ada, mona)
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'A heliport' })
    await ada.account.must('idea.escalate', { ideaId, sponsorId: await userIdOf(mona), why: 'Faster.' })
    await Promise.all([ada.page.goto(`/i/${ideaId}`), mona.page.goto(`/i/${ideaId}`)])
    await mona.page.getByRole('button', { name: 'Decline' }).click()
    await mona.page.getByLabel('Your reason').fill('Too loud for the neighbours.')
    await mona.page.reload()
    await mona.page.getByRole('button', { name: 'Decline, with this reason' }).click()
    await mona.page.getByText('Say what would change your mind').waitFor()
    await mona.page.getByLabel('What would change your mind?').fill('A quiet one.')
    await mona.page.getByRole('button', { name: 'Decline, with this reason' }).click()

    await head(ada.page).getByText('mona declined it on').waitFor()
    await ada.page.getByText('Too loud for the neighbours.').first().waitFor()
    await ada.page.getByText('What would change my mind: A quiet one.').waitFor()
    await ada.page.getByRole('button', { name: 'Take it up again' }).click()
    await ada.page.getByLabel('What is different now?').fill('There is a quiet one.')
    await ada.page.getByRole('button', { name: 'Take it up again' }).click()
    await head(mona.page).getByText('You answer by').waitFor()
    await mona.page.getByText('There is a quiet one.').first().waitFor()
  })

  test('what it brings a goal is promised in numbers, measured beside the promise, and on the pages of the goal and of all results', async () => {
    const ada = await stage.member('ada')
    const mona = await stage.member('mona')
    await sponsor(ada, mona)
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'Print on both sides' })
    const measure = { what: 'Boxes of paper a year', unit: 'boxes', baseline: 900, target: 300 }
    const days = { baselineOn: '2026-01-01', targetOn: '2030-01-01' }
    await ada.account.must('goal.add', { title: 'Less paper', measure: { ...measure, ...days } })
    const sponsorId = await userIdOf(mona)
    const { escalationId } = await ada.account.must('idea.escalate', { ideaId, sponsorId, why: 'Paper.' })
    await mona.account.must('escalation.answer', { escalationId, answer: 'endorse' })
    await Promise.all([ada.page.goto(`/i/${ideaId}`), mona.page.goto(`/i/${ideaId}`)])

    await mona.page.getByRole('button', { name: 'Promise what it brings' }).click()
    // A goal that is measured says by itself what is counted.
    await mona.page.getByRole('combobox', { name: /^Which goal does it serve/ }).click()
    await mona.page.getByRole('option', { name: 'Less paper' }).click()
    await expect.poll(() => mona.page.getByLabel('What is counted?').inputValue()).toBe('Boxes of paper a year')
    await mona.page.getByLabel('It is now').fill('120')
    await mona.page.getByLabel('It will be').fill('60')
    await mona.page.getByRole('button', { name: 'Promise this' }).click()
    await mona.page.getByText('Choose a day.').waitFor()
    await mona.page.getByRole('button', { name: 'In half a year' }).click()
    await axe(mona.page)
    await mona.page.getByRole('button', { name: 'Promise this' }).click()
    await ada.page.getByRole('heading', { name: 'Boxes of paper a year' }).waitFor()

    // The next step is on her desk, and ticked off there.
    const dueOn = new Date().toISOString().slice(0, 10)
    await mona.account.must('milestone.add', { escalationId, title: 'Set up the printers', dueOn })
    await mona.page.goto('/desk')
    const step = mona.page.getByRole('checkbox', { name: 'Set up the printers' })
    await step.click()
    await step.waitFor({ state: 'detached' })
    await mona.page.getByRole('button', { name: 'Undo' }).click()
    await step.waitFor()
    await mona.page.goto(`/i/${ideaId}`)

    await mona.page.getByRole('button', { name: 'Write down what was measured' }).click()
    await mona.page.getByLabel('What was measured?').fill('75')
    await mona.page.getByLabel('How was it measured').fill('Counted the orders of a year.')
    await mona.page.getByRole('button', { name: 'Write it down' }).click()
    await ada.page.getByText('75% of what was promised').waitFor()
    await ada.page.getByText('Counted the orders of a year.').waitFor()
    await shot(ada.page, 'outcome')
    await ada.page.getByRole('link', { name: 'All promises and results' }).click()
    await ada.page.getByRole('heading', { name: 'Promises and results' }).waitFor()
    await ada.page.getByRole('link', { name: 'Print on both sides' }).waitFor()
    await axe(ada.page)
    await shot(ada.page, 'outcomes-page')
    await ada.page.getByRole('link', { name: 'For the goal “Less paper”' }).click()
    await ada.page.getByRole('heading', { name: 'Less paper' }).waitFor()
    await ada.page.getByText(/measured −45 boxes on/).waitFor()
    await shot(ada.page, 'goal-page')
  })

  /** How it came so far, other tests show: a session has ended, and this idea came out on top of its vote. */
  async function wonInSession(leader: Member, boardId: BoardId, text: string) {
    const { account } = leader
    const { ideaId } = await account.must('idea.add', { boardId, text })
    await account.must('session.start', { boardId, recipe: 'own', phases: [phase('vote')] })
    const dots = { method: 'dots', budget: 3, maxPerIdea: 3, blind: true, secret: true } as const
    const { roundId } = await account.must('round.open', { boardId, ...dots })
    await account.must('vote.cast', { roundId, ideaId, votes: 3 })
    await account.must('round.close', { roundId })
    await account.must('session.end', { boardId })
  }

  /** Who owes the next move; the same words are in the live region, too. */
  function head(page: Page) {
    return page.locator('[data-case-head]')
  }

  async function sponsor(admin: Member, member: Member) {
    await admin.account.must('role.grant', { userId: await userIdOf(member), role: 'sponsor' })
  }

  async function userIdOf(member: Member) {
    const me = await member.account.read<{ user: { userId: string } }>('/api/me')
    return me.user.userId
  }
})
