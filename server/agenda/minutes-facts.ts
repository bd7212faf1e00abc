// Owns gathering what a session came to, as it was at its end: only what everybody on the board may know. Sealed ideas were
// shown when it ended; of rounds it takes results that are closed, never who voted; on an anonymous board nobody's name.

import type { MinutesRound, Topic } from '../../shared/discussion.ts'
import type { BoardId, IdeaId, Naming, RoundView } from '../../shared/model.ts'
import type { PhaseKind } from '../../shared/session.ts'
import type { Reader } from '../platform/database/handle.ts'
import type { BoardNow } from './deps.ts'
import * as kept from './minutes-store.ts'
import { groupThrough } from './rules.ts'
import * as store from './store.ts'

/** Longer lists are on the board. */
export const IDEAS_SHOWN = 500
const TEXT_CHARS = 300
const ROWS_PER_ROUND = 50

interface IdeaFact {
  number: number
  text: string
}

export interface MinutesFacts {
  title: string
  question: string
  naming: Naming
  startedAt: number
  endedAt: number
  phases: { kind: PhaseKind; title: string }[]
  /** Null on an anonymous board. */
  people: string[] | null
  groups: { title: string; ideas: IdeaFact[] }[]
  ideas: IdeaFact[]
  ideasCount: number
  rounds: MinutesRound[]
  topics: { title: string; state: Topic['state']; notes: string[] }[]
  notes: string[]
  decisions: { text: string; topic: string | null }[]
  actions: { text: string; owner: string | null; dueOn: string | null; done: boolean }[]
  parked: string[]
}

export interface FactDeps {
  boardNow(reader: Reader, boardId: BoardId): Promise<BoardNow>
  rounds(reader: Reader, boardId: BoardId): Promise<RoundView[]>
}

export async function gatherFacts(reader: Reader, deps: FactDeps, ended: kept.Ended): Promise<MinutesFacts> {
  const { sessionId, boardId, startedAt, endedAt } = ended
  const named = ended.naming === 'named'
  const board = await deps.boardNow(reader, boardId)
  const rows = await kept.ideasOn(reader, boardId)
  const into = new Map([...board.groups].map(([groupId, group]) => [groupId, group.into]))
  const living = rows.map((row) => {
    const card = board.cards.get(row.id)
    const group = groupThrough(card ? card.group : row.groupId, into)
    return { id: row.id, number: row.number, text: short(card?.title ?? row.text), group }
  })
  const texts = new Map(living.map(({ id, text }) => [id, text]))
  const groups = new Map<string, IdeaFact[]>()
  for (const { number, text, group } of living.slice(0, IDEAS_SHOWN)) {
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), { number, text }])
  }
  const groupTitle = (groupId: string) => short(board.groups.get(groupId)?.title ?? '')
  const discussion = await store.discussionOf(reader, sessionId)
  const topicTitle = (topic: Topic) =>
    (topic.kind === 'group' && groupTitle(topic.topicId)) || texts.get(topic.ideaIds[0] ?? '') || ''
  const titles = new Map((discussion?.topics ?? []).map((topic) => [topic.topicId, topicTitle(topic)]))
  const entries = await store.entriesOf(reader, sessionId)
  const notes = entries.filter(({ kind }) => kind === 'note')
  const notedOn = new Set(notes.map(({ topicId }) => topicId))
  return {
    title: ended.title,
    question: ended.question,
    naming: ended.naming,
    startedAt: startedAt.getTime(),
    endedAt: endedAt?.getTime() ?? startedAt.getTime(),
    phases: (await kept.phasesBeen(reader, sessionId)).flatMap((phaseId) => {
      const phase = ended.phases.find((one) => one.phaseId === phaseId)
      return phase ? [{ kind: phase.kind, title: phase.title }] : []
    }),
    people: named ? await kept.peopleAt(reader, sessionId) : null,
    groups: [...groups].map(([groupId, its]) => ({ title: groupTitle(groupId), ideas: its })),
    ideas: living
      .slice(0, IDEAS_SHOWN)
      .filter(({ group }) => group === null)
      .map(({ number, text }) => ({ number, text })),
    ideasCount: living.length,
    rounds: (await deps.rounds(reader, boardId))
      .filter((round) => round.closedAt !== null && round.closedAt >= startedAt.getTime())
      .sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0))
      .map(roundFact),
    topics: (discussion?.topics ?? [])
      .filter(({ state, topicId }) => state === 'discussed' || state === 'skipped' || notedOn.has(topicId))
      .map((topic) => ({
        title: titles.get(topic.topicId) ?? '',
        state: topic.state,
        notes: notes.filter(({ topicId }) => topicId === topic.topicId).map(({ text }) => text),
      })),
    notes: notes.filter(({ topicId }) => topicId === null || !titles.has(topicId)).map(({ text }) => text),
    decisions: entries
      .filter(({ kind }) => kind === 'decision')
      .map(({ text, topicId }) => ({ text, topic: topicId === null ? null : titles.get(topicId) || null })),
    actions: entries
      .filter(({ kind }) => kind === 'action')
      .map(({ text, ownerName, dueOn, doneAt }) => ({ text, owner: ownerName, dueOn, done: doneAt !== null })),
    parked: (discussion?.topics ?? [])
      .filter(({ state }) => state === 'parked')
      .map((topic) => titles.get(topic.topicId) ?? ''),
  }
}

function roundFact({ roundId, title, voters, proxies, result }: RoundView): MinutesRound {
  const rows = (result ?? []).slice(0, ROWS_PER_ROUND)
  return {
    roundId,
    title,
    voters,
    proxies,
    rows: rows.map(({ text, number, votes, rank, ideaId, ideas }) => ({
      label: short(text),
      number,
      value: votes,
      rank,
      // What is one idea leads to its page, and from there to a sponsor.
      ...(ideas === undefined && { ideaId: ideaId as IdeaId }),
    })),
  }
}

/** The first line, as a list shows it. */
function short(text: string): string {
  const line = text.trim().split('\n')[0] ?? ''
  const letters = Array.from(line)
  return letters.length > TEXT_CHARS ? `${letters.slice(0, TEXT_CHARS).join('')}…` : line
}
