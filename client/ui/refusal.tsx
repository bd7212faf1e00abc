// Owns saying a refusal in the reader's words: by its reason, else by its kind, with the limit that was passed. The
// server's English message is only for programs and is never shown.

import { useCallback } from 'react'
import type { Refusal } from '../../shared/outcome.ts'
import { useFormat } from '../i18n/format.ts'
import { hasText, useTranslation } from '../i18n/translation.ts'

/** `refusal → one or two plain sentences`. */
export function useRefusal(): (refusal: Pick<Refusal, 'kind' | 'reason' | 'limit'>) => string {
  const { t } = useTranslation('errors')
  const format = useFormat()
  return useCallback(
    ({ kind, reason, limit }) => {
      // Reasons come from the server, also from a newer one: an unknown one falls back to its kind.
      const known = hasText('errors', `reason.${reason}`)
      const sentence = known ? t(`reason.${reason}` as 'reason.offline') : t(`kind.${kind}`)
      if (limit === undefined) return sentence
      const most = reason.endsWith('too-large') ? format.bytes(limit) : format.number(limit)
      return `${sentence} ${t('most', { limit: most })}`
    },
    [t, format],
  )
}

/** The refusal as text next to what was refused, read out when it appears. */
export function RefusalText({ refusal }: { refusal: Refusal | null }) {
  const words = useRefusal()
  if (!refusal) return null
  return (
    <p className="kiem-problem" role="alert">
      {words(refusal)}
    </p>
  )
}
