// Owns choosing a day: the usual ones with one tap, any other by its date.

import { TextInput } from '@mantine/core'
import { useTranslation } from '../i18n/translation.ts'
import classes from './day-choice.module.css'
import { middayOf, useDays, workdayIn } from './days.ts'

const USUAL = {
  /** Something to be done. */
  near: [
    ['week', 7],
    ['fortnight', 14],
    ['month', 30],
  ],
  /** Something to be measured. */
  far: [
    ['quarter', 91],
    ['halfYear', 182],
    ['year', 365],
  ],
} as const

interface DayChoiceProps {
  label: string
  hint?: string
  name: string
  /** `YYYY-MM-DD`, or empty. */
  value: string
  onChange: (day: string) => void
  problem?: string | undefined
  /** The earliest that makes sense. */
  min: string
  required?: boolean
  usual?: keyof typeof USUAL
}

export function DayChoice({
  label,
  hint,
  name,
  value,
  onChange,
  problem,
  min,
  required = false,
  usual = 'near',
}: DayChoiceProps) {
  const { t } = useTranslation('case')
  const days = useDays()
  return (
    <fieldset className={classes.choice}>
      <legend className={classes.legend}>{label}</legend>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      <div className={classes.chips}>
        {USUAL[usual].map(([word, ahead]) => {
          const day = workdayIn(ahead, days.now)
          return (
            <button
              key={word}
              type="button"
              className={classes.chip}
              aria-pressed={value === day}
              onClick={() => onChange(value === day && !required ? '' : day)}
            >
              {t(`form.${word}`)}
              <span>{days.short(middayOf(day))}</span>
            </button>
          )
        })}
      </div>
      <TextInput
        type="date"
        name={name}
        label={t('form.otherDay')}
        classNames={{ root: classes.otherDay, label: classes.otherDayLabel }}
        value={value}
        min={min}
        required={required}
        withAsterisk={false}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </fieldset>
  )
}
