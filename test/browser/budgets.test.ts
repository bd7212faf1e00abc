// What a page says and does when the server takes no more of it: no place left, too fast, a document at its cap (SYNC S17, Budgets).
// The server is in this process, so that its numbers can be small; everything else is as people have it.
import path from 'node:path'
import type { WebSocketRoute } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { boardDocument, cardsOf, cardTitle } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { CLOSE } from '../../shared/wire.ts'
import {
  axe,
  type Browser,
  type BrowserPerson,
  launch,
  type Page,
  person,
  shot,
  type WindowOptions,
} from '../support/browser.ts'
import { fromRun, missing } from '../support/services.ts'
import { card } from '../support/stage.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const DOCUMENT_BYTES = 40_000
const IDEAS = ['Apples', 'Pears', 'Plums', 'Figs', 'Dates']
/** Five of these are over the cap, and not so far over it that one may not shorten a text any more. */
const FILLING_CHARS = DOCUMENT_BYTES / IDEAS.length

describe.skipIf(missing('chromium'))('what a page does when the server takes no more', () => {
  let world: World
  let chrome: Browser
  const windows: BrowserPerson[] = []

  beforeAll(async () => {
    const clientDir = path.join(String(await fromRun('build')), 'client')
    const syncLimits = { documentBytes: DOCUMENT_BYTES, updatesPerSecond: 5, updatesBurst: 12 }
    const env = { SYNC_SOCKETS_PER_DOCUMENT: '2' }
    const started = await Promise.all([startWorld({ env, overrides: { clientDir, syncLimits } }), launch()])
    world = started[0]
    chrome = started[1]
  })
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close()
  })
  afterAll(async () => {
    await chrome?.close()
    await world?.close()
  })

  async function windowOf(name: string, options: WindowOptions = {}): Promise<Page> {
    const { cookie } = await world.person(name)
    const window = await person(chrome, world.url, options)
    windows.push(window)
    const cookies = cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: world.url }
    })
    await window.context.addCookies(cookies)
    return window.page
  }

  async function boardWith(texts: string[]): Promise<{ boardId: BoardId; ids: IdeaId[] }> {
    const ada = await world.person('ada')
    const { boardId } = await ada.must('board.create', { title: 'Fruit', template: 'brainstorm', joining: 'everyone' })
    const { ideas } = await ada.must('idea.add-many', { boardId, texts })
    await world.settled()
    return { boardId, ids: ideas.map(({ ideaId }) => ideaId) }
  }

  const stored = (boardId: BoardId, ideaId: IdeaId) =>
    world.app.sync.read(boardDocument(boardId), (doc) => cardTitle(cardsOf(doc).get(ideaId))?.toJSON() ?? '')

  async function edit(page: Page, words: string): Promise<void> {
    await card(page, words).press('e')
    await card(page, words).getByRole('textbox').waitFor()
  }

  test('who comes to a full board is told how many are on it, waits, and comes in when somebody leaves', async () => {
    const { boardId } = await boardWith(['Apples'])
    const [ada, cleo] = [await windowOf('ada'), await windowOf('cleo')]
    for (const page of [ada, cleo]) {
      await page.goto(`/b/${boardId}`)
      await card(page, 'Apples').waitFor()
    }
    const ben = await windowOf('ben')
    const gus = await windowOf('gus', { phone: true, locale: 'nl-NL', colorScheme: 'dark' })
    await Promise.all([ben.goto(`/b/${boardId}`), gus.goto(`/b/${boardId}`)])
    const wait = 'You can wait here; you come in when somebody leaves.'
    await ben.getByText(`This board is full: 2 people are on it. ${wait}`).waitFor()
    await ben.getByRole('heading', { name: 'Waiting for a place…' }).waitFor()
    await gus.getByText('Dit bord is vol: er zijn 2 mensen op. Je kunt hier wachten').waitFor()
    await axe(ben)
    await Promise.all([shot(ben, 'crowded'), shot(gus, 'crowded-nl-phone-dark')])
    expect(await card(ben, 'Apples').count()).toBe(0)

    await ada.close()
    await cleo.close()
    await Promise.all([
      card(ben, 'Apples').waitFor({ timeout: 60_000 }),
      card(gus, 'Apples').waitFor({ timeout: 60_000 }),
    ])
    await ben.getByText('This board is full').waitFor({ state: 'detached' })
  })

  test('4429 who writes faster than the server takes reads a calm word, keeps every letter, and is back by itself', async () => {
    const { boardId, ids } = await boardWith(['Apples'])
    const dan = await windowOf('dan')
    await dan.goto(`/b/${boardId}`)
    await card(dan, 'Apples').waitFor()
    await edit(dan, 'Apples')
    await dan.keyboard.press('End')
    const words = ' are red and green and yellow, and taste of autumn'
    await dan.keyboard.type(words, { delay: 25 })
    await dan.getByText('That was more than the server takes at once').waitFor()
    await dan.keyboard.type('!')
    await dan.keyboard.press('Escape')
    await axe(dan)
    await shot(dan, 'too-fast')
    await dan.getByText('That was more than the server takes at once').waitFor({ state: 'detached' })
    await dan.getByText('Saved', { exact: true }).first().waitFor()
    expect(await stored(boardId, ids[0]!)).toBe(`Apples${words}!`)
    await card(dan, `Apples${words}!`).waitFor()
    expect(await dan.getByRole('button', { name: 'Not accepted' }).count()).toBe(0)
  })

  test('S17 a full board says so where one writes, lets texts only get shorter, and opens up again', async () => {
    const { boardId, ids } = await boardWith(IDEAS)
    await world.app.sync.write(boardDocument(boardId), (doc) => {
      for (const id of ids) {
        const text = cardTitle(cardsOf(doc).get(id))
        text?.insert(text.length, ` ${'x'.repeat(FILLING_CHARS)}`)
      }
    })
    const eve = await windowOf('eve')
    await eve.goto(`/b/${boardId}`)
    const full = eve.getByText('This board is as full as it can be. Removing still works.')
    await full.waitFor()
    await axe(eve)
    await shot(eve, 'full-board')

    await edit(eve, 'Apples')
    await eve.keyboard.press('ControlOrMeta+Home')
    await eve.keyboard.type('zz')
    await eve.keyboard.press('Delete')
    await until(async () => (await stored(boardId, ids[0]!)).startsWith('pples x'), 'the letter to go')
    expect(await eve.locator('textarea:focus').inputValue()).toBe(`pples ${'x'.repeat(FILLING_CHARS)}`)

    await eve.keyboard.press('ControlOrMeta+A')
    await eve.keyboard.press('Backspace')
    await full.waitFor({ state: 'detached' })
    await eve.keyboard.type('Room')
    await eve.keyboard.press('Escape')
    await until(async () => (await stored(boardId, ids[0]!)) === 'Room', 'writing to work again')
    await eve.getByText('Saved', { exact: true }).first().waitFor()
    expect(await eve.getByRole('button', { name: 'Not accepted' }).count()).toBe(0)
  })

  test('a refused text is offered as a new idea only while the board takes ideas, and what changes in a moment is not said', async () => {
    const { boardId } = await boardWith(['Apples'])
    const ada = await world.person('ada')
    const finn = await windowOf('finn')
    const line = await lineOf(finn)
    await finn.goto(`/b/${boardId}`)
    await card(finn, 'Apples').waitFor()
    await line.cut()
    await edit(finn, 'Apples')
    await finn.keyboard.press('End')
    await finn.keyboard.type(' and honey')
    await finn.keyboard.press('Escape')
    await ada.must('board.lock', { boardId, locked: true })
    line.mend()
    await finn.getByText('One of your changes here was not accepted').waitFor()
    await finn.getByText('This board is locked: you can look and discuss').waitFor()
    const flashed = await watchFor(finn, 'You can look at this board, not change it')

    await finn.getByRole('button', { name: 'Show' }).first().click()
    const drawer = finn.getByRole('dialog', { name: 'Not accepted' })
    const add = drawer.getByRole('button', { name: 'Add as a new idea' })
    const locked = drawer.getByText('This board is locked. Once it is unlocked you can add this as a new idea.')
    const archived = drawer.getByText('This board is in the archive. Once it is back you can add this as a new idea.')
    await locked.waitFor()
    expect(await add.count()).toBe(0)
    await axe(finn)
    await shot(finn, 'kept-locked')
    await ada.must('board.lock', { boardId, locked: false })
    await add.waitFor()
    expect(await locked.count()).toBe(0)
    await ada.must('board.archive', { boardId })
    await archived.waitFor()
    expect(await add.count()).toBe(0)
    await ada.must('board.restore', { boardId })
    await add.click()
    await card(finn, 'Apples and honey').waitFor()
    await finn.keyboard.press('Escape')
    await edit(finn, 'Apples and honey')
    expect(await flashed()).toBe(false)
  })
})

/** The live documents' line of this page, which can be cut while commands still go. */
async function lineOf(page: Page) {
  let whole = true
  const open = new Set<WebSocketRoute>()
  await page.routeWebSocket(/\/sync\//, (line) => {
    if (!whole) return void line.close({ code: CLOSE.restarting })
    open.add(line)
    line.connectToServer()
  })
  return {
    async cut(): Promise<void> {
      whole = false
      await Promise.all([...open].map((line) => line.close({ code: CLOSE.restarting })))
    },
    mend(): void {
      whole = true
    },
  }
}

/** Looks at every change of the page from here on; the answer is whether these words were ever in it. */
async function watchFor(page: Page, words: string): Promise<() => Promise<boolean>> {
  const seen = await page.evaluateHandle((text) => {
    const found = { said: false }
    const look = () => {
      found.said ||= document.body.innerText.includes(text)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    return found
  }, words)
  return () => seen.evaluate(({ said }) => said)
}
