// Owns: version history as people meet it: from the board's menu and from a proposal, on a laptop and a phone, by hand and
// by keyboard, in the light and in the dark, in English and in Dutch.
import { describe, expect, test } from 'vitest'
import { boardDocument, cardsOf, cardTitle, proposalContent, proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import * as Y from 'yjs'
import { axe, shot, type Page } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { card, type Member, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

describe.skipIf(missing('chromium'))('version history', () => {
  const stage = useStage()

  const IDEAS = [
    'Soup on Monday, made by whoever has a birthday',
    'Plants in the stairwell',
    'A quiet room for whoever has to think',
    'Meetings end five minutes early',
    'One list of who knows what',
  ]

  /** A board with a named version, and everything a bit different since. */
  async function changedBoard(ada: Member) {
    const { boardId } = await stage.board(ada)
    const { ideas } = await ada.account.must('idea.add-many', { boardId, texts: IDEAS })
    const [soup, plants, quiet] = ideas.map(({ ideaId }) => ideaId) as [IdeaId, IdeaId, IdeaId]
    const live = await ada.account.board(boardId)
    await until(() => cardsOf(live.doc).size === IDEAS.length, 'the cards')
    await ada.account.must('version.name', { document: boardDocument(boardId), name: 'Before the vote' })
    const columns = [...live.doc.getMap('columns').keys()]
    live.doc.transact(() => {
      const title = cardTitle(cardsOf(live.doc).get(soup))!
      title.delete(8, 6)
      title.insert(8, 'Friday')
      cardsOf(live.doc).get(plants)!.set('color', 'sage')
      cardsOf(live.doc).get(quiet)!.set('column', columns.at(-1))
    })
    await ada.account.must('idea.add', { boardId, text: 'A bicycle for every visitor' })
    await until(() => cardsOf(live.doc).size === IDEAS.length + 1, 'the late card')
    return { boardId, live, soup }
  }

  const history = (page: Page, boardId: BoardId) => page.goto(`/b/${boardId}/versions`)

  test('a facilitator looks back, sees what changed, brings a version back, and takes that back', async () => {
    const ada = await stage.member('ada', { viewport: { width: 1440, height: 900 } })
    const { page } = ada
    const { boardId, live, soup } = await changedBoard(ada)
    await page.goto(`/b/${boardId}`)
    await page.getByRole('button', { name: 'More for this board' }).click()
    await page.getByRole('menuitem', { name: 'Version history' }).click()
    await page.getByRole('heading', { name: 'Version history', level: 1 }).waitFor()

    await page.getByRole('heading', { name: 'Before the vote' }).waitFor()
    await page.getByText('Soup on Monday, made').waitFor()
    expect(await page.getByText('A bicycle for every visitor').count()).toBe(0)
    await shot(page, 'versions-board-1440-light')
    await axe(page)

    await page.getByText('Changed since', { exact: true }).click()
    await page.locator('ins', { hasText: 'Friday' }).waitFor()
    await page.locator('del', { hasText: 'Monday' }).waitFor()
    await page.getByText('A bicycle for every visitor').waitFor()
    await page.getByText('2 cards are the same.').waitFor()
    await shot(page, 'versions-changes-1440-light')
    await axe(page)

    await page.getByRole('button', { name: 'Restore this version' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore this version?' })
    await dialog.getByText('Ideas added since stay', { exact: false }).waitFor()
    await shot(page, 'versions-restore-1440-light')
    await axe(page)
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await until(
      () => cardTitle(cardsOf(live.doc).get(soup))?.toJSON().startsWith('Soup on Monday'),
      'the words to be back',
    )
    await page.getByRole('button', { name: 'Undo' }).click()
    await until(
      () => cardTitle(cardsOf(live.doc).get(soup))?.toJSON().startsWith('Soup on Friday'),
      'that to be undone',
    )

    // This moment, under a name; then another one; then gone.
    await page.getByLabel('Keep it as it is now').fill('After lunch')
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('heading', { name: 'After lunch' }).waitFor()
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('After soup')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'After soup' }).waitFor()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('heading', { name: 'After soup' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'To the board' }).click()
    await card(page, 'Soup on Friday').waitFor()
  })

  test('on a phone it is a list and then a version; who only takes part looks and changes nothing', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await changedBoard(ada)
    const { joinCode } = await ada.account.read<{ joinCode: string }>(`/api/boards/${boardId}`)
    const gus = await stage.open({ phone: true, colorScheme: 'dark', locale: 'nl-NL' })
    const { page } = gus
    await page.goto(`/join/${joinCode}`)
    await page.getByLabel('Naam').fill('Gus')
    await page.getByRole('button', { name: 'Meedoen' }).click()
    await page.locator('[data-card]').first().waitFor()
    await history(page, boardId)
    await page.getByRole('heading', { name: 'Versiegeschiedenis' }).waitFor()
    await page.getByText('Bewaard door ada').waitFor()
    await shot(page, 'versions-list-390-dark')
    await axe(page)
    await page.getByText('Before the vote').click()
    await page.getByText('Soup on Monday, made').waitFor()
    expect(await page.getByRole('button', { name: /terugzetten|Weghalen|Naam/ }).count()).toBe(0)
    await shot(page, 'versions-board-390-dark')
    await axe(page)
    await page.getByText('Sindsdien anders').click()
    await page.locator('ins', { hasText: 'Friday' }).waitFor()
    await shot(page, 'versions-changes-390-dark')
    await axe(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await page.goBack()
    await page.getByText('Before the vote').waitFor()
  })

  test('a proposal: who writes in it brings it back, with the keyboard, and everyone who is writing sees it', async () => {
    const ada = await stage.member('ada', { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' })
    const ben = await stage.member('ben')
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'A quiet room' })
    const document = proposalDocument(ideaId)
    const live = await ben.account.proposal(ideaId)
    await ben.account.must('version.name', { document, name: 'The template' })
    live.doc.transact(() => {
      const content = proposalContent(live.doc)
      content.delete(3, 2)
      const words = content.get(1) as Y.XmlElement
      ;(words.get(0) as Y.XmlText).insert(0, 'Every day the open office is too loud. ')
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText('The old library stands empty.')])
      content.insert(2, [paragraph])
    })
    await ada.page.goto(`/i/${ideaId}`)
    await ben.page.goto(`/i/${ideaId}`)
    await ben.page.getByText('The old library stands empty.').waitFor()
    await ada.page.getByRole('link', { name: 'Version history' }).click()
    const { page } = ada
    await page.getByRole('heading', { name: 'The template' }).waitFor()
    await page.getByRole('heading', { name: 'The problem' }).waitFor()
    await shot(page, 'versions-proposal-1920-dark')
    await axe(page)
    await page.getByRole('radio', { name: 'Changed since' }).focus()
    await page.keyboard.press('Space')
    await page.getByText('The old library stands empty.').waitFor()
    await page.locator('ins', { hasText: 'Every day the open office' }).waitFor()
    await shot(page, 'versions-proposal-changes-1920-dark')
    await axe(page)

    await page.getByRole('button', { name: 'Restore this version' }).focus()
    await page.keyboard.press('Enter')
    // The safe answer has the focus; the other one is a Tab away.
    await page.getByRole('dialog').waitFor()
    await until(
      () => page.evaluate(() => globalThis.document.activeElement?.textContent === 'Cancel'),
      'the focus on Cancel',
    )
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await ben.page.getByText('The old library stands empty.').waitFor({ state: 'detached' })
    await ben.page.getByRole('heading', { name: 'Who benefits' }).waitFor()
  })

  test('before there is a version the page says when there will be one', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await history(ada.page, boardId)
    await ada.page.getByRole('heading', { name: 'No versions yet' }).waitFor()
    await shot(ada.page, 'versions-empty-1280-light')
    await axe(ada.page)
    await ada.page.goto(`/b/${boardId}/versions?v=${'x'.repeat(22)}`)
    await ada.page.getByRole('heading', { name: 'No versions yet' }).waitFor()
  })
})
