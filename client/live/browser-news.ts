// Owns messages of the browser itself: while a page of Kiem is open and nobody looks at it, the newest line of the inbox is shown
// outside it, once over all tabs. Nothing is asked of any service: closed, Kiem shows nothing.

import type { InboxItem } from '../../shared/model.ts'
import { sentenceOf } from '../../shared/news-words.ts'
import { currentLanguage } from '../i18n/translation.ts'
import { call } from './http.ts'
import { currentUser } from './session.ts'
import { onEvent } from './socket.ts'

const WANTED = 'kiem.browser-news'
/** The newest that any tab has shown. */
const SHOWN = 'kiem.browser-news.shown'

export function canShow(): boolean {
  return 'Notification' in window && window.isSecureContext
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage each tab decides alone.
  }
}

/** On this device, by this person: the next one who signs in here chooses anew. */
export const isWanted = (userId: string): boolean => read(WANTED) === userId
export const setWanted = (userId: string, on: boolean): void => write(WANTED, on ? userId : '')

let isTelling = false

/** From now on, for as long as this page lives. */
export function tellOutside(): void {
  if (isTelling) return
  isTelling = true
  onEvent('inbox', ({ unread }) => {
    const user = currentUser()
    const wanted = user !== null && isWanted(user.userId) && canShow() && Notification.permission === 'granted'
    if (unread > 0 && wanted && document.hidden) void oneTab(show)
  })
}

/** Of several tabs one at a time, so that the second finds it shown. */
async function oneTab(work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request('kiem-browser-news', work)
  else await work()
}

async function show(): Promise<void> {
  const outcome = await call<InboxItem[]>('GET', '/api/inbox')
  const newest = outcome.ok ? outcome.value.find(({ readAt }) => readAt === null) : undefined
  // What is older than the last one shown is no news, also where a newer one was read or is not for them any more.
  if (!newest || Number(read(SHOWN)) >= newest.createdAt) return
  write(SHOWN, String(newest.createdAt))
  const url = newest.ideaId ? `/i/${newest.ideaId}` : '/inbox'
  const board = newest.data['board']
  const options = { body: sentenceOf(newest, currentLanguage()), tag: newest.id, icon: '/icon-192.png', data: { url } }
  const title = board === undefined ? 'Kiem' : `Kiem · ${board}`
  const worker = await navigator.serviceWorker?.getRegistration()
  if (worker) return worker.showNotification(title, options)
  const message = new Notification(title, options)
  message.addEventListener('click', () => {
    window.focus()
    location.assign(url)
    message.close()
  })
}
