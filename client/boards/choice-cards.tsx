// Owns choosing one of a few things that need a sentence of explanation: radios drawn as cards, keyboard as radios.

import { Radio } from '@mantine/core'
import classes from './home.module.css'

interface Choice<V extends string> {
  value: V
  label: string
  hint: string
}

interface ChoiceCardsProps<V extends string> {
  label: string
  /** Why it cannot be changed, or what it means for all choices. */
  description?: string | undefined
  value: V
  choices: readonly Choice<V>[]
  disabled?: boolean
  onChange: (value: V) => void
}

export function ChoiceCards<V extends string>(props: ChoiceCardsProps<V>) {
  return (
    <Radio.Group
      label={props.label}
      description={props.description}
      value={props.value}
      size="md"
      onChange={(value) => props.onChange(value)}
    >
      <div className={classes.choices}>
        {props.choices.map(({ value, label, hint }) => (
          <Radio.Card
            key={value}
            value={value}
            className={classes.choice}
            disabled={props.disabled ?? false}
            data-checked={value === props.value || undefined}
          >
            <Radio.Indicator className={classes.indicator} />
            <span>
              <span className={classes.choiceLabel}>{label}</span>
              <span className={classes.choiceHint}>{hint}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}
