// Owns the page behind the link in a mail: one case, for the one person it was sent to, without signing in. What it opens, and
// whether still, the server says; the case itself is drawn by its own room.

import { Button } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import type { DeskCase } from '../../shared/cases.ts'
import type { Language, UserId } from '../../shared/model.ts'
import { changeLanguage } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { byLink } from '../live/by-link.ts'
import { useStore } from '../live/store.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import styles from './answer-page.module.css'

type Opened = DeskCase & { me: { userId: UserId; name: string; language: Language } }

/** What ends a link though the case waits as it did. */
const GONE: Partial<Record<string, 'role' | 'account'>> = {
  'answer-link-role': 'role',
  'answer-link-account': 'account',
}

export function AnswerPage({ token, show }: { token: string; show: (item: DeskCase) => ReactNode }) {
  const { t } = useTranslation('inbox')
  const opened = useRead<Opened>('desk', `/api/answer/${token}`)
  const { data, error } = opened
  const link = useStore(byLink)
  const me = data?.me
  useEffect(() => {
    if (!me) return
    byLink.set({ token, me: { userId: me.userId, name: me.name, image: null, unit: null, isGuest: false } })
    return () => byLink.set(null)
  }, [me, token])
  useEffect(() => {
    if (me) void changeLanguage(me.language)
  }, [me])

  const isOver = error?.reason === 'answer-link-over'
  if (isOver && data) return <Ended ideaId={data.idea.ideaId} title={t('link.doneTitle')} words={t('link.done')} />
  if (isOver) return <Ended ideaId={null} title={t('link.overTitle')} words={t('link.over')} />
  const gone = error && GONE[error.reason]
  if (gone) return <Ended ideaId={data?.idea.ideaId ?? null} title={t(`link.${gone}Title`)} words={t(`link.${gone}`)} />
  if (opened.isError && !data) return <ErrorState refusal={error} onRetry={() => void opened.refetch()} />
  if (!data || !link) return <Skeletons lines={6} height={28} />
  return (
    <>
      <PageHeader title={t('link.title')} lead={t('link.lead', { name: data.me.name })} />
      <h2 className="kiem-unseen">{t('waits')}</h2>
      <ul className={styles.case}>{show(data)}</ul>
    </>
  )
}

function Ended({ ideaId, title, words }: { ideaId: string | null; title: string; words: string }) {
  const { t } = useTranslation('inbox')
  return (
    <EmptyState
      role="status"
      title={title}
      action={
        <Button component="a" href={ideaId ? `/i/${ideaId}` : '/desk'} variant="default">
          {t('link.signIn')}
        </Button>
      }
    >
      {words}
    </EmptyState>
  )
}
