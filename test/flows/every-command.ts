// Owns: one sound input for every command, on ground made for it: what a test needs that walks all of them.
// A command without an input here does not compile.
import type { CommandName, RawInputOf } from '../../shared/commands.ts'
import { boardDocument } from '../../shared/documents.ts'
import type {
  BoardId,
  ColumnId,
  CommentId,
  EscalationId,
  IdeaId,
  RoundId,
  UserId,
  VersionId,
} from '../../shared/model.ts'
import type { Phase } from '../../shared/session.ts'
import type { Person } from '../support/people.ts'

export interface Ground {
  boardId: BoardId
  joinCode: string
  columnId: ColumnId
  /** Written, and commented on, by `author`. */
  ideaId: IdeaId
  commentId: CommentId
  roundId: RoundId
  /** Of the board's document. */
  versionId: VersionId
  /** Taken to `sponsor`, who has not answered. */
  escalationId: EscalationId
  sponsorId: UserId
  /** Somebody of no importance, on the board. */
  someoneId: UserId
}

const PHASE: Phase = {
  phaseId: 'open',
  kind: 'write',
  title: '',
  policy: { write: 'everyone', sealed: false, arrange: 'everyone', vote: 'everyone', react: 'everyone' },
  timerMs: null,
  round: null,
}

const DAY_MS = 86_400_000

type Inputs = { [N in CommandName]: (ground: Ground) => RawInputOf<N> }

export const INPUTS: Inputs = {
  'board.create': () => ({ title: 'Another' }),
  'board.create-example': () => ({ language: 'en' }),
  'board.update': ({ boardId }) => ({ boardId, question: 'What now?' }),
  'board.lock': ({ boardId }) => ({ boardId, locked: false }),
  'board.archive': ({ boardId }) => ({ boardId }),
  'board.restore': ({ boardId }) => ({ boardId }),
  'board.rotate-code': ({ boardId }) => ({ boardId }),
  'board.add-facilitator': ({ boardId, someoneId }) => ({ boardId, userId: someoneId }),
  'board.remove-facilitator': ({ boardId, someoneId }) => ({ boardId, userId: someoneId }),
  'board.remove-person': ({ boardId, someoneId }) => ({ boardId, userId: someoneId }),
  'board.show': ({ boardId }) => ({ boardId, wall: { show: 'board' } }),
  'column.add': ({ boardId }) => ({ boardId, title: 'More' }),
  'column.update': ({ boardId, columnId }) => ({ boardId, columnId, title: 'Later' }),
  'column.remove': ({ boardId, columnId }) => ({ boardId, columnId }),
  'idea.add': ({ boardId }) => ({ boardId, text: 'An idea' }),
  'idea.add-many': ({ boardId }) => ({ boardId, texts: ['One', 'Two'] }),
  'idea.update': ({ ideaId }) => ({ ideaId, details: 'More of it' }),
  'idea.remove': ({ ideaId }) => ({ ideaId }),
  'idea.restore': ({ ideaId }) => ({ ideaId }),
  'idea.like': ({ ideaId }) => ({ ideaId, liked: true }),
  'idea.set-stage': ({ ideaId }) => ({ ideaId, stage: 'shortlisted' }),
  'idea.escalate': ({ ideaId, sponsorId }) => ({ ideaId, sponsorId, why: 'Worth a look' }),
  'outcome.promise': ({ escalationId }) => ({
    escalationId,
    metric: 'Cups a day',
    baseline: 0,
    promised: 40,
    dueOn: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10),
  }),
  'outcome.measure': ({ escalationId }) => ({ escalationId, value: 30, evidence: 'Counted' }),
  'milestone.add': ({ escalationId }) => ({ escalationId, title: 'Buy a pan' }),
  'milestone.update': ({ escalationId }) => ({ escalationId, milestoneId: 'a'.repeat(22), title: 'Buy two' }),
  'milestone.done': ({ escalationId }) => ({ escalationId, milestoneId: 'a'.repeat(22), done: true }),
  'milestone.remove': ({ escalationId }) => ({ escalationId, milestoneId: 'a'.repeat(22) }),
  'escalation.answer': ({ escalationId }) => ({ escalationId, answer: 'endorse' }),
  'comment.add': ({ ideaId }) => ({ ideaId, text: 'A word' }),
  'comment.update': ({ commentId }) => ({ commentId, text: 'Another word' }),
  'comment.remove': ({ commentId }) => ({ commentId }),
  'round.open': ({ boardId }) => ({
    boardId,
    method: 'dots',
    budget: 3,
    maxPerIdea: 1,
    blind: false,
    secret: false,
  }),
  'round.close': ({ roundId }) => ({ roundId }),
  'round.tighten': ({ roundId }) => ({ roundId, blind: true }),
  'vote.cast': ({ roundId, ideaId }) => ({ roundId, ideaId, votes: 1 }),
  'vote.score': ({ roundId, ideaId }) => ({ roundId, ideaId, scores: [4, 2] }),
  'vote.choose': ({ roundId, ideaId }) => ({ roundId, ideaId, choice: 'yes', reason: 'It helps' }),
  'vote.rank': ({ roundId, ideaId }) => ({ roundId, ideaIds: [ideaId] }),
  'version.name': ({ boardId }) => ({ document: boardDocument(boardId), name: 'Before the vote' }),
  'version.restore': ({ boardId, versionId }) => ({ document: boardDocument(boardId), versionId }),
  'version.remove': ({ boardId, versionId }) => ({ document: boardDocument(boardId), versionId }),
  'session.start': ({ boardId }) => ({ boardId, recipe: 'quick-vote' }),
  'session.advance': ({ boardId }) => ({ boardId, from: 'somewhere' }),
  'session.keep-open': ({ boardId }) => ({ boardId }),
  'session.undo': ({ boardId }) => ({ boardId, from: 'somewhere' }),
  'session.plan': ({ boardId }) => ({ boardId, phases: [PHASE] }),
  'session.timer': ({ boardId }) => ({ boardId, set: 'start', ms: 60_000 }),
  'session.end': ({ boardId }) => ({ boardId }),
  'session.ready': ({ boardId }) => ({ boardId, ready: true }),
  'session.hand': ({ boardId }) => ({ boardId, raised: true }),
  'session.lower-hand': ({ boardId }) => ({ boardId }),
  'session.share-lead': ({ boardId, someoneId }) => ({ boardId, userId: someoneId, leads: false }),
  'session.hand-over': ({ boardId, someoneId }) => ({ boardId, userId: someoneId }),
  'session.deputy': ({ boardId }) => ({ boardId, userId: null }),
  'session.take-over': ({ boardId }) => ({ boardId }),
  'session.summon': ({ boardId, ideaId }) => ({ boardId, ideaId }),
  'session.roam': ({ boardId }) => ({ boardId, roams: true }),
  'session.react': ({ boardId }) => ({ boardId, reaction: 'clap' }),
  'idea.report': ({ ideaId }) => ({ ideaId, reason: 'Not kind' }),
  'report.decide': ({ ideaId }) => ({ ideaId, outcome: 'kept' }),
  'recipe.save': () => ({ name: 'Ours', phases: [PHASE] }),
  'recipe.remove': () => ({ recipeId: 'a-recipe-id' }),
  'sealed.update': ({ boardId, ideaId }) => ({ boardId, ideaId, text: 'Said better' }),
  'sealed.remove': ({ boardId, ideaId }) => ({ boardId, ideaId }),
  'discussion.go': ({ boardId }) => ({ boardId, from: null }),
  'discussion.mark': ({ boardId, ideaId }) => ({ boardId, topicId: ideaId, state: 'parked' }),
  'discussion.order': ({ boardId }) => ({ boardId }),
  'discussion.timer': ({ boardId }) => ({ boardId, set: 'start', ms: 60_000 }),
  'discussion.ask-more': ({ boardId }) => ({ boardId, asks: true }),
  'discussion.answer-more': ({ boardId }) => ({ boardId, askId: 'a-question', yes: true }),
  'entry.add': ({ boardId }) => ({ boardId, kind: 'note', text: 'A word' }),
  'entry.update': ({ boardId }) => ({ boardId, entryId: 'an-entry-id', rev: 0, text: 'Said better' }),
  'entry.done': ({ boardId }) => ({ boardId, entryId: 'an-entry-id', done: true }),
  'entry.remove': ({ boardId }) => ({ boardId, entryId: 'an-entry-id', removed: true }),
  'seat.add': ({ boardId }) => ({ boardId, name: 'Seat 2' }),
  'seat.add-proxy': ({ boardId }) => ({ boardId, name: 'On paper' }),
  'seat.rename': ({ boardId, someoneId }) => ({ boardId, seatId: someoneId, name: 'Seat 3' }),
  'seat.remove': ({ boardId, someoneId }) => ({ boardId, seatId: someoneId }),
  'goal.add': () => ({ title: 'Fewer falls' }),
  'goal.update': () => ({ goalId: 'a-goal-id', title: 'Said better' }),
  'goal.move': () => ({ goalId: 'a-goal-id', parentId: null, before: null }),
  'goal.close': () => ({ goalId: 'a-goal-id' }),
  'goal.reopen': () => ({ goalId: 'a-goal-id' }),
  'goal.add-reading': () => ({ goalId: 'a-goal-id', onDay: '2026-03-02', value: 3 }),
  'goal.remove-reading': () => ({ goalId: 'a-goal-id', readingId: 'a-reading-id' }),
  'board.set-goals': ({ boardId }) => ({ boardId, goalIds: [] }),
  'idea.set-goals': ({ ideaId }) => ({ ideaId, goalIds: [] }),
  'business-case.update': ({ ideaId }) => ({ ideaId, beneficiaries: 'All of us' }),
  'estimate.set': ({ ideaId }) => ({
    ideaId,
    valueLow: 1_000,
    valueHigh: 2_000,
    costOnce: 500,
    costYearly: 100,
    workDays: 3,
    confidence: 60,
  }),
  'estimate.remove': ({ ideaId }) => ({ ideaId }),
  'idea.own': ({ ideaId }) => ({ ideaId, owned: true }),
  'idea.ask-name': ({ ideaId }) => ({ ideaId }),
  'idea.sign': ({ ideaId }) => ({ ideaId }),
  'profile.update': () => ({ language: 'nl' }),
  'profile.remove-photo': () => ({}),
  'inbox.mark-read': () => ({ items: 'all' }),
  'notifications.set': () => ({ waiting: 'instant', rest: 'daily', hour: 8 }),
  'webhook.add': () => ({
    name: 'A channel',
    url: 'https://hooks.example.org/kiem',
    shape: 'standard',
    kinds: ['outcome-due'],
  }),
  'webhook.update': () => ({ webhookId: 'a-webhook-id', paused: true }),
  'webhook.remove': () => ({ webhookId: 'a-webhook-id' }),
  'webhook.renew-secret': () => ({ webhookId: 'a-webhook-id' }),
  'webhook.test': () => ({ webhookId: 'a-webhook-id' }),
  'webhook.redeliver': () => ({ deliveryId: 'a-delivery-id' }),
  'organisation.set-person': () => ({
    email: 'someone.listed@example.org',
    name: 'Someone',
    unit: 'IT',
    managerEmail: null,
    deputyEmail: null,
  }),
  'organisation.remove-person': () => ({ email: 'nobody.listed@example.org' }),
  'organisation.update-settings': () => ({ dayRateEuros: 700 }),
  'absence.set': () => ({ from: '2099-07-01', to: '2099-07-14' }),
  'absence.remove': () => ({ absenceId: 'an-absence-id' }),
  'deputy.set': () => ({ deputyId: null }),
  'role.grant': ({ someoneId }) => ({ userId: someoneId, role: 'member' }),
  'role.revoke': ({ someoneId }) => ({ userId: someoneId, role: 'coach' }),
}

export interface People {
  facilitator: Person
  author: Person
  sponsor: Person
  someone: Person
}

/** A board by `facilitator` with everything on it that commands can be about. */
export async function makeBoard(people: People): Promise<Ground> {
  const { facilitator, author, sponsor, someone } = people
  const { boardId, joinCode } = await facilitator.must('board.create', { title: 'Ground' })
  const { columnId } = await facilitator.must('column.add', { boardId, title: 'Now' })
  const votes = { method: 'dots', budget: 3, maxPerIdea: 1, blind: false, secret: false } as const
  const { roundId } = await facilitator.must('round.open', { boardId, ...votes })
  const sponsorId = sponsor.userId as UserId
  const someoneId = someone.userId as UserId
  for (const one of [someone, author]) await one.read(`/api/boards/${boardId}`) // opening it is joining it
  const live = await facilitator.board(boardId) // opening it is what puts its columns there
  live.close()
  const { versionId } = await facilitator.must('version.name', { document: boardDocument(boardId), name: 'Ground' })
  return {
    boardId,
    versionId,
    joinCode,
    columnId,
    roundId,
    sponsorId,
    someoneId,
    ...(await makeIdea({ boardId, sponsorId }, author)),
  }
}

/** A fresh idea on it, with a comment by its author, waiting for the sponsor. */
export async function makeIdea(
  { boardId, sponsorId }: Pick<Ground, 'boardId' | 'sponsorId'>,
  author: Person,
): Promise<Pick<Ground, 'ideaId' | 'commentId' | 'escalationId'>> {
  const { ideaId } = await author.must('idea.add', { boardId, text: 'Ground' })
  const { commentId } = await author.must('comment.add', { ideaId, text: 'Ground' })
  const { escalationId } = await author.must('idea.escalate', { ideaId, sponsorId, why: 'Ground' })
  return { ideaId, commentId, escalationId }
}
