// Owns the commands of outcomes: the promise, the steps on the way, and what was measured. Browser code imports only types from
// here.

import { z } from 'zod'
import { command, id, line, nothing, prose } from './command-parts.ts'
import { day } from './escalation-commands.ts'
import * as limits from './limits.ts'
import type { EscalationId, UserId } from './model.ts'

const escalationId = id<EscalationId>()
const milestoneId = id<string>()
const figure = z.number().min(-limits.FIGURE_MAX, 'too-much').max(limits.FIGURE_MAX, 'too-much')
const link = z.url({ protocol: /^https?$/, message: 'not-a-link' }).max(limits.LINK_MAX_CHARS, 'too-long')
const title = line(limits.MILESTONE_MAX_CHARS)

export const OUTCOME_COMMANDS = {
  /** The first time, and every change of it until the day it is measured; what stood there before is kept. */
  'outcome.promise': command(
    'outcome.keep',
    'escalation',
    z.strictObject({
      escalationId,
      goalId: id<string>().nullable().optional(),
      metric: line(limits.MEASURE_WHAT_MAX_CHARS),
      unit: line(limits.MEASURE_UNIT_MAX_CHARS, 0).optional(),
      baseline: figure,
      promised: figure,
      dueOn: day,
      /** None: who carries it out. */
      measurerId: id<UserId>().optional(),
      /** Needed where something was promised before. */
      because: prose(limits.REASON_MAX_CHARS, 0).optional(),
    }),
    nothing,
  ),
  /** Measured again, the first result is kept beside it. */
  'outcome.measure': command(
    'outcome.keep',
    'escalation',
    z.strictObject({
      escalationId,
      value: figure,
      evidence: prose(limits.EVIDENCE_MAX_CHARS),
      link: link.optional(),
      /** Needed where something was measured before. */
      because: prose(limits.REASON_MAX_CHARS, 0).optional(),
    }),
    nothing,
  ),
  'milestone.add': command(
    'outcome.keep',
    'escalation',
    z.strictObject({ escalationId, title, dueOn: day.optional(), milestoneId: milestoneId.optional() }),
    z.object({ milestoneId }),
  ),
  'milestone.update': command(
    'outcome.keep',
    'escalation',
    z.strictObject({ escalationId, milestoneId, title: title.optional(), dueOn: day.nullable().optional() }),
    nothing,
  ),
  /** Absolute, so that a repeat is harmless. */
  'milestone.done': command(
    'outcome.keep',
    'escalation',
    z.strictObject({ escalationId, milestoneId, done: z.boolean() }),
    nothing,
  ),
  'milestone.remove': command('outcome.keep', 'escalation', z.strictObject({ escalationId, milestoneId }), nothing),
} as const
