// Owns the way to the desk: for whoever owes something there, and for sponsors, who will.

import { IconChevronRight } from '@tabler/icons-react'
import type { DeskView } from '../../shared/cases.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useMe } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import classes from './desk.module.css'

export interface OwnDesk {
  /** There is something on it, or there will be. */
  isThere: boolean
  waiting: number
}

export function useOwnDesk(): OwnDesk {
  const { user, roles } = useMe()
  const isMember = user !== null && !user.isGuest
  const { data } = useRead<DeskView>('desk', '/api/desk', { enabled: isMember })
  const due = data?.due ?? []
  const items = data ? [...data.waiting, ...due, ...data.promised, ...data.elsewhere, ...data.people] : []
  const waiting = data ? data.waiting.length + due.filter(({ isDue }) => isDue).length : 0
  return { isThere: isMember && (roles.includes('sponsor') || items.length > 0), waiting }
}

export function DeskLink() {
  const { t } = useTranslation('case')
  const { isThere, waiting } = useOwnDesk()
  if (!isThere) return null
  return (
    <Link to="/desk" className={classes.way} data-waiting={waiting > 0 || undefined}>
      <span>{waiting > 0 ? t('desk.open', { count: waiting }) : t('desk.clear')}</span>
      <span className={classes.go}>
        {t('desk.title')} <IconChevronRight size={18} aria-hidden />
      </span>
    </Link>
  )
}
