// Owns the way to the "not accepted" drawer from every page: a mark in the header for as long as something is in it, the
// word when something comes in, and the drawer itself, which is loaded at the first need.

import { ActionIcon } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import { Suspense, useEffect, useRef } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { type KeptText, useKept } from '../live/kept.ts'
import { Hint } from './hint.tsx'
import classes from './kept-button.module.css'
import { isSaid, openKept, useKeptOpened } from './kept-place.ts'
import { lazy } from './lazy.ts'
import { showNotice } from './notices.tsx'

const KeptDrawer = lazy(() => import('./kept-drawer.tsx').then((m) => ({ default: m.KeptDrawer })))

export function KeptButton({ userId }: { userId: string }) {
  const { t } = useTranslation('kept')
  const { texts } = useKept(userId)
  const opened = useKeptOpened()
  useNews(texts)
  const label = t('button', { count: texts.length })
  return (
    <>
      {texts.length > 0 ? (
        <Hint label={label} align="end">
          <ActionIcon className={classes.button} aria-label={label} aria-haspopup="dialog" onClick={openKept}>
            <IconBookmark size={22} stroke={1.8} aria-hidden="true" />
            <span className={classes.count} aria-hidden="true">
              {texts.length > 99 ? '99+' : texts.length}
            </span>
          </ActionIcon>
        </Hint>
      ) : null}
      {opened ? (
        <Suspense>
          <KeptDrawer userId={userId} />
        </Suspense>
      ) : null}
    </>
  )
}

/** What is first kept by what the page knows and then exactly is one piece of news. */
const SETTLE_MS = 1_500

/** Says it once when something new was not accepted and the page on screen does not say so itself. */
function useNews(texts: readonly KeptText[]): void {
  const { t } = useTranslation('kept')
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    const look = () => {
      const before = known.current
      known.current = new Set(texts.map(({ id }) => id))
      const fresh = before ? texts.filter(({ id, document }) => !before.has(id) && !isSaid(document)) : []
      if (fresh.length === 0) return
      showNotice({
        tone: 'problem',
        text: t('notice', { count: fresh.length }),
        action: { label: t('show'), run: openKept },
      })
    }
    const timer = setTimeout(look, known.current ? SETTLE_MS : 0)
    return () => clearTimeout(timer)
  }, [texts, t])
}
