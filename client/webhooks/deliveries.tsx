// Owns the log of one endpoint: what was sent when, what came back, when it is tried again; and sending one again.

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DeliveryView } from '../../shared/news.ts'
import { useFormat } from '../i18n/format.ts'
import { hasText, useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import styles from './webhooks.module.css'

export function Deliveries({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation('webhook')
  const [open, setOpen] = useState(false)
  const path = `/api/webhooks/${webhookId}/deliveries`
  const log = useRead<DeliveryView[]>(`deliveries:${webhookId}`, path, { enabled: open })
  return (
    <details className={styles.log} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('log')}</summary>
      {open && log.isPending ? <Skeletons lines={2} /> : null}
      {log.data?.length === 0 ? <p className={styles.soft}>{t('noLog')}</p> : null}
      <ul className={styles.deliveries}>
        {(log.data ?? []).map((delivery) => (
          <Delivery key={delivery.deliveryId} delivery={delivery} webhookId={webhookId} />
        ))}
      </ul>
      <Button variant="subtle" size="compact-md" onClick={() => void log.refetch()}>
        {t('refresh')}
      </Button>
    </details>
  )
}

function Delivery({ delivery, webhookId }: { delivery: DeliveryView; webhookId: string }) {
  const { t } = useTranslation('webhook')
  const format = useFormat()
  const again = useCommand('webhook.redeliver')
  const { deliveryId, kind, state, attempts, createdAt, nextAt, status, tookMs, problem, body } = delivery
  const facts = [
    attempts > 0 && t('delivery.tries', { count: attempts }),
    status !== null && t('delivery.status', { status }),
    tookMs !== null && t('delivery.took', { ms: format.number(tookMs) }),
    problem && hasText('webhook', `why.${problem}`) && t(`why.${problem as 'refused'}`),
  ].filter(Boolean)
  return (
    <li data-delivery={state}>
      <span className={styles.what}>{kind === null ? t('delivery.test') : t(`kind.${kind}`)}</span>
      <span className={styles.when}>
        <RelativeTime at={createdAt} />
      </span>
      <span className={styles.soft}>
        <strong className={styles.outcome} data-state={state}>
          {state === 'waiting'
            ? t('delivery.waiting', { when: nextAt === null ? '' : format.relative(nextAt) })
            : t(`delivery.${state}`)}
        </strong>
        {facts.length > 0 ? ` · ${facts.join(' · ')}` : null}
      </span>
      <span className={styles.acts}>
        {state === 'withdrawn' || state === 'waiting' ? null : (
          <Button
            variant="subtle"
            size="compact-md"
            loading={again.busy}
            onClick={() => void again.run({ deliveryId }).then(() => invalidate([`deliveries:${webhookId}`]))}
          >
            {t('delivery.again')}
          </Button>
        )}
      </span>
      {body === null ? null : (
        <details className={styles.body}>
          <summary>{t('delivery.body')}</summary>
          <pre>{pretty(body)}</pre>
        </details>
      )}
    </li>
  )
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
