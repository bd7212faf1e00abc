import { describe, test } from 'vitest'
import { axe, type Page, shot } from '../support/browser.ts'
import { missing } from '../support/services.ts'
import { type Member, useStage } from '../support/stage.ts'

const LOOKS = [
  { name: 'laptop-light', options: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' } },
  { name: 'laptop-dark', options: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' } },
  { name: 'phone-light', options: { phone: true, colorScheme: 'light' } },
  { name: 'phone-dark', options: { phone: true, colorScheme: 'dark' } },
  { name: 'wall-light', options: { viewport: { width: 1920, height: 1080 }, colorScheme: 'light' } },
] as const

describe.skipIf(missing('chromium'))('every page', () => {
  const stage = useStage()
  let made: { boardId: string; ideaId: string } | undefined

  for (const look of LOOKS) {
    test(`axe finds nothing on any page (${look.name})`, async () => {
      const ada = await stage.member('ada', look.options)
      const { boardId, ideaId } = (made ??= await example(ada))
      for (const [name, path, ready] of pages(boardId, ideaId)) {
        await ada.page.goto(path)
        await ready(ada.page)
        await axe(ada.page)
        await shot(ada.page, `${name}-${look.name}`)
      }
    })
  }

  test('axe finds nothing on the doors, for somebody without an account', async () => {
    const gus = await stage.open({ phone: true, colorScheme: 'dark' })
    for (const path of ['/sign-in', '/sign-up', '/join', '/nowhere']) {
      await gus.page.goto(path)
      await gus.page.locator('h1, h2').first().waitFor()
      await axe(gus.page)
    }
  })

  async function example(ada: Member) {
    const { boardId } = await ada.account.must('board.create-example', { language: 'en' })
    const ideas = await ada.account.read<{ ideaId: string; escalations: unknown[] }[]>(`/api/boards/${boardId}/ideas`)
    const { ideaId } = ideas.find(({ escalations }) => escalations.length > 0)!
    // For the lists in settings and of the admin.
    await ada.account.must('idea.report', { ideaId, reason: 'This names a colleague' })
    return { boardId, ideaId }
  }
})

type Line = [name: string, path: string, ready: (page: Page) => Promise<void>]

function pages(boardId: string, ideaId: string): Line[] {
  const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor()
  const cards = (page: Page) => page.locator('[data-card]').first().waitFor()
  return [
    ['home', '/home', heading('My boards')],
    ['new-board', '/new', heading('New board')],
    ['board', `/b/${boardId}`, cards],
    ['idea', `/i/${ideaId}`, (page) => page.getByRole('textbox', { name: /^Proposal for/ }).waitFor()],
    ['settings', `/b/${boardId}/settings`, heading('Board settings')],
    ['import', `/b/${boardId}/import`, (page) => page.locator('h1').waitFor()],
    ['present', `/b/${boardId}/present`, (page) => page.getByRole('article').first().waitFor()],
    ['inbox', '/inbox', heading('Inbox')],
    ['profile', '/profile', heading('Profile')],
    ['admin', '/admin', heading('People and roles')],
    ['goals', '/goals', heading('Goals')],
    ['organisation', '/organisation', heading('Organisation')],
    ['answering', '/answering', heading('What we promised each other')],
  ]
}
