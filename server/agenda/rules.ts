// Owns what a discussion does, as sentences: which topics there are and in what order, where it goes next, what becomes of
// the topic it leaves. Pure. Votes order topics; it never looks at who voted.

import { TOPICS_MAX_PER_SESSION } from '../../shared/limits.ts'
import type { Topic, TopicState } from '../../shared/discussion.ts'
import type { IdeaId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

/** A card that is on the board, as it lies there. */
export interface Lying {
  ideaId: IdeaId
  number: number
  likes: number
  /** Place of its column among the columns. */
  column: number
  order: string
  /** The group it lies in, followed through those that merged. */
  group: string | null
}

export interface Counted {
  /** Groups are voted on as one: the id is the idea's or the group's. */
  votes: ReadonlyMap<string, number>
  /** A group's ideas that were voted on singly: dots add up, the best one stands for any other count. */
  adds: boolean
}

/**
 * Every idea or group once. With a round: by votes, ties as they lie on the board; without: by likes, ties by number.
 * What became of a topic that was there before stays.
 */
export function orderTopics(cards: readonly Lying[], round: Counted | null, before: readonly Topic[]): Topic[] {
  const lying = [...cards].sort(round ? byPlace : (a, b) => a.number - b.number)
  const topics = new Map<string, Topic>()
  for (const card of lying) {
    const topicId = card.group ?? card.ideaId
    const topic = topics.get(topicId)
    if (topic) topic.ideaIds.push(card.ideaId)
    else {
      const kind = card.group === null ? ('idea' as const) : ('group' as const)
      topics.set(topicId, { topicId, kind, ideaIds: [card.ideaId], votes: 0, state: 'open' })
    }
  }
  const likes = new Map<string, number>(lying.map((card) => [card.ideaId, card.likes]))
  const known = new Map(before.map((topic) => [topic.topicId, topic]))
  for (const topic of topics.values()) {
    topic.votes = round ? votesOf(topic, round) : sum(topic.ideaIds.map((id) => likes.get(id) ?? 0))
    topic.state = known.get(topic.topicId)?.state ?? 'open'
  }
  // A stable sort: what is equal stays as it lies.
  return [...topics.values()].sort((a, b) => b.votes - a.votes).slice(0, TOPICS_MAX_PER_SESSION)
}

/** The first so many, what ties with the last of them, and whatever has been taken up already; `count` absent: all. */
export function bestTopics(topics: readonly Topic[], count: number | undefined): Topic[] {
  const least = (count !== undefined && topics[count - 1]?.votes) || 0
  return topics.filter(({ votes, state }) => count === undefined || (votes > 0 && votes >= least) || state !== 'open')
}

function votesOf({ topicId, ideaIds }: Topic, { votes, adds }: Counted): number {
  const own = votes.get(topicId)
  if (own !== undefined) return own
  const each = ideaIds.flatMap((id) => votes.get(id) ?? [])
  if (each.length === 0) return 0
  return adds ? sum(each) : Math.max(...each)
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

function byPlace(a: Lying, b: Lying): number {
  if (a.column !== b.column) return a.column - b.column
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.ideaId < b.ideaId ? -1 : 1
}

/** Groups merge into groups; rings, which two people can make in the same moment, end where they began. */
export function groupThrough(group: string | null, into: ReadonlyMap<string, string | null>): string | null {
  const seen = new Set<string>()
  let at = group
  while (at !== null) {
    const next: string | null = into.get(at) ?? null
    if (next === null || seen.has(next)) return at
    seen.add(at)
    at = next
  }
  return at
}

export interface Going {
  topics: readonly Topic[]
  currentId: string | null
}

export interface Go {
  from: string | null
  /** Absent: the next one that is open. */
  to?: string | null | undefined
  leave?: TopicState | undefined
}

/** Refuses topic-moved, no-such-topic. */
export function go(now: Going, { from, to, leave = 'discussed' }: Go): Outcome<Going> {
  if (from !== now.currentId) {
    return refuse('conflict', 'topic-moved', 'The discussion has moved on to another topic. Look again.')
  }
  const left = withState(now.topics, from, leave)
  const currentId = to === undefined ? nextAfter(left, from) : to
  if (currentId !== null && !left.some(({ topicId }) => topicId === currentId)) return noSuchTopic()
  return done({ topics: withState(left, currentId, 'open'), currentId })
}

/** After the one that was on, else the first that was passed over; null: all have had their turn. */
function nextAfter(topics: readonly Topic[], from: string | null): string | null {
  const at = topics.findIndex(({ topicId }) => topicId === from)
  const open = ({ topicId, state }: Topic) => state === 'open' && topicId !== from
  return (topics.slice(at + 1).find(open) ?? topics.find(open))?.topicId ?? null
}

export function withState(topics: readonly Topic[], topicId: string | null, state: TopicState): Topic[] {
  return topics.map((topic) => (topic.topicId === topicId ? { ...topic, state } : topic))
}

export const noSuchTopic = () => refuse('not-found', 'no-such-topic', 'This topic is not among those of the session.')
