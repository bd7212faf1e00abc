// Owns how far a goal is, at a glance: the way from baseline to target, where it is, and where it would be by now.

import type { GoalLine } from '../../shared/goal-views.ts'
import { expected, type Measure, progress } from '../../shared/goals.ts'
import { useTranslation } from '../i18n/translation.ts'
import { courseOf, today, useFigures } from './figures.ts'
import classes from './progress-bar.module.css'

export function ProgressBar({ measure, latest }: { measure: Measure; latest: GoalLine['latest'] }) {
  const { t } = useTranslation('goal')
  const { value: said, day, format } = useFigures()
  const share = latest ? (progress(measure, latest.value) ?? 0) : 0
  const even = progress(measure, expected(measure, today())) ?? 0
  const course = latest ? courseOf(measure, latest) : null
  const percent = (part: number) => `${Math.min(100, Math.max(0, part * 100))}%`
  return (
    <div className={classes.progress} data-course={course ?? 'none'}>
      <div className={classes.track} aria-hidden="true">
        <span className={classes.fill} style={{ width: percent(share) }} />
        <span className={classes.evenMark} style={{ insetInlineStart: percent(even) }} />
      </div>
      <p className={classes.progressWords}>
        <strong>{latest ? said(measure, latest.value) : t('noReading')}</strong>
        <span>
          → {said(measure, measure.target)} {t('by', { day: day(measure.targetOn) })}
        </span>
        {course ? (
          <span className={classes.course}>
            {t(course)} · {t('progress', { share: format.percent(share) })}
          </span>
        ) : null}
      </p>
    </div>
  )
}
