// Owns the commands of goals: the tree, what was measured, and which boards and ideas serve them. Browser code imports only
// types from here.

import { z } from 'zod'
import { command, id, line, nothing, prose } from './command-parts.ts'
import { day } from './escalation-commands.ts'
import * as limits from './limits.ts'
import type { BoardId, IdeaId, UserId } from './model.ts'

const goalId = id<string>()
const readingId = id<string>()

/** Anything somebody reads off, from a share to the euros of a country. */
const figure = z.number().min(-limits.FIGURE_MAX, 'too-much').max(limits.FIGURE_MAX, 'too-much')

const measure = z
  .strictObject({
    what: line(limits.MEASURE_WHAT_MAX_CHARS),
    unit: line(limits.MEASURE_UNIT_MAX_CHARS, 0),
    baseline: figure,
    target: figure,
    baselineOn: day,
    targetOn: day,
  })
  .refine(({ baseline, target }) => baseline !== target, { message: 'target-is-baseline', path: ['target'] })
  .refine(({ baselineOn, targetOn }) => baselineOn < targetOn, {
    message: 'target-before-baseline',
    path: ['targetOn'],
  })

const about = {
  title: line(limits.GOAL_TITLE_MAX_CHARS),
  why: prose(limits.GOAL_WHY_MAX_CHARS, 0),
  /** Null: it is not measured. */
  measure: measure.nullable(),
  ownerId: id<UserId>().nullable(),
}

export const GOAL_COMMANDS = {
  /** Last among those under `parentId`; null or none: under the vision itself. */
  'goal.add': command(
    'goal.shape',
    'organisation',
    z.strictObject({
      title: about.title,
      why: about.why.optional(),
      measure: about.measure.optional(),
      ownerId: about.ownerId.optional(),
      parentId: goalId.nullable().optional(),
    }),
    z.object({ goalId }),
  ),
  /** Only what is named changes. `rev` is the one it was read at: who changed it meanwhile is not overwritten. */
  'goal.update': command(
    'goal.keep',
    'organisation',
    z.strictObject({
      goalId,
      rev: z.number().int().optional(),
      title: about.title.optional(),
      why: about.why.optional(),
      measure: about.measure.optional(),
      ownerId: about.ownerId.optional(),
    }),
    nothing,
  ),
  /** Before that sister; null: last. */
  'goal.move': command(
    'goal.shape',
    'organisation',
    z.strictObject({ goalId, parentId: goalId.nullable(), before: goalId.nullable() }),
    nothing,
  ),
  /** With all that is under it. */
  'goal.close': command('goal.shape', 'organisation', z.strictObject({ goalId }), nothing),
  /** With what it stands under. */
  'goal.reopen': command('goal.shape', 'organisation', z.strictObject({ goalId }), nothing),
  'goal.add-reading': command(
    'goal.keep',
    'organisation',
    z.strictObject({
      goalId,
      onDay: day,
      value: figure,
      note: line(limits.READING_NOTE_MAX_CHARS, 0).optional(),
      readingId: readingId.optional(),
    }),
    z.object({ readingId }),
  ),
  'goal.remove-reading': command('goal.keep', 'organisation', z.strictObject({ goalId, readingId }), nothing),
  /** Absolute: these and no others. */
  'board.set-goals': command(
    'board.manage',
    'board',
    z.strictObject({ boardId: id<BoardId>(), goalIds: z.array(goalId).max(limits.GOALS_MAX_PER_BOARD, 'too-many') }),
    nothing,
  ),
  /** The same; none: those of its board. */
  'idea.set-goals': command(
    'idea.edit',
    'idea',
    z.strictObject({ ideaId: id<IdeaId>(), goalIds: z.array(goalId).max(limits.GOALS_MAX_PER_IDEA, 'too-many') }),
    nothing,
  ),
} as const
