// Owns: people in a real Chromium: windows, what went wrong inside them, accessibility, pictures.
// Must never let a console error pass in silence: closing a window fails the test that caused one.
//
//   let chrome: Browser
//   beforeAll(async () => { chrome = await launch() })
//   afterAll(() => chrome.close())
//   const ada = await person(chrome, server.url)                                   // 1280 × 800, English
//   const guest = await person(chrome, server.url, { phone: true, locale: 'nl-NL', colorScheme: 'dark' })
//   await ada.page.goto('/')                                                        // the server is the base address
//   await axe(ada.page)                                                             // fails with a readable list
//   await shot(ada.page, 'board')                                                   // into the artefact folder, path returned
//   await ada.close()                                                               // and no console or page error happened
//   ada.expects(/ERR_INTERNET_DISCONNECTED/)                                        // an error this test causes on purpose
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium as engine, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { chromium } from './services.ts'

export type { Browser, Page } from 'playwright-core'

export type WindowOptions = {
  viewport?: { width: number; height: number }
  /** A 390 × 844 touch screen, the width most people hold. */
  phone?: boolean
  locale?: string
  colorScheme?: 'light' | 'dark'
  reducedMotion?: 'reduce' | 'no-preference'
  /** An earlier window's `await context.storageState()`: the same person comes back. */
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>
}

export type BrowserPerson = {
  readonly context: BrowserContext
  readonly page: Page
  /** Console errors, page errors and unexpected dialogs so far. */
  readonly trouble: string[]
  /** Declares an error that this test brings about on purpose. */
  expects(pattern: RegExp): void
  /** Closes the window; throws when anything in `trouble` was not expected. */
  close(): Promise<void>
}

// The machine is shared by servers and other windows; a person would wait as long.
const STEP_DEADLINE_MS = 20_000

const ARGUMENTS = [
  '--no-sandbox', // Chromium refuses a sandbox to root, and containers have none
  '--disable-gpu',
  '--disable-dev-shm-usage', // containers give /dev/shm 64 MB, which crashes pages
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A window of a test lives for seconds: scripts compiled once more to run faster cost more than they bring (an eighth of a run).
  '--js-flags=--no-opt',
]

export function launch(): Promise<Browser> {
  return engine.launch({ executablePath: chromium(), args: ARGUMENTS })
}

export async function person(browser: Browser, baseURL: string, options: WindowOptions = {}): Promise<BrowserPerson> {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 800 },
    locale: options.locale ?? 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: options.reducedMotion ?? 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(options.phone ? phone : {}),
    ...(options.viewport ? { viewport: options.viewport } : {}),
    ...(options.storageState ? { storageState: options.storageState } : {}),
  })
  context.setDefaultTimeout(STEP_DEADLINE_MS)
  const trouble: string[] = []
  const expected: RegExp[] = []
  context.on('page', (page) => listen(page, trouble))
  const page = await context.newPage()

  return {
    context,
    page,
    trouble,
    expects: (pattern) => void expected.push(pattern),
    async close() {
      await context.close()
      const surprises = trouble.filter((line) => !expected.some((pattern) => pattern.test(line)))
      if (surprises.length > 0) throw new Error(`The browser complained:\n  ${surprises.join('\n  ')}`)
    },
  }
}

function listen(page: Page, trouble: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const { url, lineNumber } = message.location()
    // Of the stand-in for a WebSocket that a test cuts (`routeWebSocket`): what is sent in that moment is sent again later.
    if (url === '' && message.text().startsWith('WebSocket is already in CLOSING or CLOSED state')) return
    trouble.push(`console: ${message.text()} (${url}:${lineNumber})`)
  })
  page.on('pageerror', (error) => trouble.push(`page: ${error.stack ?? error.message}`))
  page.on('crash', () => trouble.push('the page crashed'))
}

type AxeResult = { violations: { id: string; impact: string; help: string; nodes: AxeNode[] }[] }
type AxeNode = { target: unknown[]; html: string; failureSummary?: string }

/** Runs axe-core on the page as it is. `except`: rule ids, each with a reason in the calling test. */
export async function axe(page: Page, options: { within?: string; except?: string[] } = {}): Promise<void> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // Evaluated by the debugger, so the page's content security policy stays on.
  await page.evaluate(source)
  const rules = Object.fromEntries((options.except ?? []).map((id) => [id, { enabled: false }]))
  const call = `axe.run(${JSON.stringify(options.within ?? 'html')}, ${JSON.stringify({ rules, resultTypes: ['violations'] })})`
  const { violations } = await page.evaluate<AxeResult>(call)
  if (violations.length === 0) return
  const readable = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map((node) => `    ${node.target.join(' ')}\n      ${node.html.slice(0, 200)}${reason(node)}`)
    return `  ${id} (${impact}): ${help}\n${places.join('\n')}`
  })
  throw new Error(`axe found ${violations.length} on ${page.url()}:\n${readable.join('\n')}`)
}

function reason(node: AxeNode): string {
  return node.failureSummary ? `\n      ${node.failureSummary.replaceAll('\n', '\n      ')}` : ''
}

/** A picture for people to look at; never compared. */
export async function shot(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<string> {
  const folder = inject('run').artifacts
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `${name}.png`)
  await page.screenshot({ path: file, fullPage: options.fullPage ?? false, animations: 'disabled' })
  return file
}
