// Owns the inbox: first what waits for my answer (the way to the desk, handed in by the app), then what happened, idea by idea.

import { Button, SegmentedControl } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { InboxItem } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import styles from './inbox.module.css'
import { ThreadView } from './thread-view.tsx'
import { countsOf, FILTERS, type Filter, threadsOf } from './threads.ts'

export function InboxPage({ desk }: { desk?: ReactNode }) {
  const { t } = useTranslation('inbox')
  const inbox = useRead<InboxItem[]>('inbox', '/api/inbox')
  const mark = useCommand('inbox.mark-read')
  const [filter, setFilter] = useState<Filter>('all')
  const items = inbox.data ?? []
  const threads = threadsOf(items, filter)
  const counts = countsOf(items)
  const isEmpty = inbox.data !== undefined && items.length === 0

  return (
    <Page width="narrow">
      <PageHeader
        title={t('title')}
        action={
          counts.unread > 0 && (
            <Button variant="default" loading={mark.busy} onClick={() => void mark.run({ items: 'all' })}>
              {t('markAllRead')}
            </Button>
          )
        }
      />
      {desk}
      {inbox.isError && !inbox.data ? <ErrorState refusal={inbox.error} onRetry={() => void inbox.refetch()} /> : null}
      {inbox.isPending ? <Skeletons lines={5} height={40} /> : null}
      {isEmpty ? <EmptyState title={t('empty.title')}>{t('empty.body')}</EmptyState> : null}
      {items.length > 0 ? (
        <>
          <SegmentedControl
            className={styles.filter}
            fullWidth
            aria-label={t('filter.label')}
            value={filter}
            onChange={(value) => setFilter(FILTERS.find((one) => one === value) ?? 'all')}
            data={FILTERS.map((value) => ({
              value,
              label: (
                <span data-filter={value}>
                  {t(`filter.${value}`)}
                  {counts[value] > 0 ? <span className={styles.count}>{counts[value]}</span> : null}
                </span>
              ),
            }))}
          />
          {threads.length === 0 && filter !== 'all' ? (
            <p className={styles.none} role="status">
              {t(`empty.${filter}`)}
            </p>
          ) : null}
          <ul className={styles.threads}>
            {threads.map((thread) => (
              <ThreadView
                key={thread.key}
                thread={thread}
                onRead={() => thread.unread.length > 0 && void mark.run({ items: thread.unread })}
              />
            ))}
          </ul>
        </>
      ) : null}
      <p className={styles.foot}>
        <Link to="/profile#mail">{t('settingsLink')}</Link>
      </p>
    </Page>
  )
}
