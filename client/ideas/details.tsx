// Owns the details of an idea: read by everyone, changed by its author and facilitators, never half saved.

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { IDEA_DETAILS_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import styles from './idea.module.css'

export function Details({ idea, mayEdit }: { idea: IdeaView; mayEdit: boolean }) {
  const { t } = useTranslation('idea')
  const [draft, setDraft] = useState<string | null>(null)
  const update = useCommand('idea.update')

  async function save() {
    const outcome = await update.run({ ideaId: idea.ideaId, details: draft ?? '' })
    if (!outcome.ok) return
    await invalidate([`idea:${idea.ideaId}`])
    setDraft(null)
  }

  if (draft !== null) {
    return (
      <Stack gap="sm">
        <Textarea
          label={t('details.label')}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          maxLength={IDEA_DETAILS_MAX_CHARS}
          minRows={4}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
          autoFocus
        />
        <RefusalText refusal={update.refusal} />
        <Group gap="sm">
          <Button loading={update.busy} onClick={() => void save()}>
            {t('details.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setDraft(null)}>
            {t('details.cancel')}
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <>
      {idea.details && <p className={styles.details}>{idea.details}</p>}
      {mayEdit && (
        <Button variant="subtle" size="compact-md" className={styles.quiet} onClick={() => setDraft(idea.details)}>
          {idea.details ? t('details.edit') : t('details.add')}
        </Button>
      )}
    </>
  )
}
