// Owns writing a goal down and changing it: what is wanted, why, and (where somebody can read it off) the number with its
// beginning, target and days.

import { Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { GoalLine } from '../../shared/goal-views.ts'
import type { Measure } from '../../shared/goals.ts'
import {
  GOAL_TITLE_MAX_CHARS,
  GOAL_WHY_MAX_CHARS,
  MEASURE_UNIT_MAX_CHARS,
  MEASURE_WHAT_MAX_CHARS,
} from '../../shared/limits.ts'
import type { Language, PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { figureIn, typedFigure } from '../ui/figures.ts'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { today } from './figures.ts'
import classes from './goals.module.css'
import { OwnerChoice } from './owner-choice.tsx'

interface GoalFormProps {
  /** The goal to change; null: a new one. */
  goal: GoalLine | null
  parentId: string | null
  mayGive: boolean
  onClose: () => void
}

export function GoalForm({ goal, parentId, mayGive, onClose }: GoalFormProps) {
  const { t } = useTranslation('goal')
  const { t: c } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(goal ? 'form.edit' : 'form.add')}
      closeButtonProps={{ 'aria-label': c('action.close') }}
    >
      <Fields goal={goal} parentId={parentId} mayGive={mayGive} onClose={onClose} />
    </Modal>
  )
}

/** Fields beside each other begin on one line, however long the hint. */
const HINT_BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const FIELDS = ['title', 'what', 'baseline', 'target', 'baselineOn', 'targetOn'] as const

function Fields({ goal, parentId, mayGive, onClose }: GoalFormProps) {
  const { t, language } = useTranslation('goal')
  const { problems, form, check, clear } = useProblems<(typeof FIELDS)[number]>()
  const [title, setTitle] = useState(goal?.title ?? '')
  const [why, setWhy] = useState(goal?.why ?? '')
  const [owner, setOwner] = useState<Pick<PersonView, 'userId' | 'name'> | null>(goal?.owner ?? null)
  const [measured, setMeasured] = useState(goal === null || goal.measure !== null)
  const [draft, setDraft] = useState(() => draftOf(goal?.measure ?? null, language))
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const set = (field: keyof Draft) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setDraft((now) => ({ ...now, [field]: value }))
    if (field !== 'unit') clear(field)
  }

  async function save(): Promise<void> {
    const measure = measured ? measureIn(draft) : null
    const wrong = measured ? wrongIn(draft) : {}
    const said = Object.fromEntries(Object.entries(wrong).map(([field, key]) => [field, key && t(`form.${key}`)]))
    if (!check({ title: title.trim() === '' && t('form.titleEmpty'), ...said })) return
    setBusy(true)
    setRefusal(null)
    const about = {
      title,
      why,
      measure,
      ...(mayGive ? { ownerId: owner?.userId ?? null } : {}),
    }
    const outcome = goal
      ? await send('goal.update', { goalId: goal.goalId, rev: goal.rev, ...about })
      : await send('goal.add', { parentId, ...about })
    setBusy(false)
    if (!outcome.ok) return setRefusal(outcome.error)
    await invalidate(['goals'])
    onClose()
  }

  return (
    <form ref={form} noValidate onSubmit={submitted(save)}>
      <Stack gap="md">
        <TextInput
          name="title"
          label={t('form.title')}
          description={t('form.titleHint')}
          value={title}
          maxLength={GOAL_TITLE_MAX_CHARS}
          error={problems.title}
          data-autofocus
          onChange={(event) => {
            setTitle(event.currentTarget.value)
            clear('title')
          }}
        />
        <Textarea
          label={t('form.why')}
          value={why}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={GOAL_WHY_MAX_CHARS}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Switch
          label={t('form.measured')}
          description={t('form.measuredHint')}
          checked={measured}
          onChange={(event) => setMeasured(event.currentTarget.checked)}
        />
        {measured ? (
          <div className={classes.measureFields}>
            <TextInput
              name="what"
              className={classes.wide}
              label={t('form.what')}
              description={t('form.whatHint')}
              inputWrapperOrder={HINT_BELOW}
              value={draft.what}
              maxLength={MEASURE_WHAT_MAX_CHARS}
              error={problems.what}
              onChange={set('what')}
            />
            <TextInput
              label={t('form.unit')}
              description={t('form.unitHint')}
              inputWrapperOrder={HINT_BELOW}
              value={draft.unit}
              maxLength={MEASURE_UNIT_MAX_CHARS}
              onChange={set('unit')}
            />
            <TextInput
              name="baseline"
              inputMode="decimal"
              label={t('form.baseline')}
              value={draft.baseline}
              error={problems.baseline}
              onChange={set('baseline')}
            />
            <TextInput
              name="baselineOn"
              type="date"
              label={t('form.baselineOn')}
              value={draft.baselineOn}
              error={problems.baselineOn}
              onChange={set('baselineOn')}
            />
            <TextInput
              name="target"
              inputMode="decimal"
              label={t('form.target')}
              value={draft.target}
              error={problems.target}
              onChange={set('target')}
            />
            <TextInput
              name="targetOn"
              type="date"
              label={t('form.targetOn')}
              value={draft.targetOn}
              error={problems.targetOn}
              onChange={set('targetOn')}
            />
          </div>
        ) : null}
        {mayGive ? <OwnerChoice value={owner} onChange={setOwner} /> : null}
        {goal ? <p className={classes.soft}>{t('form.kept')}</p> : null}
        <RefusalText refusal={refusal} />
        <div>
          <SubmitButton busy={busy}>{t('form.save')}</SubmitButton>
        </div>
      </Stack>
    </form>
  )
}

/** As typed. */
interface Draft {
  what: string
  unit: string
  baseline: string
  target: string
  baselineOn: string
  targetOn: string
}

function draftOf(measure: Measure | null, language: Language): Draft {
  if (!measure) return { what: '', unit: '', baseline: '', target: '', baselineOn: today(), targetOn: '' }
  return {
    ...measure,
    baseline: typedFigure(measure.baseline, language),
    target: typedFigure(measure.target, language),
  }
}

function measureIn(draft: Draft): Measure {
  return { ...draft, baseline: figureIn(draft.baseline) ?? 0, target: figureIn(draft.target) ?? 0 }
}

type Wrong = 'whatEmpty' | 'number' | 'day' | 'same' | 'before'

export function wrongIn(draft: Draft): Partial<Record<keyof Draft, Wrong | false>> {
  const [from, to] = [figureIn(draft.baseline), figureIn(draft.target)]
  return {
    what: draft.what.trim() === '' && 'whatEmpty',
    baseline: from === null && 'number',
    target: to === null ? 'number' : from === to && 'same',
    baselineOn: draft.baselineOn === '' && 'day',
    targetOn: draft.targetOn === '' ? 'day' : draft.targetOn <= draft.baselineOn && 'before',
  }
}
