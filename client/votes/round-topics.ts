// Owns where on the board the dots of a round stand that is not about everything on it: on the cards it is about, and of a
// group that is one topic on the group's head. Pure.

import type { IdeaId } from '../../shared/model.ts'
import type { Topic } from '../../shared/rounds.ts'

/** By the idea that stands for it; of a group that is its first one as the round opened. Null: every idea is one. */
export type RoundTopics = ReadonlyMap<string, Pick<Topic, 'ideas' | 'text'>> | null

const isGroup = (topics: NonNullable<RoundTopics>, ideaId: IdeaId) => (topics.get(ideaId)?.ideas ?? 0) > 1

/** Whether dots stand on this card. Of a group that was taken apart they stand on the card that stood for it. */
export function isOnCard(topics: RoundTopics, ideaId: IdeaId, isGrouped: boolean): boolean {
  return topics === null || (topics.has(ideaId) && !(isGrouped && isGroup(topics, ideaId)))
}

/** The topics whose dots stand on the head of a group of these; of groups that were merged there are several. */
export function onHead(topics: RoundTopics, ids: readonly IdeaId[]): readonly IdeaId[] {
  return topics === null ? [] : ids.filter((id) => isGroup(topics, id))
}

/** What a key on a card votes for: the card, or the group it lies in, `ids`. Null: the round is not about it. */
export function topicFor(topics: RoundTopics, ideaId: IdeaId, ids: readonly IdeaId[] = []): IdeaId | null {
  if (isOnCard(topics, ideaId, ids.length > 0)) return ideaId
  return onHead(topics, ids)[0] ?? null
}
