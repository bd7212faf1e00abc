// Owns saying aloud what happens to a session (a new phase, one minute, time is up, the end), the bell for who leads, and
// telling authors at the reveal that what they wrote is all there.

import { useEffect, useEffectEvent, useRef } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { isSealed, type LedgerSession, type SessionMine } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { serverNow } from '../live/server-time.ts'
import { currentUser } from '../live/session.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { chime } from './chime.ts'
import { usePhaseText } from './phase-text.ts'
import { checkReceipts, forgetReceipts, keptReceipts, noteReceipts } from './receipts.ts'
import { phaseNow } from './steps.ts'
import { MINUTE_MS } from './use-lead.ts'

/** New phase: said aloud, and what one may do on this board is asked for again. */
export function usePhaseNews(boardId: BoardId, session: LedgerSession, leads: boolean): void {
  const words = usePhaseText()
  const { t } = useTranslation('session')
  const phase = phaseNow(session)
  const ended = session.endedAt !== null
  const mark = ended ? `${session.sessionId} ended` : `${session.sessionId} ${session.phaseId}`
  const before = useRef<string | null>(null)
  const say = useEffectEvent(() => {
    if (ended) announce(t('news.ended'))
    else if (phase) announce(t('news.phase', { name: words.name(phase), sentence: words.sentence(phase, leads) }))
  })
  useEffect(() => {
    const isFirst = before.current === null
    before.current = mark
    if (!isFirst) say()
    // Also at first: this page may have asked a moment before the step.
    void invalidate([`board:${boardId}`])
  }, [boardId, mark])
}

/** One minute and the end of the timer, said aloud; `rings`: with the bell. */
export function useTimerNews(session: LedgerSession, rings: boolean): void {
  const { t } = useTranslation('session')
  const endsAt = session.endedAt === null ? (session.timer?.endsAt ?? null) : null
  const say = useEffectEvent((what: 'minute' | 'over', at: number) => {
    announce(t(`news.${what}`))
    if (what === 'over' && rings) chime(at)
  })
  useEffect(() => {
    if (endsAt === null) return
    const leftMs = endsAt - serverNow()
    const timers = (
      [
        ['minute', leftMs - MINUTE_MS],
        ['over', leftMs],
      ] as const
    )
      // What is past when the page opens is no news.
      .filter(([, waitMs]) => waitMs > 0)
      .map(([what, waitMs]) => setTimeout(() => say(what, endsAt), waitMs))
    return () => timers.forEach(clearTimeout)
  }, [endsAt])
}

/** The state of a session and its receipts may reach this page one after the other: only then something is missing. */
const PUBLISHED_WITHIN_MS = 5_000

/** Keeps my receipts while I write unseen; at the reveal looks for them among the published ones. */
export function useReceiptNews(
  boardId: BoardId,
  session: LedgerSession,
  mine: SessionMine | undefined,
  published: readonly string[],
): void {
  const { t } = useTranslation('session')
  const quiet = isQuiet(session)
  useEffect(() => {
    const user = currentUser()
    if (quiet && mine && user) noteReceipts(user.userId, boardId, mine.sealed)
  }, [boardId, quiet, mine])
  const tell = useEffectEvent((userId: string, { found, of }: { found: number; of: number }) => {
    forgetReceipts(userId, boardId)
    const text = found === of ? t('news.found', { count: of }) : t('news.missing', { found, of })
    showNotice({ text, tone: found === of ? 'plain' : 'problem' })
  })
  useEffect(() => {
    const userId = currentUser()?.userId
    if (quiet || !userId || published.length === 0) return
    const check = checkReceipts(keptReceipts(userId, boardId), published)
    if (!check) return
    if (check.found === check.of) return tell(userId, check)
    const timer = setTimeout(() => tell(userId, check), PUBLISHED_WITHIN_MS)
    return () => clearTimeout(timer)
  }, [boardId, quiet, published])
}

function isQuiet(session: LedgerSession): boolean {
  const phase = phaseNow(session)
  return session.endedAt === null && phase !== null && isSealed(phase.policy)
}

/** How long the cards settle after a reveal; the motion itself is under 200 ms (LOOK), each a little later than the last. */
const SETTLING_MS = 700

/** Lets the board know for a moment that cards arrive together. */
export function useReveal(session: LedgerSession): void {
  const quiet = isQuiet(session)
  const before = useRef(quiet)
  useEffect(() => {
    const revealed = before.current && !quiet
    before.current = quiet
    if (!revealed) return
    document.documentElement.dataset.kiemReveal = ''
    const timer = setTimeout(() => delete document.documentElement.dataset.kiemReveal, SETTLING_MS)
    return () => {
      clearTimeout(timer)
      delete document.documentElement.dataset.kiemReveal
    }
  }, [quiet])
}
