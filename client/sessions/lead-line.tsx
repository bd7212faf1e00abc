// Owns saying who is in the lead, and, to those who could, that they have no connection and that one tap takes over. Calm:
// a session stops for nobody.

import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { send } from '../live/command.ts'
import { currentUser } from '../live/session.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import classes from './bar.module.css'
import { leadGone } from './steps.ts'

/** A session that began before anybody could be in the lead has none. */
export function LedBy({ session }: { session: LedgerSession }) {
  const { t } = useTranslation('session')
  const by = session.lead?.by
  if (!by) return null
  return (
    <p className={classes.ledBy} data-led-by>
      {by.userId === currentUser()?.userId ? t('lead.byYou') : t('lead.by', { name: by.name })}
    </p>
  )
}

export function LeadGone({ boardId, session, leads }: { boardId: BoardId; session: LedgerSession; leads: boolean }) {
  const { t } = useTranslation('session')
  const refused = useRefusal()
  const [busy, setBusy] = useState(false)
  const gone = leadGone(session, currentUser()?.userId ?? null, leads)
  const words = gone && (leads ? t('lead.gone', { name: gone.name }) : t('lead.goneNobody'))
  useEffect(() => {
    if (words) announce(words)
  }, [words])
  if (!gone) return null

  async function take(): Promise<void> {
    setBusy(true)
    const outcome = await send('session.take-over', { boardId })
    setBusy(false)
    if (outcome.ok) announce(t('lead.taken'))
    else showNotice({ tone: 'problem', text: refused(outcome.error) })
  }
  return (
    <div className={classes.closing} data-lead-gone>
      <IconPlugConnectedX size={20} stroke={1.8} aria-hidden="true" />
      <p>{words}</p>
      <Button variant="default" size="sm" loading={busy} onClick={() => void take()}>
        {t('lead.take')}
      </Button>
    </div>
  )
}
