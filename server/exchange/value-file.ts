// Owns what export.json says of goals, of what ideas are expected to bring, and of what came of them; and what of it is read back.
// Names in it are names as the pages show them: none where a board is anonymous, never an account. Read with nothing taken on
// trust: what the commands would refuse stays behind (FAULTS F65).

import { z } from 'zod'
import type { Estimate } from '../../shared/business-case.ts'
import { BUSINESS_CASE_COMMANDS } from '../../shared/business-case-commands.ts'
import { GOAL_COMMANDS } from '../../shared/goal-commands.ts'
import type { Measure } from '../../shared/goals.ts'
import { ESTIMATES_MAX_PER_IDEA, GOALS_MAX, READINGS_MAX_PER_GOAL } from '../../shared/limits.ts'
import type { At } from '../../shared/model.ts'

export interface ReadingInFile {
  /** `YYYY-MM-DD`. */
  onDay: string
  value: number
  note: string
  by: string | null
}

export interface GoalInFile {
  goalId: string
  /** Another of `goals`; null: it stands under the vision itself. */
  parentId: string | null
  title: string
  why: string
  measure: Measure | null
  owner: string | null
  closedAt: At | null
  /** By day, oldest first. */
  readings: ReadingInFile[]
}

export interface EstimateInFile extends Estimate {
  /** Null on an anonymous board. */
  by: string | null
  basis: string
}

export interface BusinessCaseInFile {
  beneficiaries: string
  /** In no order that tells anything. */
  estimates: EstimateInFile[]
  /** Who said they will carry it. */
  carriedBy: string[]
  /** On an anonymous board: that its author was asked for their name, and that they gave it. */
  asked: { by: string | null; at: At } | null
  signed: { by: string | null; at: At } | null
}

export interface OutcomeInFile {
  promise: {
    /** One of `goals`. */
    goal: string | null
    metric: string
    unit: string
    baseline: number
    promised: number
    dueOn: string
    measurer: string
  } | null
  result: { value: number; evidence: string; link: string | null; by: string; at: At } | null
  milestones: { title: string; dueOn: string | null; done: { by: string; at: At } | null }[]
  learnt: string | null
  /** What was promised or measured, each time; oldest first. */
  changes: { at: At; by: string; because: string; what: unknown }[]
}

const shortId = z.string().max(100)
const { title, why, measure } = GOAL_COMMANDS['goal.add'].input.shape
const { onDay, value, note } = GOAL_COMMANDS['goal.add-reading'].input.shape
const { beneficiaries } = BUSINESS_CASE_COMMANDS['business-case.update'].input.shape

const readingSchema = z.object({ onDay, value, note: note.catch('') })

/** What is not sound is null: it is left out. */
const each = <T>(schema: z.ZodType<T>) => z.array(schema.nullable().catch(null)).catch([]).default([])
const sound = <T>(items: readonly (T | null)[], most: number): T[] =>
  items.filter((item) => item !== null).slice(0, most)

const goalSchema = z.object({
  goalId: shortId,
  parentId: shortId.nullish().transform((parent) => parent ?? null),
  title,
  why: why.catch('').transform((words) => words ?? ''),
  measure: measure.catch(null).transform((given) => given ?? null),
  closedAt: z.number().int().min(0).max(8.64e15).nullish().catch(null),
  readings: each(readingSchema).transform((readings) => sound(readings, READINGS_MAX_PER_GOAL)),
})

export type ReadGoal = z.output<typeof goalSchema>

export const goalsSchema = each(goalSchema).transform((goals) => sound(goals, GOALS_MAX))

export const goalIdsSchema = z.array(shortId).max(100).catch([]).default([])

export interface ReadCase {
  beneficiaries: string
  estimates: (Estimate & { basis: string })[]
  /** Of the file's, those that were not sound, or too many. */
  leftOut: number
}

/** An idea's id is asked for by the command, and says nothing here. */
const OF_SOME_IDEA = { ideaId: 'an-idea-that-is-imported' }

const caseSchema = z.object({ beneficiaries: beneficiaries.catch(''), estimates: z.array(z.unknown()).catch([]) })

/** Null: the file says nothing of it. */
export function readCase(given: unknown): ReadCase | null {
  const read = caseSchema.safeParse(given)
  if (!read.success) return null
  const estimates = read.data.estimates.slice(0, ESTIMATES_MAX_PER_IDEA).flatMap((estimate) => {
    if (typeof estimate !== 'object' || estimate === null) return []
    const { valueLow, valueHigh, costOnce, costYearly, workDays, confidence, basis } = estimate as Record<
      string,
      unknown
    >
    const figures = { valueLow, valueHigh, costOnce, costYearly, workDays, confidence, basis: basis ?? '' }
    const judged = BUSINESS_CASE_COMMANDS['estimate.set'].input.safeParse({ ...OF_SOME_IDEA, ...figures })
    if (!judged.success) return []
    const { ideaId: _, basis: words = '', ...sane } = judged.data
    return [{ ...sane, basis: words }]
  })
  return { beneficiaries: read.data.beneficiaries, estimates, leftOut: read.data.estimates.length - estimates.length }
}
