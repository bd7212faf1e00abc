// Owns the commands of cases: taking an idea to a sponsor, and every move a person can make after it. Browser code imports only
// types from here.

import { z } from 'zod'
import { command, id, nothing, prose } from './command-parts.ts'
import * as limits from './limits.ts'
import type { EscalationId, IdeaId, UserId } from './model.ts'

const userId = id<UserId>()
/** A day, `YYYY-MM-DD`, in the organisation's time zone. */
export const day = z.string().refine(isDay, 'not-a-day')

const reason = prose(limits.REASON_MAX_CHARS)
const words = prose(limits.REASON_MAX_CHARS, 0).optional()

const commitment = z.strictObject({
  ownerId: userId,
  firstStep: prose(limits.FIRST_STEP_MAX_CHARS),
  /** The day by which the first step is done. */
  dueOn: day,
  euros: z.number().int().min(0).max(limits.EUROS_MAX, 'too-much').optional(),
  days: z.number().int().min(0).max(limits.WORK_DAYS_MAX, 'too-much').optional(),
})

const move = <const Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ escalationId: id<EscalationId>(), answer: z.literal(name), ...shape })

export const ESCALATION_COMMANDS = {
  'idea.escalate': command(
    'idea.escalate',
    'idea',
    z.strictObject({ ideaId: id<IdeaId>(), sponsorId: userId, why: prose(limits.WHY_MAX_CHARS) }),
    z.object({ escalationId: id<EscalationId>() }),
  ),
  /** Only who owes the next move may make it; which moves there are says the case's `may`. */
  'escalation.answer': command(
    'escalation.answer',
    'escalation',
    z.discriminatedUnion('answer', [
      /** Without a commitment: on the spot, before everybody; the sponsor then owes the first step. */
      move('endorse', { words, commitment: commitment.optional() }),
      move('ask', { question: reason }),
      move('reply', { text: reason }),
      move('decline', { reason, wouldChange: reason, lookAgainOn: day.optional() }),
      move('hand-over', { toId: userId, words }),
      move('accept', { words }),
      move('return', { reason }),
      /** The promise is being kept. After an endorsement on the spot it brings the commitment that was missing. */
      move('start', { words, commitment: commitment.optional() }),
      move('realise', { words: reason }),
      move('stop', { reason, learnt: reason }),
      /** A declined or stopped idea, by who raised it; to the same sponsor or another. */
      move('raise-again', { why: prose(limits.WHY_MAX_CHARS), sponsorId: userId.optional() }),
    ]),
    nothing,
  ),
} as const

/** A day that exists: the thirtieth of February does not. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T12:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
