// Owns the commands of a business case: who benefits, what each person estimates, who carries the idea, and whether its author
// puts their name to it. Browser code imports only types from here.

import { z } from 'zod'
import { command, id, nothing, prose } from './command-parts.ts'
import * as limits from './limits.ts'
import type { IdeaId } from './model.ts'

const ideaId = id<IdeaId>()
const euros = z.number().int('not-whole').min(0, 'below-zero').max(limits.EUROS_MAX, 'too-much')

export const BUSINESS_CASE_COMMANDS = {
  /** `rev` is the one it was read at: who wrote meanwhile is not overwritten. */
  'business-case.update': command(
    'case.write',
    'idea',
    z.strictObject({
      ideaId,
      beneficiaries: prose(limits.BENEFICIARIES_MAX_CHARS, 0),
      rev: z.number().int().optional(),
    }),
    nothing,
  ),
  /** One's own, absolute: set again it is replaced. */
  'estimate.set': command(
    'case.write',
    'idea',
    z
      .strictObject({
        ideaId,
        valueLow: euros,
        valueHigh: euros,
        costOnce: euros,
        costYearly: euros,
        workDays: z.number().int('not-whole').min(0, 'below-zero').max(limits.WORK_DAYS_MAX, 'too-much'),
        confidence: z.number().int('not-whole').min(0, 'below-zero').max(100, 'too-much'),
        /** What it rests on. */
        basis: prose(limits.ESTIMATE_BASIS_MAX_CHARS, 0).optional(),
      })
      .refine(({ valueLow, valueHigh }) => valueLow <= valueHigh, { message: 'low-above-high', path: ['valueLow'] }),
    nothing,
  ),
  'estimate.remove': command('case.write', 'idea', z.strictObject({ ideaId }), nothing),
  /** "I will carry this", with one's name, also on an anonymous board. */
  'idea.own': command('idea.own', 'idea', z.strictObject({ ideaId, owned: z.boolean() }), nothing),
  /** Would the author of this put their name to it? Asked of nobody in particular. */
  'idea.ask-name': command('idea.ask-name', 'idea', z.strictObject({ ideaId }), nothing),
  /** The author's own name, from now on and for everybody; cannot be taken back. */
  'idea.sign': command('idea.sign', 'idea', z.strictObject({ ideaId }), nothing),
} as const
