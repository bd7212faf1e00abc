// Owns what was said before: nothing that was once promised or measured in public goes away.

import type { OutcomeChange } from '../../shared/outcomes.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { middayOf, useDays } from '../ui/days.ts'
import { withUnit } from '../ui/figures.ts'
import classes from './outcome.module.css'

/** `changes` holds what stands now, too, `now` of them; these alone are no history. */
export function Earlier({ changes, now, unit }: { changes: readonly OutcomeChange[]; now: number; unit: string }) {
  const { t } = useTranslation('outcome')
  const format = useFormat()
  const days = useDays()
  if (changes.length <= now) return null

  function words({ by, what }: OutcomeChange): string {
    if ('value' in what) return t('before.result', { name: by.name, value: withUnit(what.value, unit, format) })
    const { promise } = what
    return t('before.promise', {
      name: by.name,
      metric: promise.metric,
      baseline: withUnit(promise.baseline, promise.unit, format),
      promised: withUnit(promise.promised, promise.unit, format),
      day: days.day(middayOf(promise.dueOn)),
    })
  }

  return (
    <details className={classes.earlier}>
      <summary>{t('before.title')}</summary>
      <ol>
        {changes.map((change) => (
          <li key={`${change.at} ${'value' in change.what}`}>
            {words(change)} <span className={classes.soft}>{format.relative(change.at)}</span>
            {change.because ? <p className={classes.soft}>{t('before.because', { why: change.because })}</p> : null}
          </li>
        ))}
      </ol>
    </details>
  )
}
