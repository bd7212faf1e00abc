// Owns who hears of what, as facts in and people out. Pure. On an anonymous board it must never be handed an author,
// and nobody is told that somebody "wrote": that alone would name them (FAULTS F78).

import type { UserId } from '../../shared/model.ts'

/** An inbox line names an idea by its first words. */
const TITLE_MAX_CHARS = 120

export interface AnswerFacts {
  sponsorId: UserId
  escalatedBy: UserId
  /** Null on an anonymous board. */
  authorId: UserId | null
  likers: readonly UserId[]
}

/** Everybody who put something into the idea hears the answer, but not the person who gave it. */
export function hearAnswer(facts: AnswerFacts): UserId[] {
  const all = [facts.escalatedBy, ...(facts.authorId ? [facts.authorId] : []), ...facts.likers]
  return [...new Set(all)].filter((userId) => userId !== facts.sponsorId)
}

export interface CommentFacts {
  named: boolean
  /** Null where the account is gone. */
  commenterId: UserId | null
  authorId: UserId | null
  earlierCommenters: readonly UserId[]
}

export function hearComment(facts: CommentFacts): UserId[] {
  if (!facts.named) return []
  const all = [...(facts.authorId ? [facts.authorId] : []), ...facts.earlierCommenters]
  return [...new Set(all)].filter((userId) => userId !== facts.commenterId)
}

/** First line of a card, cut where it gets long; by code points, so that no character is torn. */
export function titleOf(text: string): string {
  const [line = ''] = text.split('\n')
  const chars = Array.from(line)
  return chars.length <= TITLE_MAX_CHARS
    ? line
    : `${chars
        .slice(0, TITLE_MAX_CHARS - 1)
        .join('')
        .trimEnd()}…`
}
