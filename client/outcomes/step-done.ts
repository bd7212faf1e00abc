// Owns ticking a step off, or open again; what went wrong is said.

import type { MilestoneView, OutcomeView } from '../../shared/outcomes.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'

export type StepOf = Pick<OutcomeView, 'escalationId' | 'ideaId'> & Pick<MilestoneView, 'milestoneId'>

/** Answers whether it is so now. */
export function useStepDone(): (step: StepOf, isDone: boolean) => Promise<boolean> {
  const words = useRefusal()
  return async ({ escalationId, ideaId, milestoneId }, isDone) => {
    const outcome = await send('milestone.done', { escalationId, milestoneId, done: isDone })
    if (!outcome.ok) showNotice({ tone: 'problem', text: words(outcome.error) })
    await invalidate([`idea:${ideaId}`, 'desk'])
    return outcome.ok
  }
}
