// Owns the making of the example board: a board that looks as if a team had worked on it for two months. One
// transaction, like any command; the scribe then brings it to life. Its people are invented and cannot sign in.

import { and, eq } from 'drizzle-orm'
import type {
  BoardId,
  ColumnId,
  CommentId,
  EscalationId,
  IdeaId,
  Language,
  RoundId,
  UserId,
} from '../../../shared/model.ts'
import type { CommandContext } from '../../platform/command.ts'
import type { Reader } from '../../platform/database/handle.ts'
import { boards, ideas } from '../../platform/database/schema/index.ts'
import type { BoardDeps } from '../deps.ts'
import { makeBoard } from '../make.ts'
import { columnsOf } from '../store.ts'
import {
  IDEAS,
  type IdeaKey,
  PEOPLE,
  PROPOSAL,
  type PersonKey,
  type ProposalNode,
  ROUND,
  type IdeaShape,
  SHAPE,
  SPONSOR,
  type Words,
} from './shape.ts'
import * as store from './store.ts'
import { EN } from './words-en.ts'
import { NL } from './words-nl.ts'

const WORDS: Record<Language, Words> = { en: EN, nl: NL }
const DAY_MS = 86_400_000
/** Fourteen, of which three are over. */
const EXAMPLE_WAITS_DAYS = 11
const COLUMN_COLORS = ['sun', 'sky', 'sage', 'sand'] as const

/** Numbers are given in the order in which ideas were written, as on any board. */
const IN_ORDER = [...IDEAS].sort((a, b) => SHAPE[b].daysAgo - SHAPE[a].daysAgo)

/** The same people on every example board of a language. */
export const examplePersonId = (language: Language, who: PersonKey) => `example-${language}-${who}` as UserId

export async function createExample(
  { tx, actor, now }: CommandContext,
  deps: BoardDeps,
  language: Language,
): Promise<{ boardId: BoardId; joinCode: string }> {
  const words = WORDS[language]
  const boardId = deps.newId() as BoardId
  const joinCode = await makeBoard(tx, deps, actor, now, {
    boardId,
    title: words.title,
    question: words.question,
    naming: 'named',
    joining: 'everyone',
    template: 'idea-box',
    language,
    columns: words.columns.map((title, i) => ({ title, color: COLUMN_COLORS[i] ?? null })),
    isExample: true,
  })
  if (joinCode === null) throw new Error('a fresh board id is taken')

  const example = plan(words, language, deps.newId, now)
  await store.insertPeople(tx, language, example.people)
  const userIds = example.people.map((person) => person.userId)
  await store.insertParticipants(tx, boardId, userIds, ago(now, 63))
  const columns = await columnsOf(tx, boardId)
  const columnOf = (key: IdeaKey) => (columns[SHAPE[key].column]?.id ?? null) as ColumnId | null
  const rows = example.ideas.map(({ key, ...idea }) => ({ ...idea, boardId, columnId: columnOf(key) }))
  await store.insertIdeas(tx, boardId, rows)
  await store.insertTalk(tx, example)
  await store.insertRound(tx, { ...example.round, boardId, openedBy: actor.userId }, example.votes)

  await deps.enqueue(tx, 'ideas.born', boardId, { boardId, ideaIds: rows.map((row) => row.id) })
  await deps.enqueue(tx, 'round.changed', boardId, { boardId, roundId: example.round.id as RoundId })
  await deps.enqueue(tx, 'people.changed', boardId, { boardId })
  return { boardId, joinCode }
}

const ago = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS)

function plan(words: Words, language: Language, newId: () => string, now: Date) {
  const id = (who: PersonKey) => examplePersonId(language, who)
  const ideaIds = new Map(IDEAS.map((key) => [key, newId() as IdeaId]))
  const ideaId = (key: IdeaKey) => ideaIds.get(key) as IdeaId
  return {
    people: PEOPLE.map((who) => ({
      userId: id(who),
      ...words.people[who],
      email: `${who}.${language}@example.invalid`, // reserved by RFC 2606: it exists nowhere
    })),
    ideas: IN_ORDER.map((key, i) => {
      const { author, color, daysAgo, stage, stageBy, stageDaysAgo, likes, onBehalf } = SHAPE[key]
      const { text, details = '', tags, comments = [], reason = null } = words.ideas[key]
      return {
        key,
        id: ideaId(key),
        number: i + 1,
        text,
        details,
        tags: [...tags],
        authorId: id(author),
        onBehalfOf: onBehalf ? words.onBehalfOf : null,
        color,
        stage,
        stageReason: reason,
        stageBy: stageBy ? id(stageBy) : null,
        stageAt: stageDaysAgo === undefined ? null : ago(now, stageDaysAgo),
        likeCount: likes.length,
        commentCount: comments.length,
        createdAt: ago(now, daysAgo),
      }
    }),
    likes: IDEAS.flatMap((key) => SHAPE[key].likes.map((who) => ({ ideaId: ideaId(key), userId: id(who) }))),
    comments: IDEAS.flatMap((key) =>
      (words.ideas[key].comments ?? []).map(([who, daysAgo, text]) => ({
        id: newId() as CommentId,
        ideaId: ideaId(key),
        authorId: id(who),
        text,
        createdAt: ago(now, daysAgo),
      })),
    ),
    escalations: IDEAS.flatMap((key) => {
      const taken = SHAPE[key].escalation
      const { why = '', answer = null } = words.ideas[key]
      if (!taken) return []
      const doneDaysAgo = SHAPE[key].stage === 'realised' ? SHAPE[key].stageDaysAgo : undefined
      return {
        id: newId() as EscalationId,
        ideaId: ideaId(key),
        sponsorId: id(SPONSOR),
        escalatedBy: id(taken.by),
        why,
        ...turnOf(SHAPE[key], id(SPONSOR), now),
        owedSince: ago(now, doneDaysAgo ?? taken.answer?.daysAgo ?? taken.askedDaysAgo),
        answer: taken.answer ? answer : null,
        askedAt: ago(now, taken.askedDaysAgo),
        answeredAt: taken.answer ? ago(now, taken.answer.daysAgo) : null,
      }
    }),
    round: {
      id: newId(),
      title: words.round,
      method: 'dots',
      budget: ROUND.budget,
      maxPerIdea: ROUND.maxPerIdea,
      blind: true,
      secret: true,
      openedAt: ago(now, ROUND.openedDaysAgo),
      closedAt: ago(now, ROUND.closedDaysAgo),
    },
    votes: IDEAS.flatMap((key) =>
      Object.entries(SHAPE[key].votes ?? {}).map(([who, votes]) => ({
        userId: id(who as PersonKey),
        ideaId: ideaId(key),
        votes,
      })),
    ),
  }
}

/** What the proposal of this idea begins with, where it is the worked-out one of an example board; else null. */
export async function exampleProposal(reader: Reader, id: IdeaId): Promise<readonly ProposalNode[] | null> {
  const [row] = await reader
    .select({ number: ideas.number, language: boards.language })
    .from(ideas)
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(and(eq(ideas.id, id), eq(boards.isExample, true)))
  const isTheOne = row?.number === IN_ORDER.indexOf(PROPOSAL) + 1
  return isTheOne ? WORDS[row.language as Language].proposal : null
}

/** Whose turn a case of the example is: what waits has days left. */
function turnOf({ stage, escalation }: IdeaShape, sponsorId: UserId, now: Date) {
  const verdict = escalation?.answer?.verdict
  if (stage === 'realised') return { state: 'realised' as const, owedBy: null }
  if (verdict === 'declined') return { state: 'declined' as const, owedBy: null }
  if (verdict === 'endorsed') return { state: 'endorsed' as const, owedBy: sponsorId }
  return { state: 'with-sponsor' as const, owedBy: sponsorId, owedUntil: ago(now, -EXAMPLE_WAITS_DAYS) }
}
