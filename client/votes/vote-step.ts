// Owns one step on an idea in a round of dots, from a button or a key, and saying aloud what came of it.

import type { IdeaId } from '../../shared/model.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { announce } from '../ui/live-region.tsx'
import type { Ballot } from './ballot.ts'

/** One step on an idea, from a button or a key; says aloud what happened. Does nothing where no dot fits. */
export function useStep(ballot: Ballot | null, onRefused: (refusal: Refusal) => void) {
  const { t } = useTranslation('vote')
  return async (ideaId: IdeaId, step: 1 | -1) => {
    if (!ballot) return
    const votes = ballot.on(ideaId)
    if (step === 1 && !ballot.mayAdd(ideaId)) {
      announce(ballot.left() === 0 ? t('announce.noneLeft') : t('announce.maximum', { count: ballot.rules.maxPerIdea }))
      return
    }
    if (step === -1 && votes === 0) return
    const cast = ballot.set(ideaId, votes + step)
    announce(t('announce.mine', { count: votes + step, left: ballot.left() }))
    const outcome = await cast
    if (!outcome.ok) onRefused(outcome.error)
  }
}
