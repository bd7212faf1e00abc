// Owns: a running app with people in browser windows, for browser tests: one server and one Chromium per file.
// Must never do by the back door what a test claims a person can do; it only sets the stage.
//
//   const stage = useStage()                                    // inside describe
//   const ada = await stage.member('ada')                       // account + window, signed in
//   const gus = await stage.open({ phone: true })               // a window of nobody in particular
//   const { boardId, joinCode } = await stage.board(ada, { template: 'brainstorm' })
//   await ada.page.goto(`/b/${boardId}`)
//   const [soup] = await atRest(card(ada.page, 'Soup'))         // its box, once it stands still
//   card(ada.page, 'Soup'); await addIdea(ada.page, 'Soup', 'Ideas')
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Locator } from 'playwright-core'
import type { RawInputOf } from '../../shared/commands.ts'
import { type Browser, type BrowserPerson, launch, type Page, person, type WindowOptions } from './browser.ts'
import { type Person, signIn, signUp } from './people.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export type Member = BrowserPerson & { readonly account: Person }

export type Stage = {
  readonly server: ServerProcess
  /** A window nobody has signed in to. */
  open(options?: WindowOptions): Promise<BrowserPerson>
  /** Somebody with an account, signed in in a window of their own. The first of a file is the admin. */
  member(name: string, options?: WindowOptions): Promise<Member>
  board(
    by: Member,
    input?: Partial<RawInputOf<'board.create'>>,
  ): Promise<Awaited<ReturnType<typeof Person.prototype.must<'board.create'>>>>
}

export function useStage(options: { firstStart?: boolean } = {}): Stage {
  let server: ServerProcess
  let chrome: Browser
  const windows: BrowserPerson[] = []
  const accounts = new Map<string, Promise<Person>>()

  beforeAll(async () => {
    const started = await Promise.all([startServer(options), launch()])
    server = started[0]
    chrome = started[1]
  })
  // What a window complained about fails the test that opened it.
  afterEach(async () => {
    const closing = await Promise.allSettled(windows.splice(0).map((window) => window.close()))
    const failed = closing.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  })
  afterAll(async () => {
    for (const account of accounts.values()) await (await account).close()
    await chrome?.close()
    await server?.stop()
  })

  async function open(windowOptions: WindowOptions = {}): Promise<BrowserPerson> {
    const window = await person(chrome, server.url, windowOptions)
    windows.push(window)
    return window
  }

  async function accountOf(name: string): Promise<Person> {
    const known = await accounts.get(name)
    if (known?.cookie) return known
    // A test that ended their sessions and is tried again finds them signed out.
    const account = known ? signIn(server.url, name) : signUp(server.url, name)
    accounts.set(name, account)
    return account
  }

  return {
    get server() {
      return server
    },
    open,
    async member(name, windowOptions) {
      const account = await accountOf(name)
      const window = await open(windowOptions)
      const cookies = account.cookie.split('; ').map((pair) => {
        const at = pair.indexOf('=')
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url }
      })
      await window.context.addCookies(cookies)
      return Object.assign(window, { account })
    },
    async board(by, input = {}) {
      return by.account.must('board.create', { title: 'Better weeks', template: 'brainstorm', ...input })
    },
  }
}

/** A card on the board by the words on it. */
export function card(page: Page, words: string): Locator {
  return page.locator('[data-card]').filter({ hasText: words })
}

/** A column by its title. */
export function column(page: Page, title: string): Locator {
  return page.locator('[data-column]').filter({ has: page.getByRole('heading', { name: title }) })
}

export type Box = { x: number; y: number; width: number; height: number }

/** Where these are on the screen, all at one moment, once none of them moves any more: what glides is somewhere else a frame later. */
export async function atRest(...locators: Locator[]): Promise<Box[]> {
  const handles = await Promise.all(locators.map((locator) => locator.elementHandle()))
  return locators[0]!.page().evaluate(async (elements) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const look = () =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return { x, y, width, height }
      })
    let seen = look()
    for (let same = 0; same < 5; ) {
      await frame()
      const now = look()
      same = JSON.stringify(now) === JSON.stringify(seen) ? same + 1 : 0
      seen = now
    }
    return seen
  }, handles)
}

/** Writes an idea on the line of a column, as a person with a keyboard does. */
export async function addIdea(page: Page, words: string, columnTitle?: string): Promise<void> {
  const line = columnTitle
    ? page.getByRole('textbox', { name: `New idea in ${columnTitle}` })
    : page.getByRole('textbox', { name: /^New idea/ })
  await line.first().fill(words)
  await line.first().press('Enter')
  await card(page, words).first().waitFor()
}
