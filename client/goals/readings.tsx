// Owns the list of what was measured, newest first: the chart in words. Who keeps the goal may take one away.

import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { GoalReading } from '../../shared/goal-views.ts'
import type { Measure } from '../../shared/goals.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { useFigures } from './figures.ts'
import classes from './goals.module.css'

interface ReadingsProps {
  goalId: string
  measure: Measure
  readings: readonly GoalReading[]
  mayKeep: boolean
}

export function Readings({ goalId, measure, readings, mayKeep }: ReadingsProps) {
  const { t } = useTranslation('goal')
  const words = useRefusal()
  const { value: said, day } = useFigures()

  async function remove({ readingId, onDay, value, note }: GoalReading): Promise<void> {
    const outcome = await send('goal.remove-reading', { goalId, readingId })
    await invalidate(['goals'])
    if (!outcome.ok) {
      showNotice({ text: words(outcome.error), tone: 'problem' })
      return
    }
    const putBack = async () => {
      await send('goal.add-reading', { goalId, onDay, value, note })
      await invalidate(['goals'])
    }
    showNotice({
      text: t('reading.removed'),
      action: { label: t('action.undo', { ns: 'common' }), run: () => void putBack() },
    })
  }

  return (
    <ul className={classes.readings}>
      {readings.toReversed().map((reading) => (
        <li key={reading.readingId}>
          <span className={classes.soft}>{day(reading.onDay)}</span>
          <strong>{said(measure, reading.value)}</strong>
          <span className={classes.readingNote}>{[reading.note, reading.by?.name].filter(Boolean).join(' · ')}</span>
          {mayKeep ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('reading.remove', { day: day(reading.onDay) })}
              onClick={() => void remove(reading)}
            >
              <IconX size={16} aria-hidden="true" />
            </ActionIcon>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
