// Owns telling about commands that an earlier, closed page left waiting and the server then refused.

import { useEffect } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { onLateAnswer } from '../live/command.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'

export function useLateAnswers(): void {
  const { t } = useTranslation()
  const words = useRefusal()
  useEffect(
    () =>
      onLateAnswer((_command, outcome) => {
        if (!outcome.ok) showNotice({ tone: 'problem', text: t('notice.late', { why: words(outcome.error) }) })
      }),
    [t, words],
  )
}
