// Owns stopping mails from a mail itself, without signing in: with one press in a mail program (RFC 8058), or on a page of ours.
// Opening the address alone changes nothing.

import { USUAL_MAIL } from '../../shared/news.ts'
import { done, type Outcome, notThere } from '../../shared/outcome.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { Route } from '../platform/route.ts'
import type { Links } from './links.ts'
import * as people from './people-store.ts'

export interface UnsubscribingDeps {
  links: Links
  reader: Reader
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

export function unsubscribingRoutes({ links, reader, transaction }: UnsubscribingDeps): Route[] {
  const path = '/api/unsubscribe/:token'
  const meant = async (token: string | undefined) => {
    const stop = links.readStop(token ?? '')
    return stop && (await people.addressOf(reader, stop.userId)) ? stop : null
  }
  return [
    {
      // A mail program that knows no one-press way opens the address from the header: it leads to the page that asks.
      kind: 'forward',
      path,
      answer: async ({ params }) =>
        (await meant(params['token'])) ? done(`/unsubscribe/${params['token']}`) : notThere(),
    },
    {
      kind: 'open-read',
      path: '/api/unsubscribe/:token/what',
      async answer({ params }) {
        const stop = await meant(params['token'])
        if (!stop) return notThere()
        const { waiting, rest } = await people.settingsOf(reader, stop.userId)
        return done({ value: { sort: stop.sort, waiting, rest }, cookies: [] })
      },
    },
    {
      kind: 'post',
      anyBody: true,
      path,
      /** `?all=1`: both sorts. */
      async answer({ params, query }): Promise<Outcome<{ value: unknown; cookies: string[] }>> {
        const stop = await meant(params['token'])
        if (!stop) return notThere()
        await transaction(async (tx) => {
          const now = { ...USUAL_MAIL, ...(await people.settingsOf(tx, stop.userId)) }
          const both = query.get('all') === '1'
          const waiting = both || stop.sort === 'waiting' ? 'none' : now.waiting
          const rest = both || stop.sort === 'rest' ? 'none' : now.rest
          await people.saveSettings(tx, stop.userId, { ...now, waiting, rest })
          await people.dropMails(tx, stop.userId, { waiting: waiting === 'none', rest: rest === 'none' })
        })
        return done({ value: { stopped: true }, cookies: [] })
      },
    },
  ]
}
