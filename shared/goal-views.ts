// Owns the shapes in which goals leave the server: the tree, and one goal with everything that is known about it.

import type { Goal } from './goals.ts'
import type { At, BoardId, IdeaId, PersonView, Stage } from './model.ts'

export interface GoalReading {
  readingId: string
  /** `YYYY-MM-DD`. */
  onDay: string
  value: number
  note: string
  by: PersonView | null
}

/** One line of the tree. */
export interface GoalLine extends Goal {
  rev: number
  owner: PersonView | null
  /** The newest reading. */
  latest: Pick<GoalReading, 'onDay' | 'value'> | null
  /** Ideas that serve it and that this person may see, by stage; those of goals under it are counted there. */
  ideas: Partial<Record<Stage, number>>
}

/** GET /api/goals, in the order of the tree: a goal, then what is under it. */
export interface GoalsView {
  goals: GoalLine[]
  /** Adds, moves and closes goals. */
  mayShape: boolean
}

export interface GoalIdea {
  ideaId: IdeaId
  boardId: BoardId
  boardTitle: string
  number: number
  text: string
  stage: Stage
}

/** What an idea promised this goal, and what came of it; in the goal's own unit. */
export interface GoalPromise {
  ideaId: IdeaId
  boardId: BoardId
  text: string
  /** By how much the measure is to change. */
  promised: number
  /** When that is to be measured. */
  dueOn: string
  /** By how much it did; null: not measured yet. */
  measured: number | null
  measuredOn: string | null
}

export interface GoalChange {
  at: At
  by: PersonView | null
  /** Field → what it was and what it became. */
  changes: Record<string, [unknown, unknown]>
}

/** GET /api/goals/<id> */
export interface GoalView {
  goal: GoalLine
  /** From the vision down to the one it stands under. */
  above: { goalId: string; title: string }[]
  /** Directly under it. */
  below: GoalLine[]
  /** By day, oldest first. */
  readings: GoalReading[]
  /** Newest first. */
  changes: GoalChange[]
  boards: { boardId: BoardId; title: string }[]
  /** The furthest on first, at most GOAL_IDEAS_MAX_SHOWN; the counts on `goal` are of all. */
  ideas: GoalIdea[]
  promises: GoalPromise[]
  /** Changes it and its readings. */
  mayKeep: boolean
  mayShape: boolean
}

/** GET /api/boards/<id>/goals and /api/ideas/<id>/goals: what it serves; `own` is false for an idea that only follows its board. */
export interface ServedGoals {
  goals: { goalId: string; title: string; closedAt: At | null }[]
  own: boolean
}
