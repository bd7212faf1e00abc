// Owns the frame of a signed-in page: the calm header, the honest line about the connection, the skip link, where focus
// goes on arrival, and the keys that work everywhere. No page's content.

import { type ReactNode, Suspense, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { addressNow } from '../live/address.ts'
import { useConnection } from '../live/offline.ts'
import { tryStuckAgain, useDocumentTrouble } from '../live/trouble.ts'
import { useAddress } from '../ui/address.tsx'
import { arriveAt, endForgoing, expectArrival, forgoArrival } from '../ui/arrival.ts'
import { ConnectionBanner } from '../ui/connection-banner.tsx'
import { useKeys } from '../ui/keys.ts'
import { lazy } from '../ui/lazy.ts'
import { Header } from './header.tsx'
import classes from './shell.module.css'
import { useLateAnswers } from './use-late-answers.ts'
import { useOwnActions } from './use-own-actions.ts'

const Palette = lazy(() => import('./palette.tsx').then((m) => m.palette()))
const KeysDialog = lazy(() => import('../ui/keys-dialog.tsx').then((m) => ({ default: m.KeysDialog })))

/** A page without a heading (a board) has taken its own place by then. */
const ARRIVAL_WAIT_MS = 700

/** The address the last page was shown at; null before the first, which keeps the browser's own focus. */
let lastAddress: string | null = null

function useArrivals(main: { current: HTMLElement | null }): void {
  const { pathname } = useAddress()
  // Before the new page's own effects, so that its heading finds itself expected.
  if (lastAddress !== null && lastAddress !== pathname) expectArrival(pathname)
  useLayoutEffect(() => {
    const moved = lastAddress !== null && lastAddress !== pathname
    lastAddress = pathname
    if (moved) {
      window.scrollTo(0, 0)
      endForgoing()
    }
    const timer = setTimeout(() => arriveAt(main.current, pathname), ARRIVAL_WAIT_MS)
    return () => clearTimeout(timer)
  }, [pathname, main])
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const main = useRef<HTMLElement>(null)
  const { connection, waiting } = useConnection()
  const trouble = useDocumentTrouble()
  const [help, setHelp] = useState(false)
  const [palette, setPalette] = useState(0)
  useArrivals(main)
  useLateAnswers()
  const openPalette = () => {
    forgoArrival(addressNow().pathname)
    setPalette((times) => times + 1)
  }
  const openHelp = () => {
    forgoArrival(addressNow().pathname)
    setHelp(true)
  }
  useOwnActions({ openHelp })
  useKeys(t('help.general'), [
    { key: 'mod+k', label: t('help.anywhere'), run: openPalette, inFields: true },
    { key: '/', label: t('help.search'), run: openPalette },
    { key: '?', label: t('help.help'), run: openHelp },
  ])
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('nav.skip')}
      </a>
      <Header onSearch={openPalette} onHelp={openHelp} />
      <ConnectionBanner connection={connection} waiting={waiting} trouble={trouble} onTryAgain={tryStuckAgain} />
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {help ? (
        <Suspense>
          <KeysDialog opened onClose={() => setHelp(false)} />
        </Suspense>
      ) : null}
      {palette > 0 ? (
        <Suspense>
          <Palette opened={palette} />
        </Suspense>
      ) : null}
    </div>
  )
}
