import { describe, test } from 'vitest'
import type { BoardId, UserId } from '../../shared/model.ts'
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
  let made: Awaited<ReturnType<typeof example>> | undefined

  for (const look of LOOKS) {
    test(`axe finds nothing on any page (${look.name})`, async () => {
      const ada = await stage.member('ada', look.options)
      made ??= await example(ada)
      // Nobody puts an admin's forms on a wall.
      const shown = pages(made).filter(([name]) => !look.name.startsWith('wall') || ON_WALLS.includes(name))
      for (const [name, path, ready] of shown) {
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
    return { boardId, ideaId, ...(await owing(ada, boardId)) }
  }

  /** A desk with everything on it: an answer that is owed, a promise, a step that is due; and a goal. */
  async function owing({ account }: Member, boardId: BoardId) {
    const sponsorId = (await account.read<{ user: { userId: UserId } }>('/api/me')).user.userId
    await account.must('role.grant', { userId: sponsorId, role: 'sponsor' })
    const measure = { what: 'Boxes of paper a year', unit: 'boxes', baseline: 900, target: 300 }
    const days = { baselineOn: '2026-01-01', targetOn: '2030-01-01' }
    const { goalId } = await account.must('goal.add', { title: 'Less paper', measure: { ...measure, ...days } })
    const asked = async (text: string) => {
      const { ideaId } = await account.must('idea.add', { boardId, text })
      return account.must('idea.escalate', { ideaId, sponsorId, why: 'It is time.' })
    }
    await asked('Solar panels on the shed')
    const { escalationId } = await asked('Print on both sides')
    await account.must('escalation.answer', { escalationId, answer: 'endorse' })
    const promise = { metric: measure.what, baseline: 900, promised: 300, dueOn: inDays(7), goalId }
    await account.must('outcome.promise', { escalationId, ...promise })
    await account.must('milestone.add', { escalationId, title: 'Set up the printers', dueOn: inDays(-3) })
    return { goalId }
  }
})

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const ON_WALLS = ['board', 'idea', 'present', 'goals', 'goal', 'outcomes', 'answering']

type Line = [name: string, path: string, ready: (page: Page) => Promise<void>]

function pages({ boardId, ideaId, goalId }: { boardId: string; ideaId: string; goalId: string }): Line[] {
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
    ['desk', '/desk', (page) => page.getByRole('checkbox', { name: 'Set up the printers' }).waitFor()],
    ['outcomes', '/outcomes', heading('Boxes of paper a year')],
    ['goals', '/goals', heading('Goals')],
    ['goal', `/goals/${goalId}`, heading('Less paper')],
    ['webhooks', '/webhooks', heading('Webhooks')],
    ['organisation', '/organisation', heading('Organisation')],
    ['answering', '/answering', heading('What we promised each other')],
  ]
}
