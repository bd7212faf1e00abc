// Owns what was changed of a goal, by whom and when: a target is never moved silently.

import type { GoalChange } from '../../shared/goal-views.ts'
import type { Measure } from '../../shared/goals.ts'
import { useTranslation } from '../i18n/translation.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { useFigures } from './figures.ts'
import classes from './goals.module.css'

export function Changes({ changes }: { changes: readonly GoalChange[] }) {
  const { t } = useTranslation('goal')
  const sentences = useSentences()
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={`${change.at} ${Object.keys(change.changes).join()}`}>
          <strong>{change.by?.name ?? t('change.someone')}</strong> {sentences(change.changes).join(', ')}{' '}
          <span className={classes.soft}>
            · <RelativeTime at={change.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function useSentences() {
  const { t } = useTranslation('goal')
  const { value: said, day } = useFigures()

  function ofMeasure(before: Measure | null, after: Measure | null): string[] {
    if (!before || !after) return [t('change.measure')]
    const sentences = [
      before.target !== after.target &&
        t('change.target', { from: said(before, before.target), to: said(after, after.target) }),
      before.targetOn !== after.targetOn &&
        t('change.targetOn', { from: day(before.targetOn), to: day(after.targetOn) }),
      (before.baseline !== after.baseline || before.baselineOn !== after.baselineOn) &&
        t('change.baseline', { from: said(before, before.baseline), to: said(after, after.baseline) }),
      (before.what !== after.what || before.unit !== after.unit) && t('change.measure'),
    ]
    return sentences.filter((sentence) => sentence !== false)
  }

  return (changes: GoalChange['changes']): string[] => {
    // Written down for the first time: what was said then is the goal itself.
    if (changes['title']?.[0] === null) return [t('change.made')]
    return Object.entries(changes).flatMap(([field, [before, after]]): string[] => {
      switch (field) {
        case 'measure':
          return ofMeasure(before as Measure | null, after as Measure | null)
        case 'title':
          return [t('change.title', { from: String(before) })]
        case 'owner':
          return [typeof after === 'string' ? t('change.owner', { to: after }) : t('change.ownerNone')]
        case 'closed':
          return [t(after ? 'change.closed' : 'change.reopened')]
        case 'reading': {
          const { onDay, value } = before as { onDay: string; value: number }
          return [t('change.reading', { value, day: day(onDay) })]
        }
        case 'parentId':
          return [t('change.parentId')]
        default:
          return [t('change.why')]
      }
    })
  }
}
