// Owns the commands of rounds and votes, as part of the command table (commands.ts).

import { z } from 'zod'
import { command, id, line, nothing, oneOf, prose } from './command-parts.ts'
import * as limits from './limits.ts'
import type { BoardId, ColumnId, IdeaId, RoundId } from './model.ts'
import { CHOICES, SCORE_MAX } from './rounds.ts'

const boardId = id<BoardId>()
const ideaId = id<IdeaId>()
const roundId = id<RoundId>()
const dots = z.number().int().min(1).max(limits.ROUND_BUDGET_MAX_VOTES)

const criterion = z.strictObject({
  title: line(limits.CRITERION_TITLE_MAX_CHARS, 0),
  kind: oneOf(['impact', 'effort', 'own']),
  better: oneOf(['high', 'low']),
})
export const criteria = z.array(criterion).min(1, 'empty').max(limits.CRITERIA_MAX_PER_ROUND, 'too-many')
export const top = z.number().int().min(1).max(limits.RANKING_TOP_MAX)

const ideaIds = z
  .array(ideaId)
  .min(1, 'empty')
  .max(limits.ROUND_SELECTION_MAX_IDEAS, 'too-many')
  .refine((ids) => new Set(ids).size === ids.length, 'twice')

/** Without it: everything on the board. */
const scope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('board') }),
  z.strictObject({ of: z.literal('column'), columnId: id<ColumnId>() }),
  z.strictObject({ of: z.literal('groups') }),
  z.strictObject({ of: z.literal('ideas'), ideaIds }),
])

const everyMethod = {
  boardId,
  title: line(limits.ROUND_TITLE_MAX_CHARS, 0).optional(),
  blind: z.boolean(),
  secret: z.boolean(),
  scope: scope.optional(),
  roundId: roundId.optional(),
}

export const ROUND_COMMANDS = {
  'round.open': command(
    'round.manage',
    'board',
    z.discriminatedUnion('method', [
      z.strictObject({ ...everyMethod, method: z.literal('dots'), budget: dots, maxPerIdea: dots }),
      /** Without criteria: impact × effort. */
      z.strictObject({ ...everyMethod, method: z.literal('score'), criteria: criteria.optional() }),
      z.strictObject({ ...everyMethod, method: z.literal('yes-no') }),
      z.strictObject({ ...everyMethod, method: z.literal('ranking'), top: top.optional() }),
    ]),
    z.object({ roundId }),
  ),
  'round.close': command('round.manage', 'round', z.strictObject({ roundId }), nothing),
  /** Hides more; what is hidden stays so. */
  'round.tighten': command(
    'round.manage',
    'round',
    z.strictObject({ roundId, blind: z.literal(true).optional(), secret: z.literal(true).optional() }),
    nothing,
  ),
  /** Sets my votes on that idea: absolute, so that a repeat is harmless. */
  'vote.cast': command(
    'vote.cast',
    'round',
    z.strictObject({
      roundId,
      ideaId,
      votes: z.number().int().min(0).max(limits.ROUND_BUDGET_MAX_VOTES),
    }),
    z.object({ left: z.number() }),
  ),
  /** One for each criterion of the round, 0 where I give none (yet); all 0: I take it back. */
  'vote.score': command(
    'vote.cast',
    'round',
    z.strictObject({
      roundId,
      ideaId,
      scores: z
        .array(z.number().int().min(0).max(SCORE_MAX))
        .min(1, 'empty')
        .max(limits.CRITERIA_MAX_PER_ROUND, 'too-many'),
    }),
    nothing,
  ),
  /** Null takes it back. A reason is shown once the vote is closed. */
  'vote.choose': command(
    'vote.cast',
    'round',
    z.strictObject({
      roundId,
      ideaId,
      choice: oneOf(CHOICES).nullable(),
      reason: prose(limits.VOTE_REASON_MAX_CHARS, 0).optional(),
    }),
    nothing,
  ),
  /** My whole order, the first first; none takes it back. */
  'vote.rank': command(
    'vote.cast',
    'round',
    z.strictObject({
      roundId,
      ideaIds: z
        .array(ideaId)
        .max(limits.RANKING_TOP_MAX, 'too-many')
        .refine((ids) => new Set(ids).size === ids.length, 'twice'),
    }),
    nothing,
  ),
} as const
