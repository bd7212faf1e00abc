// Owns adding an endpoint, or changing one: its address, what it is told of, and in which shape.

import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { WEBHOOK_NAME_MAX_CHARS } from '../../shared/limits.ts'
import { WEBHOOK_KINDS, WEBHOOK_SHAPES, type WebhookKind, type WebhookView } from '../../shared/news.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import styles from './webhooks.module.css'

/** `webhook`: to change; absent: a new one. */
export function WebhookForm({ webhook, onClose }: { webhook?: WebhookView; onClose: () => void }) {
  const { t } = useTranslation('webhook')
  const { problems, form, check, clear } = useProblems<'name' | 'url' | 'kinds'>()
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [shape, setShape] = useState(webhook?.shape ?? 'slack')
  const [kinds, setKinds] = useState<WebhookKind[]>(webhook?.kinds ?? ['case-moved', 'outcome-measured'])
  const add = useCommand('webhook.add')
  const update = useCommand('webhook.update')

  async function submit(): Promise<void> {
    const sound = check({
      name: name.trim() === '' && t('problem.name'),
      url: !/^https?:\/\/\S+$/i.test(url.trim()) && t('problem.url'),
      kinds: kinds.length === 0 && t('problem.kinds'),
    })
    if (!sound) return
    const given = { name, url, kinds }
    const outcome = webhook
      ? await update.run({ webhookId: webhook.webhookId, ...given })
      : await add.run({ ...given, shape })
    if (!outcome.ok) return
    await invalidate(['webhooks'])
    onClose()
  }

  return (
    <form ref={form} noValidate className={styles.form} aria-label={t('add')} onSubmit={submitted(submit)}>
      <Stack gap="md">
        <TextInput
          name="name"
          label={t('field.name')}
          description={t('field.nameHint')}
          maxLength={WEBHOOK_NAME_MAX_CHARS}
          value={name}
          error={problems.name}
          onChange={(event) => {
            setName(event.currentTarget.value)
            clear('name')
          }}
        />
        {webhook ? null : (
          <NativeSelect
            name="shape"
            size="md"
            label={t('field.shape')}
            data={WEBHOOK_SHAPES.map((value) => ({ value, label: t(`shape.${value}`) }))}
            value={shape}
            onChange={(event) => setShape(WEBHOOK_SHAPES.find((one) => one === event.currentTarget.value) ?? shape)}
          />
        )}
        <TextInput
          name="url"
          type="url"
          inputMode="url"
          autoComplete="off"
          label={t('field.url')}
          description={t('field.urlHint')}
          value={url}
          error={problems.url}
          onChange={(event) => {
            setUrl(event.currentTarget.value)
            clear('url')
          }}
        />
        <Checkbox.Group
          label={t('field.kinds')}
          value={kinds}
          error={problems.kinds}
          onChange={(chosen) => {
            setKinds(WEBHOOK_KINDS.filter((kind) => chosen.includes(kind)))
            clear('kinds')
          }}
        >
          <Stack gap={4} mt={6}>
            {WEBHOOK_KINDS.map((kind) => (
              <Checkbox key={kind} name="kinds" value={kind} label={t(`kind.${kind}`)} className={styles.kind} />
            ))}
          </Stack>
        </Checkbox.Group>
        <RefusalText refusal={add.refusal ?? update.refusal} />
        <Group gap="sm">
          <SubmitButton busy={add.busy || update.busy}>{t('save')}</SubmitButton>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
