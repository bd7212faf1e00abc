// Owns one endpoint: where it leads, how it fares, what can be done with it, and its log.

import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { WebhookView } from '../../shared/news.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { copyText } from '../ui/copy-text.ts'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { Deliveries } from './deliveries.tsx'
import { WebhookForm } from './webhook-form.tsx'
import styles from './webhooks.module.css'

/** A test is sent at once; its answer is in the log a moment later. */
const ANSWERED_AFTER_MS = 1_500

export function WebhookItem({ webhook }: { webhook: WebhookView }) {
  const { t } = useTranslation('webhook')
  const { webhookId, name, url, shape, kinds, secret, formerUntil, failures, pausedAt, gaveUp } = webhook
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const [seenAt] = useState(Date.now)
  const [showsSecret, setShowsSecret] = useState(false)
  const update = useCommand('webhook.update')
  const remove = useCommand('webhook.remove')
  const renew = useCommand('webhook.renew-secret')
  const test = useCommand('webhook.test')
  const isPaused = pausedAt !== null

  async function pause(paused: boolean): Promise<void> {
    await update.run({ webhookId, paused })
    await invalidate(['webhooks'])
  }

  async function sendTest(): Promise<void> {
    const outcome = await test.run({ webhookId })
    if (!outcome.ok) return
    showNotice({ text: t('tested') })
    setTimeout(() => void invalidate([`deliveries:${webhookId}`]), ANSWERED_AFTER_MS)
  }

  if (editing) {
    return (
      <li className={styles.item}>
        <WebhookForm webhook={webhook} onClose={() => setEditing(false)} />
      </li>
    )
  }
  return (
    <li className={styles.item} data-webhook={name} data-paused={isPaused || undefined}>
      <div className={styles.head}>
        <h2>{name}</h2>
        <span className={styles.state} data-state={gaveUp ? 'gave-up' : isPaused ? 'paused' : 'active'}>
          {t(gaveUp ? 'state.gaveUp' : isPaused ? 'state.paused' : 'state.active')}
        </span>
      </div>
      <p className={styles.url}>{url}</p>
      <p className={styles.soft}>
        {t(`shape.${shape}`)} · {kinds.map((kind) => t(`kind.${kind}`)).join(' · ')}
      </p>
      {failures > 0 && !isPaused ? <p className={styles.warn}>{t('failing', { count: failures })}</p> : null}
      {secret === null ? null : showsSecret ? (
        <p className={styles.secret}>
          <span>{t('secret')}</span>
          <code>{secret}</code>
          <Button
            variant="subtle"
            size="compact-md"
            onClick={() => void copyText(secret).then(() => showNotice({ text: t('copied') }))}
          >
            {t('copy')}
          </Button>
          <ConfirmAction
            label={t('newSecret')}
            question={t('newSecretQuestion')}
            confirm={t('newSecret')}
            buttonProps={{ variant: 'subtle', size: 'compact-md' }}
            onConfirm={async () => {
              await renew.run({ webhookId })
              await invalidate(['webhooks'])
            }}
          >
            {t('newSecretBody')}
          </ConfirmAction>
          {formerUntil !== null && formerUntil > seenAt ? (
            <span className={styles.soft}>{t('formerUntil', { when: format.dateTime(formerUntil) })}</span>
          ) : null}
        </p>
      ) : (
        <Button variant="subtle" size="compact-md" onClick={() => setShowsSecret(true)}>
          {t('showSecret')}
        </Button>
      )}
      <RefusalText refusal={update.refusal ?? renew.refusal ?? test.refusal ?? remove.refusal} />
      <Group gap="sm" className={styles.buttons}>
        <Button variant="default" loading={test.busy} onClick={() => void sendTest()}>
          {t('test')}
        </Button>
        <Button variant="default" loading={update.busy} onClick={() => void pause(!isPaused)}>
          {t(isPaused ? 'resume' : 'pause')}
        </Button>
        <Button variant="default" onClick={() => setEditing(true)}>
          {t('edit')}
        </Button>
        <ConfirmAction
          label={t('remove')}
          question={t('removeQuestion')}
          confirm={t('remove')}
          onConfirm={async () => {
            await remove.run({ webhookId })
            await invalidate(['webhooks'])
          }}
        >
          {t('removeBody')}
        </ConfirmAction>
      </Group>
      <Deliveries webhookId={webhookId} />
    </li>
  )
}
