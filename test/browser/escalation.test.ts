import { describe, test } from 'vitest'
import { axe, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'

describe.skipIf(missing('chromium'))('taking an idea to a sponsor', () => {
  const stage = useStage()

  test('the sponsor hears at once and endorses; the face appears on the card for everyone', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben', { phone: true })
    const mona = await stage.member('mona')
    await ada.account.must('role.grant', { userId: await userIdOf(mona), role: 'sponsor' })
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'Solar panels on the shed' })
    await Promise.all([ada.page.goto(`/i/${ideaId}`), ben.page.goto(`/b/${boardId}`), mona.page.goto('/inbox')])
    await card(ben.page, 'Solar panels').waitFor()
    await mona.page.getByText('Nobody is waiting for you.').waitFor()

    await ada.page.getByRole('button', { name: 'Take to a sponsor' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Take this idea to a sponsor' })
    await dialog.getByRole('button', { name: 'Take it to them' }).click()
    await dialog.getByText('Choose a sponsor.').waitFor()
    await dialog.getByRole('radio', { name: 'mona' }).click()
    await dialog.getByLabel('Why this idea, and why now?').fill('The roof is being renewed in May.')
    await axe(ada.page)
    await shot(ada.page, 'take-to-a-sponsor')
    await dialog.getByRole('button', { name: 'Take it to them' }).click()
    await ada.page.getByText('With mona').first().waitFor()
    await card(ben.page, 'Solar panels').getByText('With a sponsor').waitFor()

    // It is on her desk without a reload.
    await mona.page.getByText('The roof is being renewed in May.').waitFor()
    await axe(mona.page)
    await shot(mona.page, 'desk')
    await mona.page.getByRole('button', { name: 'Back this idea' }).click()
    await mona.page.getByLabel('Your words to everyone (optional)').fill('Yes. I will reserve the money this week.')
    await mona.page.getByRole('button', { name: 'Back it, with my name' }).click()

    await card(ben.page, 'Solar panels').getByText('mona backs this').waitFor({ state: 'attached' })
    await card(ben.page, 'Solar panels').getByText('Accepted').waitFor()
    await ada.page.getByText('Yes. I will reserve the money this week.').first().waitFor()
    await shot(ben.page, 'endorsed-phone')
    await ada.page.getByText('Accepted').first().waitFor()
  })

  test('a sponsor who declines must say why, and everyone can read it', async () => {
    const ada = await stage.member('ada')
    const mona = await stage.member('mona')
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'A heliport' })
    await ada.account.must('idea.escalate', { ideaId, sponsorId: await userIdOf(mona), why: 'Faster.' })
    await Promise.all([ada.page.goto(`/i/${ideaId}`), mona.page.goto(`/i/${ideaId}`)])
    await mona.page.getByRole('button', { name: 'Decline' }).click()
    await mona.page.getByRole('button', { name: 'Decline, with this reason' }).click()
    await mona.page.getByText('Give a reason: no idea is closed in silence.').waitFor()
    await mona.page.getByLabel('Your reason').fill('Too loud for the neighbours.')
    await mona.page.getByRole('button', { name: 'Decline, with this reason' }).click()
    await ada.page.getByText('Too loud for the neighbours.').first().waitFor()
    await ada.page.getByText('Declined').first().waitFor()
  })

  async function userIdOf(member: Awaited<ReturnType<typeof stage.member>>) {
    const me = await member.account.read<{ user: { userId: string } }>('/api/me')
    return me.user.userId
  }
})
