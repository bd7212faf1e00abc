// Owns choosing what a score is about: impact and effort, or criteria of one's own.

import { ActionIcon, Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { CRITERIA_MAX_PER_ROUND, CRITERION_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import { type Criterion, IMPACT_EFFORT } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './open-round.module.css'

const EMPTY: Criterion = { title: '', kind: 'own', better: 'high' }

interface ChooseCriteriaProps {
  criteria: readonly Criterion[]
  onChange: (criteria: readonly Criterion[]) => void
}

export function ChooseCriteria({ criteria, onChange }: ChooseCriteriaProps) {
  const { t } = useTranslation('ballot')
  const isOwn = criteria.some(({ kind }) => kind === 'own')
  const change = (at: number, by: Partial<Criterion>) => onChange(criteria.with(at, { ...criteria[at]!, ...by }))
  return (
    <fieldset className={styles.ideas}>
      <legend>{t('open.criteria')}</legend>
      <SegmentedControl
        fullWidth
        value={isOwn ? 'own' : 'ready'}
        data={[
          { value: 'ready', label: t('open.impactEffort') },
          { value: 'own', label: t('open.ownCriteria') },
        ]}
        onChange={(value) => onChange(value === 'own' ? [EMPTY, EMPTY] : IMPACT_EFFORT)}
      />
      {isOwn &&
        criteria.map((criterion, at) => {
          const name = t('open.criterion', { number: at + 1 })
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a criterion is its place
            <div key={at} className={styles.criterion}>
              <TextInput
                aria-label={name}
                placeholder={name}
                value={criterion.title}
                maxLength={CRITERION_TITLE_MAX_CHARS}
                onChange={(event) => change(at, { title: event.currentTarget.value })}
              />
              <Checkbox
                label={t('open.lowIsBetter')}
                checked={criterion.better === 'low'}
                onChange={(event) => change(at, { better: event.currentTarget.checked ? 'low' : 'high' })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                disabled={criteria.length === 1}
                aria-label={t('open.removeCriterion', { title: criterion.title || name })}
                onClick={() => onChange(criteria.toSpliced(at, 1))}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            </div>
          )
        })}
      {isOwn && criteria.length < CRITERIA_MAX_PER_ROUND && (
        <Button variant="subtle" size="sm" onClick={() => onChange([...criteria, EMPTY])}>
          {t('open.addCriterion')}
        </Button>
      )}
    </fieldset>
  )
}
