// Owns leading a discussion: from topic to topic, the topic's timer, and the question for more time. Everyone who leads
// holds the discussion's row, so that two taps are two in turn.

import { TOPICS_MAX_PER_SESSION } from '../../shared/limits.ts'
import type { Topic } from '../../shared/discussion.ts'
import type { At, BoardId, IdeaId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Timer } from '../../shared/session.ts'
import type { Handlers } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { AgendaDeps } from './deps.ts'
import { bestTopics, type Counted, go, groupThrough, type Lying, noSuchTopic, orderTopics, withState } from './rules.ts'
import * as store from './store.ts'

type TopicCommand = Extract<keyof Handlers, `discussion.${string}`>

interface Held {
  running: store.Running
  row: store.DiscussionRow
}

export function topicCommands(deps: AgendaDeps): Pick<Handlers, TopicCommand> {
  return {
    'discussion.go': ({ tx }, { boardId, ...ask }) =>
      discussing<{ currentId: string | null }>(tx, boardId, async ({ running, row }) => {
        const { sessionId, at } = running
        const begun = row.topics.length > 0 ? row : { ...row, ...(await ordered(tx, boardId, running, row.topics)) }
        const known = { ...begun, topics: await withWanted(tx, boardId, begun.topics, ask.to) }
        const went = go(known, ask)
        if (!went.ok) return went
        const { topics, currentId } = went.value
        const stays = currentId !== null && currentId === row.currentId
        await store.updateDiscussion(tx, sessionId, {
          topics: [...topics],
          currentId,
          roundId: begun.roundId,
          timer: stays ? row.timer : currentId === null ? null : timerOf(row.topicMs, at),
          askId: null,
        })
        await store.forgetAnswers(tx, sessionId)
        return done({ currentId })
      }),

    'discussion.mark': ({ tx }, { boardId, topicId, state }) =>
      discussing(tx, boardId, async ({ running, row }) => {
        if (!row.topics.some((topic) => topic.topicId === topicId)) return noSuchTopic()
        await store.updateDiscussion(tx, running.sessionId, { topics: withState(row.topics, topicId, state) })
        return done({})
      }),

    'discussion.order': ({ tx }, { boardId }) =>
      discussing(tx, boardId, async ({ running, row }) => {
        const again = await ordered(tx, boardId, running, row.topics)
        const stays = again.topics.some(({ topicId }) => topicId === row.currentId)
        const gone = stays ? {} : { currentId: null, timer: null, askId: null }
        await store.updateDiscussion(tx, running.sessionId, { ...again, ...gone })
        return done({})
      }),

    'discussion.timer': ({ tx }, { boardId, ...ask }) =>
      discussing(tx, boardId, async ({ running, row }) => {
        const { sessionId, at } = running
        if (row.currentId === null) return noTopic()
        const timer = deps.setTimer(row.timer, ask, at)
        if (!timer.ok) return timer
        const each = ask.set === 'start' ? { topicMs: ask.ms } : ask.set === 'stop' ? { topicMs: null } : {}
        const answers = ask.set === 'add' ? { askId: null } : {}
        await store.updateDiscussion(tx, sessionId, { timer: timer.value, ...each, ...answers })
        if (ask.set === 'add') await store.forgetAnswers(tx, sessionId)
        return done({})
      }),

    'discussion.ask-more': ({ tx }, { boardId, asks }) =>
      discussing(tx, boardId, async ({ running, row }) => {
        if (asks && row.currentId === null) return noTopic()
        if (asks && row.askId !== null) return done({}) // asked by another facilitator: one question
        await store.updateDiscussion(tx, running.sessionId, { askId: asks ? deps.newId() : null })
        await store.forgetAnswers(tx, running.sessionId)
        return done({})
      }),

    async 'discussion.answer-more'({ tx, actor }, { boardId, askId, yes }) {
      const running = await store.runningForShare(tx, boardId)
      if (!running) return noSession()
      const row = await store.discussionForShare(tx, running.sessionId)
      if (row?.askId !== askId) return refuse('conflict', 'not-asked', 'The question is over.')
      await store.putAnswer(tx, running.sessionId, actor.userId, yes)
      await changed(tx, boardId)
      return done({})
    },
  }

  async function discussing<T>(
    tx: Tx,
    boardId: BoardId,
    work: (held: Held) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const running = await store.runningForShare(tx, boardId)
    if (!running) return noSession()
    const kind = running.phase?.kind
    if (kind !== 'discuss' && kind !== 'decide') {
      return refuse('conflict', 'not-in-this-phase', 'Topics are discussed in a phase for talking.')
    }
    const outcome = await work({ running, row: await store.discussionForUpdate(tx, running.sessionId) })
    if (outcome.ok) await changed(tx, boardId)
    return outcome
  }

  async function changed(tx: Tx, boardId: BoardId): Promise<void> {
    await deps.enqueue(tx, 'discussion.changed', boardId, { boardId })
  }

  async function ordered(tx: Tx, boardId: BoardId, { startedAt, phase }: store.Running, before: readonly Topic[]) {
    const last = await deps.lastRound(tx, boardId, startedAt)
    const counted: Counted | null = last && {
      votes: new Map((last.result ?? []).map(({ ideaId, votes }) => [ideaId, votes])),
      adds: last.method === 'dots',
    }
    const topics = orderTopics(await lyingOn(tx, boardId), counted, before)
    const best = counted ? phase?.best : undefined
    return { topics: bestTopics(topics, best), roundId: last?.roundId ?? null }
  }

  async function lyingOn(reader: Reader, boardId: BoardId): Promise<Lying[]> {
    const { cards, groups } = await deps.boardNow(reader, boardId)
    const into = new Map([...groups].map(([groupId, group]) => [groupId, group.into]))
    const { rows, columnPlace } = await store.livingIdeas(reader, boardId)
    return rows.map((row) => {
      const card = cards.get(row.id)
      return {
        ideaId: row.id as IdeaId,
        number: row.number,
        likes: row.likes,
        column: columnPlace(card?.column ?? row.columnId),
        order: card?.order ?? row.position,
        group: groupThrough(card ? card.group : row.groupId, into),
      }
    })
  }

  /** Whoever leads may take up any idea or group of the board, also one that came too late for the order. */
  async function withWanted(tx: Tx, boardId: BoardId, topics: Topic[], to: string | null | undefined) {
    if (to === null || to === undefined || topics.some(({ topicId }) => topicId === to)) return topics
    if (topics.length >= TOPICS_MAX_PER_SESSION) return topics
    const cards = await lyingOn(tx, boardId)
    const wanted = cards.filter(({ ideaId, group }) => to === (group ?? ideaId))
    return [...topics, ...orderTopics(wanted, null, [])]
  }
}

const timerOf = (ms: number | null, at: At): Timer | null =>
  ms === null ? null : { endsAt: at + ms, leftMs: null, totalMs: ms }

const noSession = () => refuse('conflict', 'no-session', 'No session is running on this board.')
const noTopic = () => refuse('conflict', 'no-topic', 'No topic is on. Begin with one.')
