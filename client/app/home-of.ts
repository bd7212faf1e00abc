// Owns where people belong and where they are sent instead. Pure: facts about who is here in, an address out.

import type { MeView } from '../../shared/model.ts'
import type { Who } from './routes.tsx'

/** Where somebody belongs who asks for nothing in particular. */
export function homeOf(me: MeView): string {
  if (me.user?.isGuest) return me.guestBoardId ? `/b/${me.guestBoardId}` : '/join'
  if (me.user) return '/home'
  return me.firstRun ? '/sign-up' : '/sign-in'
}

/** The address to send somebody to instead, or null when they may have this page. */
export function detourOf(who: Who, me: MeView, address: string): string | null {
  if (who === 'anyone') return null
  if (!me.user) return me.firstRun ? '/sign-up' : `/sign-in?next=${encodeURIComponent(address)}`
  if (who !== 'person' && me.user.isGuest) return homeOf(me)
  return null
}
