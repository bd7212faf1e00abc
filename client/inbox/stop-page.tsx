// Owns stopping mails from a link in one of them, without signing in. Opening the page changes nothing: a press does.

import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import type { MailPace, MailSort } from '../../shared/news.ts'
import { useTranslation } from '../i18n/translation.ts'
import { api, useRead } from '../live/api.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'

interface Meant {
  sort: MailSort
  waiting: MailPace
  rest: MailPace
}

export function StopPage({ token }: { token: string }) {
  const { t } = useTranslation('inbox')
  const meant = useRead<Meant>('notifications', `/api/unsubscribe/${token}/what`)
  const [stopped, setStopped] = useState<'these' | 'all' | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function stop(which: 'these' | 'all'): Promise<void> {
    setBusy(true)
    const outcome = await api.post(`/api/unsubscribe/${token}${which === 'all' ? '?all=1' : ''}`, {})
    setBusy(false)
    setRefusal(outcome.ok ? null : outcome.error)
    if (outcome.ok) setStopped(which)
  }

  const home = (
    <Button component="a" href="/" variant="default">
      {t('stop.signIn')}
    </Button>
  )
  if (meant.error?.kind === 'not-found') {
    return (
      <EmptyState title={t('stop.deadTitle')} action={home}>
        {t('stop.dead')}
      </EmptyState>
    )
  }
  if (meant.isError) return <ErrorState refusal={meant.error} onRetry={() => void meant.refetch()} />
  if (!meant.data) return <Skeletons lines={3} />
  const { sort, waiting, rest } = meant.data
  const isOff = { waiting: waiting === 'none', rest: rest === 'none' }
  const all = (
    <Button variant="default" loading={busy} onClick={() => void stop('all')}>
      {t('stop.all')}
    </Button>
  )
  if (stopped || isOff[sort]) {
    const both = stopped === 'all' || (isOff.waiting && isOff.rest)
    return (
      <EmptyState
        role="status"
        title={stopped ? t('stop.doneTitle') : t('stop.already')}
        action={
          <Stack>
            {both ? null : all}
            {home}
          </Stack>
        }
      >
        {both ? t('stop.doneAll') : t('stop.done')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t('stop.title')}
      action={
        <Stack>
          <Button loading={busy} onClick={() => void stop('these')}>
            {t('stop.button')}
          </Button>
          {all}
          <RefusalText refusal={refusal} />
        </Stack>
      }
    >
      {t(`stop.${sort}`)}
    </EmptyState>
  )
}
