import type { WebSocketRoute } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { cardsOf } from '../../shared/documents.ts'
import { CLOSE, MESSAGE, SYNC } from '../../shared/wire.ts'
import { axe, type Page, shot } from '../support/browser.ts'
import { PASSWORD } from '../support/people.ts'
import { missing } from '../support/services.ts'
import { card, useStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

/** The line of this page to the live documents, which can be cut while everything else goes on. */
async function liveLineOf(page: Page) {
  let cut = false
  let refusing: number | null = null
  const open = new Set<WebSocketRoute>()
  await page.routeWebSocket(/\/sync\//, (line) => {
    if (cut) return void line.close({ code: 1012 })
    const server = line.connectToServer()
    open.add(line)
    // Both ends are joined by hand, so that the page hears the server's own close code.
    line.onMessage((message) => {
      const isEdit = typeof message !== 'string' && message[0] === MESSAGE.sync && message[1] !== SYNC.step1
      if (refusing !== null && isEdit) void line.close({ code: refusing })
      else server.send(message)
    })
    server.onMessage((message) => line.send(message))
    server.onClose((code, reason) => {
      open.delete(line)
      void line.close({ ...(code ? { code } : {}), reason })
    })
    line.onClose(() => {
      open.delete(line)
      void server.close()
    })
  })
  return {
    async cut(): Promise<void> {
      cut = true
      await Promise.all([...open].map((line) => line.close({ code: 1012 })))
    },
    mend(): void {
      cut = false
    },
    /** Closes with this code whenever the page sends an edit; null: no longer. */
    refuse(code: number | null): void {
      refusing = code
    },
  }
}

const HANDLE = /^(?:Move this idea|Dit idee verplaatsen)$/

async function write(page: Page, on: string, words: string): Promise<void> {
  // Only who may write here has a handle; for anybody else the click would open the idea.
  await card(page, on).getByLabel(HANDLE).waitFor({ state: 'attached' })
  await card(page, on).getByText(on).click()
  await card(page, on).getByRole('textbox').waitFor()
  await page.keyboard.press('End')
  await page.keyboard.type(words)
  await page.keyboard.press('Escape')
  await card(page, `${on}${words}`).waitFor()
}

/** Every row of every copy on this device, as text: refused words must be in none. */
function copiesIn(page: Page): Promise<{ name: string; text: string }[]> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error))
      })
    const found = []
    for (const { name } of await indexedDB.databases()) {
      if (!name?.includes('.board.')) continue
      const db = await answer(indexedDB.open(name))
      const rows = await answer(db.transaction('updates').objectStore('updates').getAll())
      db.close()
      found.push({ name, text: rows.map((row: Uint8Array) => new TextDecoder().decode(row)).join('\n') })
    }
    return found
  })
}

/** What a script in the page can do to the copy on this device, without any door of ours. */
async function slipIntoCopy(page: Page, boardId: string, change: (doc: Y.Doc) => void): Promise<void> {
  const doc = new Y.Doc()
  change(doc)
  const update = [...Y.encodeStateAsUpdate(doc)]
  await page.evaluate(
    async ([bytes, board]) => {
      const name = (await indexedDB.databases())
        .map((db) => db.name)
        .find((known) => known?.includes(`.board.${board}`))
      await new Promise((resolve, reject) => {
        const request = indexedDB.open(name!)
        request.addEventListener('error', () => reject(request.error))
        request.addEventListener('success', () => {
          const tx = request.result.transaction('updates', 'readwrite')
          tx.objectStore('updates').add(Uint8Array.from(bytes))
          tx.addEventListener('complete', () => resolve(request.result.close()))
        })
      })
    },
    [update, boardId] as const,
  )
}

describe.skipIf(missing('chromium'))('what was not accepted', () => {
  const stage = useStage()

  test('F54 words written while the board was being locked are kept, told, copied, and wiped at sign-out', async () => {
    const ada = await stage.member('ada')
    const ben = await stage.member('ben')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Lunch walk' })
    await ada.account.must('idea.add', { boardId, text: 'Soup' })
    const line = await liveLineOf(ben.page)
    await Promise.all([ada.page.goto(`/b/${boardId}`), ben.page.goto(`/b/${boardId}`)])
    await card(ada.page, 'Lunch walk').waitFor()
    await card(ben.page, 'Lunch walk').waitFor()

    await line.cut()
    await write(ben.page, 'Lunch walk', ', every day')
    await ada.account.must('board.lock', { boardId, locked: true })
    line.mend()

    await ben.page.getByText('One of your changes here was not accepted').waitFor()
    // Ben sees what everybody sees, and Ada never saw anything else.
    await card(ben.page, 'Lunch walk').waitFor()
    expect(await card(ben.page, 'every day').count()).toBe(0)
    expect(await card(ada.page, 'every day').count()).toBe(0)
    await ben.page.getByText('This board is locked').waitFor()

    await ben.page.getByRole('button', { name: 'Show' }).first().click()
    const drawer = ben.page.getByRole('dialog', { name: 'Not accepted' })
    await drawer.getByText('Card #1: Lunch walk', { exact: true }).waitFor()
    await drawer.getByText('you could look here and no longer write').waitFor()
    expect(await drawer.locator('mark').allTextContents()).toEqual([', every day'])
    await drawer.getByRole('button', { name: 'Copy' }).click()
    await drawer.getByText('Copied').waitFor()
    expect(await ben.page.evaluate(() => navigator.clipboard.readText())).toBe('Lunch walk, every day')
    await axe(ben.page)

    await ben.page.reload()
    await ben.page.getByRole('button', { name: 'Not accepted: 1 change' }).click()
    await drawer.getByText('Card #1: Lunch walk', { exact: true }).waitFor()
    expect((await copiesIn(ben.page)).filter(({ text }) => text.includes('every day'))).toEqual([])
    await ben.page.keyboard.press('Escape')

    // From any page, until the person who wrote it leaves.
    await ben.page.goto('/profile')
    await ben.page.getByRole('button', { name: 'Not accepted: 1 change' }).waitFor()
    await ben.page.getByRole('button', { name: 'Account' }).click()
    await ben.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await ben.page.getByText('Signing out removes it from this device').waitFor()
    await ben.page.getByRole('button', { name: 'Sign out anyway' }).click()
    await ben.page.waitForURL('**/sign-in*')
    const left = () => ben.page.evaluate(() => Object.keys(localStorage).filter((key) => /kept|generation/.test(key)))
    await until(async () => (await left()).length === 0, 'nothing is left')
  })

  test('a refused text can go back on the board as a new idea, or be discarded after a second press', async () => {
    const ada = await stage.member('ada')
    const cleo = await stage.member('cleo')
    const { boardId } = await stage.board(ada)
    for (const text of ['Apples', 'Pears']) await ada.account.must('idea.add', { boardId, text })
    const line = await liveLineOf(cleo.page)
    await cleo.page.goto(`/b/${boardId}`)
    await card(cleo.page, 'Apples').waitFor()
    await line.cut()
    await write(cleo.page, 'Apples', ' and honey')
    await write(cleo.page, 'Pears', ' and plums')
    await ada.account.must('board.lock', { boardId, locked: true })
    line.mend()
    await cleo.page.getByText('2 of your changes here were not accepted').waitFor()
    await ada.account.must('board.lock', { boardId, locked: false })
    await cleo.page.getByText('This board is locked').waitFor({ state: 'detached' })

    await cleo.page.getByRole('button', { name: 'Not accepted: 2 changes' }).click()
    const drawer = cleo.page.getByRole('dialog', { name: 'Not accepted' })
    const entry = (words: string) => drawer.getByRole('listitem').filter({ hasText: words })
    await entry('Apples').getByRole('button', { name: 'Add as a new idea' }).click()
    await entry('Apples').waitFor({ state: 'detached' })
    await card(cleo.page, 'Apples and honey').waitFor()

    await entry('Pears').getByRole('button', { name: 'Discard' }).click()
    await entry('Pears').getByRole('button', { name: 'Keep' }).click()
    await entry('Pears').getByRole('button', { name: 'Discard' }).click()
    await entry('Pears')
      .getByRole('group', { name: 'Discard for good?' })
      .getByRole('button', { name: 'Discard' })
      .click()
    await drawer.getByText('Nothing is waiting here').waitFor()
    await cleo.page.keyboard.press('Escape')

    // The page goes on without a reload: writing, saving and undo work on the new document.
    await write(cleo.page, 'Pears', ' with cheese')
    await cleo.page.getByText('Saved', { exact: true }).first().waitFor()
    await cleo.page.getByRole('button', { name: 'Undo' }).first().click()
    await until(async () => (await card(cleo.page, 'with cheese').count()) === 0, 'undone')
  })

  test('another tab of the same person does not write refused words back into the copy', async () => {
    const ada = await stage.member('ada')
    const dan = await stage.member('dan')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Bicycles' })
    const first = dan.page
    const second = await dan.context.newPage()
    const [firstLine, secondLine] = [await liveLineOf(first), await liveLineOf(second)]
    await first.goto(`/b/${boardId}`)
    await card(first, 'Bicycles').waitFor()
    await firstLine.cut()
    await write(first, 'Bicycles', ' for rent')
    // The second tab has the words from the copy they share, and cannot reach the server either.
    await secondLine.cut()
    await second.goto(`/b/${boardId}`)
    await card(second, 'Bicycles for rent').waitFor()

    await ada.account.must('board.lock', { boardId, locked: true })
    firstLine.mend()
    await first.getByText('One of your changes here was not accepted').waitFor()
    await until(async () => (await card(second, 'for rent').count()) === 0, 'the second tab has started over')
    secondLine.mend()
    await card(second, 'Bicycles').waitFor()
    await second.getByRole('button', { name: 'Not accepted: 1 change' }).waitFor()
    await ada.account.must('board.lock', { boardId, locked: false })
    await second.getByText('This board is locked').waitFor({ state: 'detached' })
    await write(second, 'Bicycles', ' on Fridays')
    await second.getByText('Saved', { exact: true }).first().waitFor()
    await card(first, 'Bicycles on Fridays').waitFor()
    await until(async () => (await copiesIn(first)).length === 1, 'one copy is left')
    expect((await copiesIn(first)).filter(({ text }) => text.includes('for rent'))).toEqual([])
  })

  test('a paragraph of a proposal that was not accepted is kept under its heading, and the editor goes on', async () => {
    const ada = await stage.member('ada')
    const flo = await stage.member('flo')
    const { boardId } = await stage.board(ada)
    const { ideaId } = await ada.account.must('idea.add', { boardId, text: 'A quiet room' })
    const line = await liveLineOf(flo.page)
    await flo.page.goto(`/i/${ideaId}`)
    const editor = flo.page.getByRole('textbox', { name: 'Proposal for “A quiet room”' })
    await editor.getByRole('heading').first().waitFor()
    const heading = await editor.getByRole('heading').last().textContent()
    await line.cut()
    await editor.click()
    await flo.page.keyboard.press('ControlOrMeta+End')
    await flo.page.keyboard.type('With curtains.')
    await editor.getByText('With curtains.').waitFor()
    await ada.account.must('board.archive', { boardId })
    line.mend()
    await flo.page.getByText('of your changes here').first().waitFor()
    await editor.getByText('With curtains.').waitFor({ state: 'detached' })
    await flo.page.getByRole('button', { name: 'Show' }).first().click()
    const drawer = flo.page.getByRole('dialog', { name: 'Not accepted' })
    await drawer.getByRole('link', { name: 'A quiet room' }).waitFor()
    await drawer.getByText(`Under “${heading}”`).waitFor()
    expect((await drawer.locator('mark').allTextContents()).join('')).toContain('With curtains.')
    await axe(flo.page)
    await flo.page.keyboard.press('Escape')

    await ada.account.must('board.restore', { boardId })
    await flo.page.locator('[contenteditable="true"]').waitFor()
    await editor.click()
    await flo.page.keyboard.press('ControlOrMeta+End')
    await flo.page.keyboard.type('With a lamp.')
    await flo.page.getByText('Saved', { exact: true }).waitFor()
  })

  test('a server that refuses again and again ends in a clear state, not in a loop', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Once more' })
    const line = await liveLineOf(ada.page)
    await ada.page.goto(`/b/${boardId}`)
    await card(ada.page, 'Once more').waitFor()
    line.refuse(CLOSE.malformed)
    await card(ada.page, 'Once more').getByText('Once more').click()
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type('!')
    await ada.page.getByText('The server keeps refusing what this page sends').waitFor()
    await axe(ada.page)
    line.refuse(null)
    await ada.page.getByRole('button', { name: 'Try again' }).click()
    await ada.page.getByText('The server keeps refusing').waitFor({ state: 'detached' })
    await ada.page.getByRole('button', { name: 'Not accepted: 1 change' }).waitFor()
    await write(ada.page, 'Once more', ' with care')
    await ada.page.getByText('Saved', { exact: true }).first().waitFor()
  })

  test('what a script slipped into the copy gets into the drawer, and nobody else notices', async () => {
    const ada = await stage.member('ada')
    const eve = await stage.member('eve')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Honest work' })
    await Promise.all([ada.page.goto(`/b/${boardId}`), eve.page.goto(`/b/${boardId}`)])
    await card(ada.page, 'Honest work').waitFor()
    await card(eve.page, 'Honest work').waitFor()
    await slipIntoCopy(eve.page, boardId, (doc) => {
      const forged = new Y.Map<unknown>()
      forged.set('title', new Y.Text('Never decided by the server'))
      cardsOf(doc).set('forged-card', forged)
    })
    await eve.page.reload()
    await eve.page.getByRole('button', { name: 'Not accepted: 1 change' }).click()
    const drawer = eve.page.getByRole('dialog', { name: 'Not accepted' })
    await drawer.locator('mark').first().waitFor()
    expect(await drawer.locator('mark').allTextContents()).toEqual(['Never decided by the server'])
    await eve.page.keyboard.press('Escape')
    await card(eve.page, 'Honest work').waitFor()
    expect(await card(ada.page, 'Never decided').count()).toBe(0)
    // Both go on.
    await write(eve.page, 'Honest work', ' pays')
    await card(ada.page, 'Honest work pays').waitFor()
  })
})

describe.skipIf(missing('chromium'))('what people see when they are cut off', () => {
  const stage = useStage()

  test('F34 a tab closed right after a keystroke keeps it', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Evening class' })
    const line = await liveLineOf(ada.page)
    await ada.page.goto(`/b/${boardId}`)
    await card(ada.page, 'Evening class').waitFor()
    await line.cut()
    await card(ada.page, 'Evening class').getByText('Evening class').click()
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.type('es')
    await ada.page.close()
    const again = await ada.context.newPage()
    const dark = await liveLineOf(again)
    await dark.cut()
    await again.goto(`/b/${boardId}`)
    await card(again, 'Evening classes').waitFor()
  })

  test('F35 where the browser refuses to keep a copy the board works, and a quiet line says so', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Quiet room' })
    await ada.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('not here', 'SecurityError')
      }
    })
    await ada.page.goto(`/b/${boardId}`)
    await card(ada.page, 'Quiet room').waitFor()
    await ada.page.getByText('Offline copy off').waitFor()
    await write(ada.page, 'Quiet room', ' upstairs')
    await ada.page.getByText('Saved', { exact: true }).first().waitFor()
    await axe(ada.page)
  })

  test('F35 a full disk turns the copy off in the middle of the work, once', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Quiet room' })
    await ada.page.goto(`/b/${boardId}`)
    await card(ada.page, 'Quiet room').waitFor()
    await ada.page.evaluate(() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await write(ada.page, 'Quiet room', ' downstairs')
    await ada.page.getByText('Offline copy off').waitFor()
    await ada.page.getByText('Saved', { exact: true }).first().waitFor()
  })

  test('F53 a session ended elsewhere keeps what was not sent, and sends it after signing in again', async () => {
    const ada = await stage.member('ada')
    const finn = await stage.member('finn')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Night bus' })
    const line = await liveLineOf(finn.page)
    await Promise.all([ada.page.goto(`/b/${boardId}`), finn.page.goto(`/b/${boardId}`)])
    await card(finn.page, 'Night bus').waitFor()
    await line.cut()
    await write(finn.page, 'Night bus', ' at one')
    finn.expects(/401/)
    await finn.account.request('POST', '/api/auth/revoke-sessions', { json: {} })
    await finn.page.waitForURL('**/sign-in*')
    await finn.page.getByText('It is kept here for you').waitFor()
    await finn.page.getByRole('heading', { level: 1 }).waitFor()
    await axe(finn.page)
    line.mend()
    await finn.page.getByLabel('E-mail').fill(finn.account.email)
    await finn.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await finn.page.getByRole('button', { name: 'Sign in' }).click()
    await card(finn.page, 'Night bus at one').waitFor()
    await card(ada.page, 'Night bus at one').waitFor()
  })

  test('F52 somebody shut out of a board in the middle of a sentence keeps the sentence, and no copy of the board', async () => {
    const ada = await stage.member('ada')
    const { boardId, joinCode } = await stage.board(ada, { joining: 'everyone' })
    await ada.account.must('idea.add', { boardId, text: 'Open door' })
    const gus = await stage.open({ phone: true })
    const line = await liveLineOf(gus.page)
    await gus.page.goto(`/join/${joinCode}`)
    await gus.page.getByLabel('Name').fill('Gus')
    await gus.page.getByRole('button', { name: 'Join' }).click()
    await card(gus.page, 'Open door').waitFor()
    await line.cut()
    await write(gus.page, 'Open door', ' on Saturdays')
    gus.expects(/40[134]/)
    const me = await gus.page.evaluate(
      async () => (await (await fetch('/api/me')).json()) as { user: { userId: string } },
    )
    await ada.account.must('board.remove-person', { boardId, userId: me.user.userId })
    line.mend()
    await gus.page.getByRole('button', { name: 'Not accepted: 1 change' }).click()
    const drawer = gus.page.getByRole('dialog', { name: 'Not accepted' })
    await drawer.getByText('You no longer have access here').waitFor()
    expect(await drawer.locator('mark').allTextContents()).toEqual([' on Saturdays'])
    await axe(gus.page)
    await until(
      async () => (await copiesIn(gus.page)).every(({ text }) => !text.includes('Open door')),
      'no copy is left',
    )
  })

  test('live writing that cannot get through says so, and what is written stays', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    await ada.account.must('idea.add', { boardId, text: 'Thick walls' })
    const line = await liveLineOf(ada.page)
    await ada.page.goto(`/b/${boardId}`)
    await card(ada.page, 'Thick walls').waitFor()
    await line.cut()
    await write(ada.page, 'Thick walls', ' and doors')
    await ada.page.getByText('Live writing cannot reach the server').waitFor()
    line.mend()
    await ada.page.getByText('Live writing cannot reach the server').waitFor({ state: 'detached' })
    await ada.page.getByText('Saved', { exact: true }).first().waitFor()
  })

  test('pictures of the drawer, in both languages, light and dark, on laptop and phone', async () => {
    const ada = await stage.member('ada')
    const { boardId } = await stage.board(ada)
    for (const text of ['Walk at noon. Bring water.', 'Soup on Mondays'])
      await ada.account.must('idea.add', { boardId, text })
    const looks = [
      { name: 'laptop', viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'en-GB' },
      { name: 'phone-dark', phone: true, colorScheme: 'dark', locale: 'nl-NL' },
    ] as const
    for (const [index, { name, ...look }] of looks.entries()) {
      const someone = await stage.member(`person ${index}`, look)
      await someone.account.must('profile.update', { language: look.locale === 'nl-NL' ? 'nl' : 'en' })
      const line = await liveLineOf(someone.page)
      await someone.page.goto(`/b/${boardId}`)
      await card(someone.page, 'Walk at noon').waitFor()
      await line.cut()
      for (const [on, words] of [
        ['Walk at noon. Bring water.', ' Ask Ben to lead it.'],
        ['Soup on Mondays', ' and bread on Fridays'],
      ] as const) {
        await write(someone.page, on, words)
      }
      await ada.account.must('board.lock', { boardId, locked: true })
      line.mend()
      const button = someone.page.getByRole('button', { name: /^(?:Not accepted|Niet overgenomen): 2/ })
      await button.waitFor()
      await shot(someone.page, `refused-board-${name}`)
      await button.click()
      await someone.page.getByRole('dialog').locator('mark').first().waitFor()
      await axe(someone.page)
      await shot(someone.page, `refused-drawer-${name}`)
      await ada.account.must('board.lock', { boardId, locked: false })
    }
  })
})
