// Owns the steps between a promise and its result: ticked off, late ones said as such, added by who carries it out.

import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { MILESTONE_MAX_CHARS } from '../../shared/limits.ts'
import type { MilestoneView, OutcomeView } from '../../shared/outcomes.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send, useCommand } from '../live/command.ts'
import { middayOf, isoDay, useDays } from '../ui/days.ts'
import { submitted } from '../ui/form.tsx'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText, useRefusal } from '../ui/refusal.tsx'
import classes from './outcome.module.css'
import { useStepDone } from './step-done.ts'
import { useKept } from './use-keep.ts'

interface MilestonesProps {
  outcome: OutcomeView
  milestones: readonly MilestoneView[]
  mayKeep: boolean
}

export function Milestones({ outcome, milestones, mayKeep }: MilestonesProps) {
  const { t } = useTranslation('outcome')
  if (milestones.length === 0 && !mayKeep) return null
  return (
    <section className={classes.half} aria-label={t('milestones.title')}>
      <h3 className={classes.metric}>{t('milestones.title')}</h3>
      {milestones.length === 0 ? <p className={classes.soft}>{t('milestones.empty')}</p> : null}
      <ul className={classes.milestones}>
        {milestones.map((milestone) => (
          <Milestone key={milestone.milestoneId} outcome={outcome} milestone={milestone} mayKeep={mayKeep} />
        ))}
      </ul>
      {mayKeep ? <AddMilestone outcome={outcome} /> : null}
    </section>
  )
}

function Milestone({
  outcome,
  milestone,
  mayKeep,
}: {
  outcome: OutcomeView
  milestone: MilestoneView
  mayKeep: boolean
}) {
  const { t } = useTranslation('outcome')
  const { t: common } = useTranslation()
  const format = useFormat()
  const days = useDays()
  const words = useRefusal()
  const tick = useStepDone()
  const { escalationId, ideaId } = outcome
  const { milestoneId, title, dueOn, done } = milestone
  const late = done === null && dueOn !== null && dueOn < isoDay(days.now)
  const day = dueOn ? days.day(middayOf(dueOn)) : ''
  const fact = done
    ? t('milestones.doneBy', { name: done.by.name || common('people.someone'), when: format.relative(done.at) })
    : dueOn
      ? t(late ? 'milestones.late' : 'milestones.by', { day })
      : null

  async function remove(): Promise<void> {
    const outcomeOf = await send('milestone.remove', { escalationId, milestoneId })
    if (!outcomeOf.ok) return void showNotice({ tone: 'problem', text: words(outcomeOf.error) })
    announce(t('milestones.removed'))
    await invalidate([`idea:${ideaId}`, 'desk'])
  }

  return (
    <li className={classes.milestone} data-done={done !== null || undefined}>
      <Checkbox
        checked={done !== null}
        disabled={!mayKeep}
        aria-label={t('milestones.done', { title })}
        onChange={(event) => void tick({ escalationId, ideaId, milestoneId }, event.currentTarget.checked)}
      />
      <div>
        <p>{title}</p>
        {fact ? (
          <p className={classes.soft} data-late={late || undefined}>
            {fact}
          </p>
        ) : null}
      </div>
      {mayKeep && done === null ? (
        <ActionIcon aria-label={t('milestones.remove', { title })} onClick={() => void remove()}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      ) : null}
    </li>
  )
}

function AddMilestone({ outcome }: { outcome: OutcomeView }) {
  const { t } = useTranslation('outcome')
  const { escalationId, ideaId } = outcome
  const { draft, change, forget } = useKept(`outcome.${escalationId}.step`, { title: '', dueOn: '' })
  const add = useCommand('milestone.add')

  async function save(): Promise<void> {
    if (draft.title.trim() === '' || add.busy) return
    const outcomeOf = await add.run({ escalationId, title: draft.title.trim(), dueOn: draft.dueOn || undefined })
    if (!outcomeOf.ok) return
    change({ title: '', dueOn: '' })
    forget()
    announce(t('said.milestone'))
    await invalidate([`idea:${ideaId}`, 'desk'])
  }

  return (
    <form className={classes.add} onSubmit={submitted(save)} noValidate>
      <TextInput
        className={classes.addTitle}
        label={t('milestones.label')}
        value={draft.title}
        maxLength={MILESTONE_MAX_CHARS}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('milestones.date')}
        value={draft.dueOn}
        onChange={(event) => change({ dueOn: event.currentTarget.value })}
      />
      <Button type="submit" variant="default" loading={add.busy} disabled={draft.title.trim() === ''}>
        {t('milestones.add')}
      </Button>
      <RefusalText refusal={add.refusal} />
    </form>
  )
}
