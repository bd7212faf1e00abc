// Owns the shape of export.json, the file a board leaves in and comes back from. Written by export-json.ts; read here
// with nothing taken on trust: only the fields named below are looked at, and none of them is a person's account,
// a role, a membership, a vote or a setting of the board (FAULTS F65).

import type { CaseState, Commitment, MoveName } from '../../shared/cases.ts'
import { z } from 'zod'
import {
  type At,
  NOTE_COLORS,
  STAGES,
  type IdeaId,
  type RoundId,
  type RoundView,
  type Stage,
} from '../../shared/model.ts'
import {
  type BusinessCaseInFile,
  type GoalInFile,
  goalIdsSchema,
  goalsSchema,
  type OutcomeInFile,
  type ReadGoal,
} from './value-file.ts'

export const FORMAT = 'kiem.board'
export const VERSION = 1

/** What export.json holds (docs/EXPORT.md). Readers of other programs may rely on these names; adding is free. */
export interface BoardFile {
  format: typeof FORMAT
  version: typeof VERSION
  exportedAt: string
  board: {
    boardId: string
    title: string
    question: string
    naming: string
    language: string
    template: string
    /** Of `goals`, those it serves. */
    goals: string[]
  }
  /** That anything in the file serves, with all they stand under; parents first. None for guests. */
  goals: GoalInFile[]
  columns: { columnId: string; title: string; color: string | null }[]
  /** That ideas name. */
  groups: GroupInFile[]
  ideas: IdeaInFile[]
  rounds: RoundView[]
}

export interface GroupInFile {
  groupId: string
  title: string
}

export interface EscalationInFile {
  sponsor: string
  escalatedBy: string
  why: string
  status: string
  answer: string | null
  askedAt: At
  answeredAt: At | null
  state: CaseState
  /** What it promised to bring and what came of it; null: nobody backs it, or nothing was said yet. */
  outcome: OutcomeInFile | null
  /** Whose move is next; null: nobody's, it is closed. */
  owes: { name: string; since: At; until: At | null } | null
  /** With the owner's name. */
  commitment: (Omit<Commitment, 'ownerId'> & { owner: string }) | null
  lookAgainAt: At | null
  /** Oldest first; `by` null: the clock. */
  moves: { move: MoveName; by: string | null; at: At; words: string | null; also: string | null; state: CaseState }[]
}

export interface CommentInFile {
  /** Null on an anonymous board. */
  author: string | null
  text: string
  createdAt: At
}

export interface IdeaInFile {
  ideaId: IdeaId
  number: number
  text: string
  details: string
  tags: string[]
  /** A name; null on an anonymous board. */
  author: string | null
  onBehalfOf: string | null
  /** Entered by who led: `author`, for `onBehalfOf`, where people have names. */
  proxy?: true
  stage: Stage
  stageReason: string | null
  stageBy: string | null
  stageAt: At | null
  /** A columnId of `columns`. */
  column: string | null
  /** A groupId of `groups`. */
  group: string | null
  color: string
  x: number
  y: number
  /** Fractional index within the column. */
  order: string
  likes: number
  /** By round, only where the tally may be known. */
  votes: Record<RoundId, number>
  endorsements: { name: string; words: string | null; at: At | null }[]
  /** The latest of `escalations`. */
  escalation: EscalationInFile | null
  escalations: EscalationInFile[]
  /** Of `goals`, its own; none: it serves those of the board. */
  goals: string[]
  /** Null: nothing was said of it. */
  businessCase: BusinessCaseInFile | null
  proposal: { markdown: string; doc: unknown } | null
  comments: CommentInFile[]
  createdAt: At
}

const WALL_MAX_UNITS = 1e6
const place = z.number().min(-WALL_MAX_UNITS).max(WALL_MAX_UNITS).catch(0)
const words = z.string().catch('')
const shortId = z.string().max(100)

const orNull = <T>(schema: z.ZodType<T>) =>
  schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null)

/** What import takes of an idea. A wrong value of little weight is replaced, a wrong text makes it no idea. */
const ideaSchema = z.object({
  ideaId: orNull(shortId),
  number: orNull(z.number().int().min(1).max(1_000_000)),
  text: z.string(),
  details: words.default(''),
  tags: z.array(z.string()).catch([]).default([]),
  author: orNull(z.string()),
  onBehalfOf: orNull(z.string()),
  stage: z.enum(STAGES).catch('open').default('open'),
  stageReason: orNull(z.string()),
  stageAt: orNull(z.number().int().min(0).max(8.64e15)),
  column: orNull(shortId),
  group: orNull(shortId),
  color: z.enum(NOTE_COLORS).catch('sun').default('sun'),
  x: place.default(0),
  y: place.default(0),
  order: z.string().max(200).catch('').default(''),
  comments: z
    .array(
      z
        .object({ text: z.string(), createdAt: z.number().int().min(0).max(8.64e15).catch(0) })
        .nullable()
        .catch(null),
    )
    .catch([])
    .default([]),
  proposal: orNull(z.object({ doc: z.unknown() })),
  goals: goalIdsSchema,
  businessCase: z.unknown().optional(),
})

export type ImportedIdea = z.output<typeof ideaSchema>

const fileSchema = z.object({
  format: z.literal(FORMAT),
  columns: z
    .array(
      z
        .object({ columnId: shortId, title: z.string(), color: z.enum(NOTE_COLORS).nullable().catch(null) })
        .nullable()
        .catch(null),
    )
    .catch([])
    .default([]),
  groups: z
    .array(z.object({ groupId: shortId, title: words }).nullable().catch(null))
    .catch([])
    .default([]),
  board: z.object({ goals: goalIdsSchema }).catch({ goals: [] }),
  goals: goalsSchema,
  ideas: z.array(z.unknown()),
})

export interface ReadBoardFile {
  columns: { columnId: string; title: string; color: string | null }[]
  groups: GroupInFile[]
  goals: ReadGoal[]
  boardGoals: string[]
  /** Null where an item is no idea. */
  ideas: (ImportedIdea | null)[]
}

/** Null: this is no board of ours. */
export function readBoardFile(json: unknown): ReadBoardFile | null {
  const file = fileSchema.safeParse(json)
  if (!file.success) return null
  return {
    columns: file.data.columns.filter((column) => column !== null),
    groups: file.data.groups.filter((group) => group !== null),
    goals: file.data.goals,
    boardGoals: file.data.board.goals,
    ideas: file.data.ideas.map((idea) => {
      const read = ideaSchema.safeParse(idea)
      return read.success ? read.data : null
    }),
  }
}
