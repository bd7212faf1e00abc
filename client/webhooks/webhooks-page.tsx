// Owns the admin's page of other programs that are told: each endpoint with how it fares, and the mails that went out.

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { WebhookView } from '../../shared/news.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { KeptMails } from './kept-mails.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { WebhookItem } from './webhook-item.tsx'
import styles from './webhooks.module.css'

export function WebhooksPage() {
  const { t } = useTranslation('webhook')
  const webhooks = useRead<WebhookView[]>('webhooks', '/api/webhooks')
  const [adding, setAdding] = useState(false)
  const all = webhooks.data ?? []
  const add = (
    <Button variant={all.length > 0 ? 'default' : 'filled'} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('title')} lead={t('lead')} action={all.length > 0 && !adding ? add : undefined} />
      <p className={styles.privacy}>{t('privacy')}</p>
      {webhooks.isPending ? <Skeletons lines={3} height={60} /> : null}
      {webhooks.isError && !webhooks.data ? (
        <ErrorState refusal={webhooks.error} onRetry={() => void webhooks.refetch()} />
      ) : null}
      {adding ? <WebhookForm onClose={() => setAdding(false)} /> : null}
      {webhooks.data && all.length === 0 && !adding ? (
        <EmptyState title={t('empty.title')} action={add}>
          {t('empty.body')}
        </EmptyState>
      ) : null}
      <ul className={styles.list}>
        {all.map((webhook) => (
          <WebhookItem key={webhook.webhookId} webhook={webhook} />
        ))}
      </ul>
      <KeptMails />
    </Page>
  )
}
