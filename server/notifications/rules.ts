// Owns who hears of what, as facts in and people out. Pure. On an anonymous board it must never be handed an author,
// and nobody is told that somebody "wrote": that alone would name them (FAULTS F78).

import type { Because, UserId } from '../../shared/model.ts'
import { cleanLine } from '../../shared/text.ts'

/** An inbox line names an idea by its first words. */
const TITLE_MAX_CHARS = 120

/** Why each of them hears it: everybody once, by the reason that matters most to them. */
export type Audience = Map<UserId, Because>

export interface MoveFacts {
  /** Null: the clock moved. */
  by: UserId | null
  owes: UserId | null
  raisedBy: UserId
  sponsorId: UserId
  /** Null on an anonymous board. */
  authorId: UserId | null
  likers: readonly UserId[]
  /** Only of rounds that are closed and not secret, on a named board. */
  voters: readonly UserId[]
  /** None on an anonymous board. */
  commenters: readonly UserId[]
}

/** Everybody who put something into the idea hears each step, but not who made it. */
export function hearMove(facts: MoveFacts): Audience {
  const heard: Audience = new Map()
  const add = (because: Because, people: readonly (UserId | null)[]) => {
    for (const userId of people) if (userId !== null && !heard.has(userId)) heard.set(userId, because)
  }
  add('owes', [facts.owes])
  add('raised', [facts.raisedBy])
  add('asked', [facts.sponsorId])
  add('yours', [facts.authorId])
  add('supports', facts.likers)
  add('voted', facts.voters)
  add('discussed', facts.commenters)
  if (facts.by !== null) heard.delete(facts.by)
  return heard
}

export interface CommentFacts {
  named: boolean
  /** Null where the account is gone. */
  commenterId: UserId | null
  authorId: UserId | null
  earlierCommenters: readonly UserId[]
}

export function hearComment(facts: CommentFacts): Audience {
  const heard: Audience = new Map()
  if (!facts.named) return heard
  for (const userId of facts.earlierCommenters) heard.set(userId, 'discussed')
  if (facts.authorId) heard.set(facts.authorId, 'yours')
  if (facts.commenterId) heard.delete(facts.commenterId)
  return heard
}

/** First line of a card, cut where it gets long; by code points, so that no character is torn. */
export function titleOf(text: string): string {
  // Written together, a card may hold marks that turn the rest of a sentence around.
  const line = cleanLine(text.trimStart().split('\n')[0] ?? '')
  const chars = Array.from(line)
  return chars.length <= TITLE_MAX_CHARS
    ? line
    : `${chars
        .slice(0, TITLE_MAX_CHARS - 1)
        .join('')
        .trimEnd()}…`
}
