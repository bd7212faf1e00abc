// Owns coming along when everybody is called to a card: once for each call, not for who goes their own way, not for who comes
// late, and never over the head of somebody who is writing.

import { useEffect, useEffectEvent, useRef } from 'react'
import { SUMMONS_LASTS_MS } from '../../shared/limits.ts'
import type { IdeaId } from '../../shared/model.ts'
import type { LedgerSession, SessionMine, Summons } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { serverNow } from '../live/server-time.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'

/** The card is in view now; its reader is writing, and was not disturbed; there is no such card here. */
export type Shown = 'shown' | 'busy' | 'gone'
export type ShowCard = (ideaId: IdeaId, asked: boolean) => Shown

/** Whether this reader is brought along by itself. `mine` unknown: wait, they may go their own way. */
export function comesAlong(
  summons: Summons | null,
  facts: { roams: boolean | null; leads: boolean; now: number },
): boolean {
  if (!summons || facts.roams !== false || facts.leads) return false
  return facts.now - summons.at < SUMMONS_LASTS_MS
}

export const callOf = (summons: Summons | null): string | null => (summons ? `${summons.ideaId} ${summons.at}` : null)

export function useSummons(
  session: LedgerSession,
  mine: SessionMine | undefined,
  leads: boolean,
  label: (ideaId: IdeaId) => string,
  show: ShowCard,
): void {
  const { t } = useTranslation('session')
  const answered = useRef<string | null>(null)
  const summons = session.endedAt === null ? (session.summons ?? null) : null
  const call = callOf(summons)
  const answer = useEffectEvent(() => {
    if (!summons || !mine || call === answered.current) return
    answered.current = call
    const name = label(summons.ideaId)
    if (!comesAlong(summons, { roams: mine.roams ?? false, leads, now: serverNow() })) return
    const came = show(summons.ideaId, false)
    if (came === 'shown') announce(t('summons.came', { name }))
    else if (came === 'busy') {
      const action = { label: t('summons.show'), run: () => void show(summons.ideaId, true) }
      showNotice({ text: t('summons.together', { name }), action })
    }
  })
  const isKnown = mine !== undefined
  useEffect(() => {
    if (call !== null && isKnown) answer()
  }, [call, isKnown])
}
