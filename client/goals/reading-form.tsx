// Owns adding what was measured: on a phone type the number and save; another day and a note are a tap away.

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Measure } from '../../shared/goals.ts'
import { READING_NOTE_MAX_CHARS } from '../../shared/limits.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { figureIn } from '../ui/figures.ts'
import { SubmitButton, submitted } from '../ui/form.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { today } from './figures.ts'
import classes from './goals.module.css'

export function ReadingForm({ goalId, measure }: { goalId: string; measure: Measure }) {
  const { t } = useTranslation('goal')
  const add = useCommand('goal.add-reading')
  const [typed, setTyped] = useState('')
  const [bad, setBad] = useState(false)
  const [more, setMore] = useState(false)
  const [onDay, setOnDay] = useState(today)
  const [note, setNote] = useState('')

  async function save(): Promise<void> {
    const value = figureIn(typed)
    setBad(value === null)
    if (value === null) return
    const outcome = await add.run({ goalId, onDay, value, note })
    if (!outcome.ok) return
    setTyped('')
    setNote('')
    setOnDay(today())
    showNotice({ text: t('reading.saved') })
    await invalidate(['goals'])
  }

  return (
    <form noValidate onSubmit={submitted(save)} className={classes.reading}>
      <TextInput
        label={t('reading.value')}
        inputMode="decimal"
        value={typed}
        rightSection={measure.unit ? <span className={classes.unit}>{measure.unit}</span> : null}
        rightSectionWidth={measure.unit.length > 3 ? 88 : 48}
        error={bad ? t('reading.bad') : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setBad(false)
        }}
      />
      {more ? (
        <>
          <TextInput
            type="date"
            label={t('reading.day')}
            value={onDay}
            max={today()}
            required
            withAsterisk={false}
            onChange={(event) => setOnDay(event.currentTarget.value || today())}
          />
          <TextInput
            className={classes.note}
            label={t('reading.note')}
            value={note}
            maxLength={READING_NOTE_MAX_CHARS}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </>
      ) : null}
      <div className={classes.readingButtons}>
        <SubmitButton busy={add.busy}>{t('reading.add')}</SubmitButton>
        {more ? null : (
          <Button variant="subtle" color="gray" onClick={() => setMore(true)}>
            {t('reading.more')}
          </Button>
        )}
      </div>
      <RefusalText refusal={add.refusal} />
    </form>
  )
}
