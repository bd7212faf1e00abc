// Owns the inbox: first what waits for my answer (the desk, handed in by the app), then what happened, newest first.

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { InboxItem } from '../../shared/model.ts'
import { sentenceOf } from '../../shared/news-words.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Link } from '../ui/address.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import styles from './inbox.module.css'

export function InboxPage({ desk }: { desk?: ReactNode }) {
  const { t } = useTranslation('inbox')
  const inbox = useRead<InboxItem[]>('inbox', '/api/inbox')
  const mark = useCommand('inbox.mark-read')
  const items = inbox.data ?? []
  const unread = items.filter(({ readAt }) => readAt === null)

  return (
    <Page width="narrow">
      <PageHeader
        title={t('title')}
        action={
          unread.length > 0 && (
            <Button variant="default" loading={mark.busy} onClick={() => void mark.run({ items: 'all' })}>
              {t('markAllRead')}
            </Button>
          )
        }
      />
      {desk}
      {inbox.isError && <ErrorState refusal={inbox.error} onRetry={() => void inbox.refetch()} />}
      {inbox.data && items.length === 0 && <EmptyState title={t('empty.title')}>{t('empty.body')}</EmptyState>}
      {items.length > 0 && (
        <section aria-labelledby="inbox-news">
          <h2 id="inbox-news" className={styles.heading}>
            {t('news')}
          </h2>
          <ul className={styles.items}>
            {items.map((item) => (
              <Item key={item.id} item={item} onOpen={() => void mark.run({ items: [item.id] })} />
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}

function Item({ item, onOpen }: { item: InboxItem; onOpen: () => void }) {
  const { t, language } = useTranslation('inbox')
  const format = useFormat()
  const minutes = item.kind === 'minutes-written' ? `/minutes?session=${item.data['session']}` : ''
  const to = item.ideaId ? `/i/${item.ideaId}` : item.boardId ? `/b/${item.boardId}${minutes}` : '/profile'
  const isNew = item.readAt === null
  return (
    <li>
      <Link to={to} className={styles.item} data-new={isNew || undefined} onClick={isNew ? onOpen : undefined}>
        <span className={styles.words}>
          {isNew && <span className="kiem-unseen">{t('new')} </span>}
          {sentenceOf(item, language)}
        </span>
        <span className={styles.when}>{format.relative(item.createdAt)}</span>
      </Link>
    </li>
  )
}
