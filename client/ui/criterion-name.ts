// Owns how a criterion is called: the ready-made ones in the reader's language, own ones as they were written.

import type { Criterion } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'

export function useCriterionName(): (criterion: Criterion) => string {
  const { t } = useTranslation('ballot')
  return ({ title, kind }) => title || (kind === 'own' ? '' : t(`criterion.${kind}`))
}
