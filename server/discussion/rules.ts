// Owns what may happen in the discussion of an idea, as sentences about facts. Pure: no clock, no ids, no SQL.

import { COMMENTS_MAX_PER_IDEA } from '../../shared/limits.ts'
import type { Naming } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'

export function addComment(idea: { removed: boolean; comments: number }): Outcome<null> {
  if (idea.removed) return refuse('conflict', 'idea-removed', 'This idea was removed. Restore it first.')
  if (idea.comments < COMMENTS_MAX_PER_IDEA) return done(null)
  return refuse('conflict', 'too-many-comments', `An idea holds at most ${COMMENTS_MAX_PER_IDEA} comments.`, {
    limit: COMMENTS_MAX_PER_IDEA,
  })
}

const HOUR_MS = 3_600_000

/** As exactly as the board may tell; on an anonymous one a time to the second would be a name. */
export function coarse(now: Date, naming: Naming): Date {
  return naming === 'named' ? now : new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
}

/** When a comment counts as written: after the one before it, so that a conversation keeps its order within the hour. */
export function writtenAt(now: Date, naming: Naming, lastAt: Date | null): Date {
  const at = coarse(now, naming)
  return lastAt && lastAt >= at ? new Date(lastAt.getTime() + 1) : at
}
