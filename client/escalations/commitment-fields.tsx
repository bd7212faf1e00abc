// Owns what a sponsor promises with their support: the first step, who does it, by when, and money or days if they wish.

import { Textarea, TextInput } from '@mantine/core'
import { FIRST_STEP_MAX_CHARS } from '../../shared/limits.ts'
import type { PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './case.module.css'
import { ColleagueChoice } from '../ui/colleague-choice.tsx'
import { DayChoice } from '../ui/day-choice.tsx'
import type { MoveDraft, MoveField } from './move-input.ts'

interface CommitmentFieldsProps {
  me: PersonView
  draft: MoveDraft
  change: (part: Partial<MoveDraft>) => void
  problems: Partial<Record<MoveField, string>>
  today: string
}

export function CommitmentFields({ me, draft, change, problems, today }: CommitmentFieldsProps) {
  const { t } = useTranslation('case')
  const owner = draft.ownerId ? { userId: draft.ownerId, name: draft.ownerName } : { userId: me.userId, name: me.name }
  return (
    <>
      <Textarea
        name="firstStep"
        label={t('form.firstStep')}
        description={t('form.firstStepHint')}
        value={draft.firstStep}
        onChange={(event) => change({ firstStep: event.currentTarget.value })}
        error={problems.firstStep}
        maxLength={FIRST_STEP_MAX_CHARS}
        autosize
        minRows={1}
      />
      <DayChoice
        name="dueOn"
        label={t('form.due')}
        value={draft.dueOn}
        onChange={(dueOn) => change({ dueOn })}
        problem={problems.dueOn}
        min={today}
        required
      />
      <ColleagueChoice
        label={t('form.owner')}
        me={me}
        value={owner}
        onChange={({ userId, name }) =>
          change(userId === me.userId ? { ownerId: '', ownerName: '' } : { ownerId: userId, ownerName: name })
        }
      />
      <details className={classes.more} open={draft.euros !== '' || draft.days !== '' || undefined}>
        <summary>{t('form.more')}</summary>
        <div className={classes.amounts}>
          <TextInput
            name="euros"
            label={t('form.euros')}
            inputMode="numeric"
            leftSection="€"
            value={draft.euros}
            onChange={(event) => change({ euros: event.currentTarget.value })}
            error={problems.euros}
          />
          <TextInput
            name="days"
            label={t('form.days')}
            inputMode="numeric"
            value={draft.days}
            onChange={(event) => change({ days: event.currentTarget.value })}
            error={problems.days}
          />
        </div>
      </details>
    </>
  )
}
