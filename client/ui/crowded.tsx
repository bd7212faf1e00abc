// Owns the line that says a document has no place left: how many are there, and that waiting helps.

import { SYNC_SOCKETS_MAX_PER_DOCUMENT } from '../../shared/limits.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import type { Crowded } from '../live/trouble.ts'

export function CrowdedWords({ what }: { what: Crowded }) {
  const { t } = useTranslation()
  // An operator may have set another number than the usual one.
  const limits = useRead<{ SYNC_SOCKETS_MAX_PER_DOCUMENT: number }>('limits', '/api/limits')
  if (limits.isPending) return null
  return t(`connection.crowded${what}`, {
    count: limits.data?.SYNC_SOCKETS_MAX_PER_DOCUMENT ?? SYNC_SOCKETS_MAX_PER_DOCUMENT,
  })
}
