// Owns P9: a board of two thousand cards in a real Chromium while others write: how soon one can use it, how smoothly one types
// and drags, and whether its memory stays where it is. Frames are the browser's own animation frames; without a graphics
// card they are painted by the processor that also runs the server, so they say what this machine can do.
import { chromium, type Page } from 'playwright-core'
import { find } from '../../../scripts/system-packages.mjs'
import { boardDocument, cardsOf, cardTitle } from '../../../shared/documents.ts'
import type { Person } from '../../support/people.ts'
import { median, ms, quantile, type Row } from '../figures.ts'
import type { Server } from '../server.ts'
import type { Board } from './boards.ts'

const REMOTE_EDITS_PER_SECOND = 20
const TYPED = 'the quick brown fox jumps over the lazy dog and comes back for the second time to be sure '
const KEY_EVERY_MS = 60
const DRAG_STEPS = 180
const DRAG_STEP_MS = 16
const VISITS = 3
const MEMORY_MINUTES = 2
const PATIENCE_MS = 60_000

interface Frames {
  perSecond: number
  /** Of the gaps between two frames. */
  p95Ms: number
}

export async function inBrowser(server: Server, ada: Person, ben: Person, board: Board): Promise<Row[]> {
  const executablePath = find('chromium')
  if (!executablePath) return [{ what: 'P9', value: 'Chromium is not on this machine' }]
  await ben.request('POST', '/api/join', { json: { code: board.joinCode, name: '' } })
  const stopWriting = await writing(ben, board)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    const visit = async () => {
      const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
      context.setDefaultTimeout(PATIENCE_MS)
      await context.addCookies(cookiesOf(ada, server.url))
      await context.addInitScript(NOTE_USABLE)
      return context.newPage()
    }
    const first: number[] = []
    const again: number[] = []
    for (let n = 0; n < VISITS; n++) {
      const page = await visit()
      for (const into of [first, again]) into.push(await usableAfter(page, `/b/${board.boardId}`))
      await page.context().close()
    }
    const page = await visit()
    await usableAfter(page, `/b/${board.boardId}`)
    const idle = await frames(page, () => page.waitForTimeout(DRAG_STEPS * DRAG_STEP_MS))
    const typing = await frames(page, () => type(page))
    const dragging = await frames(page, () => drag(page))
    const memory = await growth(page)
    return [
      { what: 'P9 usable after navigation, 2,000 cards', value: ms(median(first)), goal: '1.5 s' },
      { what: '   with a copy on the device', value: ms(median(again)) },
      { what: 'P9 frames while others write', value: said(idle) },
      { what: 'P9 typing', value: said(typing), goal: '50/s' },
      { what: 'P9 dragging', value: said(dragging), goal: '50/s' },
      { what: `P9 memory, ${MEMORY_MINUTES} minutes of others writing`, value: memory, goal: 'flat' },
    ]
  } finally {
    stopWriting()
    await browser.close()
  }
}

const said = ({ perSecond, p95Ms }: Frames) => `${perSecond.toFixed(0)} frames/s, p95 ${ms(p95Ms)} between two`

function cookiesOf({ cookie }: Person, url: string) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}

/** Ben writes here and there on the board, a letter at a time. */
async function writing(ben: Person, board: Board): Promise<() => void> {
  const live = ben.document(boardDocument(board.boardId))
  await new Promise<void>((resolve) => live.provider.on('sync', (synced: boolean) => synced && resolve()))
  let n = 0
  const timer = setInterval(() => {
    const text = cardTitle(cardsOf(live.doc).get(board.ideas[(n * 37) % board.ideas.length]!))
    // A letter in, and the next time round out again: the board stays as large as it is.
    if (Math.floor(n / board.ideas.length) % 2 === 0) text?.insert(text.length, '.')
    else text?.delete(text.length - 1, 1)
    n += 1
  }, 1_000 / REMOTE_EDITS_PER_SECOND)
  return () => {
    clearInterval(timer)
    live.close()
  }
}

/** Notes in the page itself when the first card has been painted: asking from outside costs more than there is to measure. */
const NOTE_USABLE = `
  const seen = new MutationObserver(() => {
    if (!document.querySelector('[data-card]')) return
    seen.disconnect()
    requestAnimationFrame(() => setTimeout(() => (window.usableAfterMs = performance.now())))
  })
  seen.observe(document, { childList: true, subtree: true })`

/** From the navigation to a card one can click into. */
async function usableAfter(page: Page, address: string): Promise<number> {
  await page.goto(address)
  // Asked in one go: waiting for a function would evaluate words in the page, which its security policy forbids.
  return page.evaluate<number>(`new Promise((tell) => {
    const look = () => (window.usableAfterMs ? tell(window.usableAfterMs) : requestAnimationFrame(look))
    look()
  })`)
}

/** Counts in the page itself. As text: what builds this file would put helpers into a function that the page does not have. */
const COUNT_FRAMES = `{
  const gaps = []
  let last = performance.now()
  let counting = true
  requestAnimationFrame(function tick(at) {
    gaps.push(at - last)
    last = at
    if (counting) requestAnimationFrame(tick)
  })
  window.endFrames = () => ((counting = false), gaps)
}`

async function frames(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(COUNT_FRAMES)
  const startedAt = performance.now()
  await work()
  const tookMs = performance.now() - startedAt
  const gaps = await page.evaluate<number[]>('window.endFrames()')
  return { perSecond: (gaps.length * 1_000) / tookMs, p95Ms: quantile(gaps, 0.95) }
}

async function type(page: Page): Promise<void> {
  await page.locator('[data-card] p').first().click()
  await page.getByRole('textbox', { name: 'Text of the idea' }).waitFor()
  await page.keyboard.type(TYPED, { delay: KEY_EVERY_MS })
  await page.keyboard.press('Escape')
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator('[data-card]').nth(2).boundingBox()
  if (!box) throw new Error('there is no card to drag')
  const [x, y] = [box.x + box.width / 2, box.y + 12]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let n = 0; n < DRAG_STEPS; n++) {
    const turn = (n / DRAG_STEPS) * 2 * Math.PI
    await page.mouse.move(x + 200 * Math.sin(turn), y + 150 * (1 - Math.cos(turn)))
    await page.waitForTimeout(DRAG_STEP_MS)
  }
  await page.mouse.up()
}

/** The page's own memory after a collection, before and after; others write all the while. */
async function growth(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page)
  const live = async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    return usedSize / 2 ** 20
  }
  const before = await live()
  await page.waitForTimeout(MEMORY_MINUTES * 60_000)
  const after = await live()
  return `${before.toFixed(1)} → ${after.toFixed(1)} MB`
}
