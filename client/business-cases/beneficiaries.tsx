// Owns who benefits: a few sentences written together, never half saved nor over somebody else's.

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { BusinessCaseView } from '../../shared/business-case-views.ts'
import { BENEFICIARIES_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './case.module.css'

export function Beneficiaries({ ideaId, view }: { ideaId: IdeaId; view: BusinessCaseView }) {
  const { t } = useTranslation('estimate')
  const update = useCommand('business-case.update')
  /** `seen`: what others wrote meanwhile is on the screen, and saving once more is meant. */
  const [draft, setDraft] = useState<{ text: string; rev: number; seen: boolean } | null>(null)

  async function save(): Promise<void> {
    if (!draft) return
    const outcome = await update.run({ ideaId, beneficiaries: draft.text, rev: draft.seen ? view.rev : draft.rev })
    await invalidate([`idea:${ideaId}`])
    if (outcome.ok) setDraft(null)
    else if (outcome.error.reason === 'changed-meanwhile') setDraft({ ...draft, seen: true })
  }

  if (draft) {
    return (
      <Stack gap="xs">
        {draft.seen ? <p className={classes.words}>{view.beneficiaries}</p> : null}
        <Textarea
          label={t('who.label')}
          description={t('who.hint')}
          value={draft.text}
          autosize
          minRows={2}
          maxLength={BENEFICIARIES_MAX_CHARS}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
          autoFocus
        />
        <RefusalText refusal={update.refusal} />
        <Group gap="sm">
          <Button loading={update.busy} onClick={() => void save()}>
            {t('who.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setDraft(null)}>
            {t('who.cancel')}
          </Button>
        </Group>
      </Stack>
    )
  }
  if (!view.beneficiaries && !view.mayWrite) return null
  return (
    <div className={classes.benefits}>
      <h3>{t('who.label')}</h3>
      {view.beneficiaries ? (
        <p className={classes.words}>{view.beneficiaries}</p>
      ) : (
        <p className={classes.soft}>{t('who.hint')}</p>
      )}
      {view.mayWrite ? (
        <Button
          variant="subtle"
          size="compact-md"
          className={classes.quiet}
          onClick={() => setDraft({ text: view.beneficiaries, rev: view.rev, seen: false })}
        >
          {t(view.beneficiaries ? 'who.edit' : 'who.add')}
        </Button>
      ) : null}
    </div>
  )
}
