// Owns how long answers may take, who keeps the management's agenda, what a day costs, in which language mails are, and whose
// figures are shown.

import { Checkbox, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Unit } from '../../shared/calendar.ts'
import { DAY_RATE_MAX_EUROS, SPAN_MAX_DAYS } from '../../shared/limits.ts'
import type { PersonView } from '../../shared/model.ts'
import type { Spans } from '../../shared/organisation.ts'
import type { OrganisationSettings } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { LANGUAGE_NAMES, LANGUAGES, pickLanguage } from '../i18n/language.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ColleagueField } from './colleague-field.tsx'
import classes from './organisation.module.css'

const SPANS = ['sponsor', 'deputy', 'nextLevel', 'person'] as const satisfies (keyof Spans)[]
type SpanName = (typeof SPANS)[number]
/** As typed. */
type Typed = Record<SpanName, { count: string; unit: Unit }>

function typedOf(spans: Spans): Typed {
  const typed = SPANS.map((name) => [name, { count: String(spans[name].count), unit: spans[name].unit }] as const)
  return Object.fromEntries(typed) as Typed
}

/** Null: no whole number from `least` to `most`. */
function whole(text: string, least: number, most: number): number | null {
  const number = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : null
}

export function TimesForm({ settings }: { settings: OrganisationSettings }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const { problems, form, check, clear } = useProblems<SpanName | 'rate'>()
  const [spans, setSpans] = useState(() => typedOf(settings.spans))
  const [keeper, setKeeper] = useState<PersonView | null>(settings.agendaKeeper)
  const [rate, setRate] = useState(String(settings.dayRateEuros))
  const [spoken, setSpoken] = useState(settings.language)
  const [open, setOpen] = useState(settings.sponsorFiguresOpen)
  const save = useCommand('organisation.update-settings')

  async function submit(): Promise<void> {
    const counts = SPANS.map((name) => [name, whole(spans[name].count, 1, SPAN_MAX_DAYS)] as const)
    const dayRateEuros = whole(rate, 0, DAY_RATE_MAX_EUROS)
    const wrong = counts.map(
      ([name, count]) => [name, count === null && t('times.countProblem', { most: SPAN_MAX_DAYS })] as const,
    )
    const sound = check({
      ...Object.fromEntries(wrong),
      rate: dayRateEuros === null && t('times.rateProblem', { most: format.number(DAY_RATE_MAX_EUROS) }),
    })
    if (!sound || dayRateEuros === null) return
    const changed = counts.flatMap(([name, count]) => {
      const { unit } = spans[name]
      const was = settings.spans[name]
      return count === null || (was.count === count && was.unit === unit) ? [] : [[name, { count, unit }] as const]
    })
    const outcome = await save.run({
      // What did not change is not said: open deadlines stay as they are.
      ...(changed.length > 0 && { spans: Object.fromEntries(changed) }),
      ...(keeper?.userId !== settings.agendaKeeper?.userId && { agendaKeeperId: keeper?.userId ?? null }),
      dayRateEuros,
      language: spoken,
      sponsorFiguresOpen: open,
    })
    if (!outcome.ok) return
    await invalidate(['organisation'])
    showNotice({ text: t('saved') })
  }

  return (
    <form ref={form} noValidate onSubmit={submitted(submit)} className={classes.settings}>
      <Text className={classes.lead}>{t('times.lead')}</Text>
      <Stack gap={0} component="ol" className={classes.steps}>
        {SPANS.map((name) => (
          <li key={name} className={classes.step}>
            <div className={classes.stepWords}>
              <strong id={`span-${name}`}>{t(`times.${name}`)}</strong>
              <span className={classes.soft}>{t(`times.${name}Hint`)}</span>
            </div>
            <div className={classes.span}>
              <TextInput
                name={name}
                inputMode="numeric"
                className={classes.count}
                aria-label={`${t(`times.${name}`)}: ${t('times.count')}`}
                value={spans[name].count}
                error={problems[name]}
                onChange={(event) => {
                  setSpans({ ...spans, [name]: { ...spans[name], count: event.currentTarget.value } })
                  clear(name)
                }}
              />
              <NativeSelect
                size="md"
                aria-label={`${t(`times.${name}`)}: ${t('times.unit')}`}
                data={[
                  { value: 'days', label: t('times.days') },
                  { value: 'working-days', label: t('times.working-days') },
                ]}
                value={spans[name].unit}
                onChange={(event) => {
                  const unit: Unit = event.currentTarget.value === 'days' ? 'days' : 'working-days'
                  setSpans({ ...spans, [name]: { ...spans[name], unit } })
                }}
              />
            </div>
          </li>
        ))}
      </Stack>
      <ColleagueField
        label={t('times.agenda')}
        hint={t('times.agendaHint')}
        nobody={t('times.agendaNobody')}
        value={keeper}
        onChange={setKeeper}
      />
      <TextInput
        name="rate"
        inputMode="numeric"
        className={classes.short}
        label={t('times.rate')}
        description={t('times.rateHint')}
        value={rate}
        error={problems.rate}
        onChange={(event) => {
          setRate(event.currentTarget.value)
          clear('rate')
        }}
      />
      <NativeSelect
        size="md"
        name="language"
        className={classes.short}
        label={t('times.language')}
        description={t('times.languageHint')}
        data={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
        value={spoken}
        onChange={(event) => setSpoken(pickLanguage([event.currentTarget.value]))}
      />
      <Checkbox
        size="md"
        label={t('times.open')}
        description={t('times.openHint')}
        checked={open}
        onChange={(event) => setOpen(event.currentTarget.checked)}
      />
      <RefusalText refusal={save.refusal} />
      <SubmitButton busy={save.busy} className={classes.submit}>
        {t('times.save')}
      </SubmitButton>
    </form>
  )
}
