// Owns promising what an idea brings: what is counted, what it is now and will be, when it is measured and by whom.

import { Select, TextInput } from '@mantine/core'
import type { GoalsView } from '../../shared/goal-views.ts'
import { MEASURE_UNIT_MAX_CHARS, MEASURE_WHAT_MAX_CHARS } from '../../shared/limits.ts'
import type { OutcomeView } from '../../shared/outcomes.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { serverNow } from '../live/server-time.ts'
import { useUser } from '../live/session.ts'
import { ColleagueChoice } from '../ui/colleague-choice.tsx'
import { DayChoice } from '../ui/day-choice.tsx'
import { isoDay } from '../ui/days.ts'
import { figureIn, typedFigure } from '../ui/figures.ts'
import { submitted, useProblems } from '../ui/form.tsx'
import { announce } from '../ui/live-region.tsx'
import { FormEnd } from './form-end.tsx'
import classes from './outcome.module.css'
import { useKept } from './use-keep.ts'

interface FormProps {
  outcome: OutcomeView
  onDone: () => void
  onCancel: () => void
}

type Field = 'metric' | 'baseline' | 'promised' | 'dueOn' | 'because'

export function PromiseForm({ outcome, onDone, onCancel }: FormProps) {
  const { t, language } = useTranslation('outcome')
  const me = useUser()
  const { escalationId, ideaId, promise, owner } = outcome
  const { draft, change, forget } = useKept(`outcome.${escalationId}.promise`, {
    metric: promise?.metric ?? '',
    unit: promise?.unit ?? '',
    baseline: promise ? typedFigure(promise.baseline, language) : '',
    promised: promise ? typedFigure(promise.promised, language) : '',
    dueOn: promise?.dueOn ?? '',
    goalId: promise?.goal?.goalId ?? '',
    measurerId: promise?.measurer.userId ?? owner?.userId ?? '',
    measurerName: promise?.measurer.name ?? owner?.name ?? '',
    because: '',
  })
  const { problems, form, check, clear } = useProblems<Field>()
  const send = useCommand('outcome.promise')
  const goals = (useRead<GoalsView>('goals', '/api/goals').data?.goals ?? []).filter(
    ({ closedAt }) => closedAt === null,
  )
  const today = isoDay(serverNow())
  const [baseline, promised] = [figureIn(draft.baseline), figureIn(draft.promised)]
  if (!me) return null

  const set = (part: Partial<typeof draft>) => {
    change(part)
    for (const field of Object.keys(part)) clear(field as Field)
  }
  const measurer = draft.measurerId
    ? { userId: draft.measurerId, name: draft.measurerName }
    : { userId: me.userId, name: me.name }

  async function save(): Promise<void> {
    const found = {
      metric: draft.metric.trim() === '' && t('problem.metric'),
      baseline: baseline === null && t('problem.number'),
      promised: promised === null ? t('problem.number') : promised === baseline && t('problem.same'),
      dueOn: draft.dueOn === '' ? t('problem.dueOn') : draft.dueOn < today && t('problem.past'),
      because: promise !== null && draft.because.trim() === '' && t('problem.because'),
    }
    if (!check(found) || baseline === null || promised === null) return
    const outcomeOf = await send.run({
      escalationId,
      goalId: draft.goalId || null,
      metric: draft.metric.trim(),
      unit: draft.unit.trim() || undefined,
      baseline,
      promised,
      dueOn: draft.dueOn,
      measurerId: measurer.userId,
      because: draft.because.trim() || undefined,
    })
    if (!outcomeOf.ok) return
    forget()
    announce(t('said.promise'))
    await invalidate([`idea:${ideaId}`, 'outcomes', 'goals', 'desk'])
    onDone()
  }

  function serve(goalId: string): void {
    const measure = goals.find((goal) => goal.goalId === goalId)?.measure
    const untouched = draft.metric === '' && measure
    set({ goalId, ...(untouched ? { metric: measure.what, unit: measure.unit } : {}) })
  }

  return (
    <form
      ref={form}
      className={classes.form}
      aria-label={t(promise ? 'ask.change' : 'ask.promise')}
      onSubmit={submitted(save)}
      noValidate
    >
      {goals.length > 0 ? (
        <Select
          name="goal"
          label={t('form.goal')}
          placeholder={t('form.noGoal')}
          clearable
          searchable={goals.length > 8}
          value={draft.goalId || null}
          data={goals.map(({ goalId, title }) => ({ value: goalId, label: title }))}
          onChange={(goalId) => serve(goalId ?? '')}
          comboboxProps={{ portalProps: { target: '#main' } }}
        />
      ) : null}
      <TextInput
        name="metric"
        label={t('form.metric')}
        description={t('form.metricHint')}
        value={draft.metric}
        maxLength={MEASURE_WHAT_MAX_CHARS}
        onChange={(event) => set({ metric: event.currentTarget.value })}
        error={problems.metric}
      />
      <div className={classes.three}>
        {(['baseline', 'promised'] as const).map((field) => (
          <TextInput
            key={field}
            name={field}
            label={t(`form.${field}`)}
            inputMode="decimal"
            value={draft[field]}
            onChange={(event) => set({ [field]: event.currentTarget.value })}
            error={problems[field]}
          />
        ))}
        <TextInput
          name="unit"
          label={t('form.unit')}
          value={draft.unit}
          maxLength={MEASURE_UNIT_MAX_CHARS}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
      </div>
      <DayChoice
        name="dueOn"
        label={t('form.due')}
        value={draft.dueOn}
        onChange={(dueOn) => set({ dueOn })}
        problem={problems.dueOn}
        min={today}
        usual="far"
        required
      />
      <ColleagueChoice
        label={t('form.measurer')}
        me={me}
        value={measurer}
        onChange={({ userId, name }) => set({ measurerId: userId, measurerName: name })}
      />
      <FormEnd
        because={
          promise ? { value: draft.because, problem: problems.because, set: (because) => set({ because }) } : undefined
        }
        send={send}
        submit={t('form.promise')}
        onCancel={onCancel}
      />
    </form>
  )
}
