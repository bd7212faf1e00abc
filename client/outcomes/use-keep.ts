// Owns a form of an outcome being filled in: kept on this device until it is sent, so that nothing is lost by a reload.

import { useState } from 'react'
import { draftAt, keepDraft } from '../live/drafts.ts'

export function useKept<T extends Record<string, string>>(place: string, from: T) {
  const [draft, setDraft] = useState<T>(() => {
    try {
      return { ...from, ...(JSON.parse(draftAt(place) || '{}') as Partial<T>) }
    } catch {
      return from
    }
  })
  return {
    draft,
    change(part: Partial<T>): void {
      const next = { ...draft, ...part }
      setDraft(next)
      keepDraft(place, JSON.stringify(next))
    },
    forget: () => keepDraft(place, ''),
  }
}
