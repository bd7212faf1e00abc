// Owns a move somebody is filling in: kept on their device until it is sent or let go of, so that nothing is lost by a reload.

import { useState } from 'react'
import { ANSWERS, type Answer } from '../../shared/cases.ts'
import type { EscalationId } from '../../shared/model.ts'
import { draftAt, draftPlaces, keepDraft } from '../live/drafts.ts'
import { EMPTY_DRAFT, type MoveDraft } from './move-input.ts'

const placeOf = (escalationId: EscalationId, answer: Answer) => `case.${escalationId}.${answer}`

function read(place: string): MoveDraft {
  try {
    return { ...EMPTY_DRAFT, ...(JSON.parse(draftAt(place) || '{}') as Partial<MoveDraft>) }
  } catch {
    return EMPTY_DRAFT
  }
}

/** The move this person was in the middle of, when they left. */
export function begunMove(escalationId: EscalationId): Answer | null {
  const begun = draftPlaces(`case.${escalationId}.`).split('\n')
  return ANSWERS.find((answer) => begun.includes(placeOf(escalationId, answer))) ?? null
}

export function useMoveDraft(escalationId: EscalationId, answer: Answer) {
  const place = placeOf(escalationId, answer)
  const [draft, setDraft] = useState(() => read(place))
  return {
    draft,
    change(part: Partial<MoveDraft>): void {
      const next = { ...draft, ...part }
      setDraft(next)
      const isEmpty = Object.values(next).every((value) => value === '')
      keepDraft(place, isEmpty ? '' : JSON.stringify(next))
    },
    forget: () => keepDraft(place, ''),
  }
}
