// Owns saying a refusal in the reader's words: by its reason, else by its kind. The server's English message is only for
// programs and is never shown.

import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../shared/outcome.ts'

/** `refusal → one plain sentence`. `{{limit}}` in a text is the limit that was passed. */
export function useRefusal(): (refusal: Pick<Refusal, 'kind' | 'reason' | 'limit'>) => string {
  const { t, i18n } = useTranslation('errors')
  return useCallback(
    ({ kind, reason, limit }) => {
      const key = `reason.${reason}`
      // Reasons come from the server, also from a newer one: an unknown one falls back to its kind.
      const known = i18n.exists(key, { ns: 'errors', count: limit ?? 0 })
      return known ? t(key as 'reason.offline', { limit, count: limit ?? 0 }) : t(`kind.${kind}`)
    },
    [t, i18n],
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
