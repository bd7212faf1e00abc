// Owns gathering a board for export. Ideas come as the ideas room shows them to this person, rounds as the votes room
// does: whatever may not be known is absent there already and is asked for nowhere else (FAULTS R9, F72).

import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { CaseView } from '../../shared/cases.ts'
import { proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView, PersonView, RoundView } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Db, Reader } from '../platform/database/handle.ts'
import { boardColumns, boards, comments, ideas, syncDocuments, user } from '../platform/database/schema/index.ts'
import {
  type BoardFile,
  type CommentInFile,
  type EscalationInFile,
  FORMAT,
  type IdeaInFile,
  VERSION,
} from './board-file.ts'
import type { OutcomeView } from '../../shared/outcomes.ts'
import type { BusinessCaseInFile, GoalInFile, OutcomeInFile } from './value-file.ts'
import type { GroupDeps } from './lay-groups.ts'

export interface ExportDeps {
  db: Db
  now: () => Date
  /** The board's ideas as this person may see them, by number, with the words that are on the cards now. */
  ideaViews: (actor: Actor, place: Place) => Promise<Outcome<IdeaView[]>>
  roundViews: (reader: Reader, boardId: BoardId) => Promise<RoundView[]>
  /** Of these ideas, with everything that was said. */
  cases: (reader: Reader, ideaIds: readonly IdeaId[]) => Promise<Map<IdeaId, CaseView[]>>
  readGroups: GroupDeps['readGroups']
  /** What the board and its ideas serve; `also`: goals that something else in the file names. */
  goals: (
    reader: Reader,
    boardId: BoardId,
    also: readonly string[],
  ) => Promise<{ goals: GoalInFile[]; board: string[]; ideas: Map<IdeaId, string[]> }>
  /** Of its ideas those of which anything is said, as the page says it. */
  businessCases: (reader: Reader, place: Pick<Place, 'boardId' | 'naming'>) => Promise<Map<IdeaId, BusinessCaseInFile>>
  /** Of every case of an idea that somebody backs or backed. */
  outcomes: (reader: Reader, ideaId: IdeaId) => Promise<OutcomeView[]>
  /** As Markdown and as the editor's own JSON; null where nobody has written anything yet. */
  readProposal: (ideaId: IdeaId) => Promise<{ markdown: string; doc: unknown } | null>
}

export async function gatherBoard(deps: ExportDeps, actor: Actor, place: Place): Promise<Outcome<BoardFile>> {
  const { boardId } = place
  const views = await deps.ideaViews(actor, place) // settles first, so it comes before everything else
  if (!views.ok) return views
  const { db } = deps
  const [board] = await db.select().from(boards).where(eq(boards.id, boardId))
  if (!board) return refuse('not-found', 'not-found')
  const columns = await db
    .select({
      columnId: boardColumns.id,
      title: boardColumns.title,
      color: boardColumns.color,
      at: boardColumns.position,
    })
    .from(boardColumns)
    .where(and(eq(boardColumns.boardId, boardId), isNull(boardColumns.removedAt)))
  columns.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) // as plain strings, like the cards' order
  const ids = views.value.map((view) => view.ideaId)
  const places = await placesOf(db, boardId)
  const talk = await commentsOf(db, boardId, board.naming === 'named')
  const proposals = await proposalsOf(deps, ids)
  const cases = await deps.cases(db, ids)
  const outcomes: OutcomeView[] = []
  for (const ideaId of cases.keys()) outcomes.push(...(await deps.outcomes(db, ideaId)))
  const promisedTo = outcomes.flatMap(({ promise }) => promise?.goal?.goalId ?? [])
  // To guests the organisation's goals are not there.
  const nothing = { goals: [], board: [], ideas: new Map<IdeaId, string[]>() }
  const goals = actor.kind === 'guest' ? nothing : await deps.goals(db, boardId, promisedTo)
  const businessCases = await deps.businessCases(db, place)
  const groups = await deps.readGroups(boardId)
  const named = new Set(views.value.flatMap((view) => groups.get(view.group ?? '') ?? []))

  return done({
    format: FORMAT,
    version: VERSION,
    exportedAt: deps.now().toISOString(),
    board: {
      boardId,
      title: board.title,
      question: board.question,
      naming: board.naming,
      language: board.language,
      template: board.template,
      goals: goals.board,
    },
    goals: goals.goals,
    columns: columns.map(({ columnId, title, color }) => ({ columnId, title, color })),
    groups: [...named].map(({ groupId, title }) => ({ groupId, title })),
    ideas: views.value.map((view) =>
      ideaInFile(
        { ...view, group: groups.get(view.group ?? '')?.groupId ?? null },
        places.get(view.ideaId),
        talk.get(view.ideaId) ?? [],
        proposals.get(view.ideaId) ?? null,
        (cases.get(view.ideaId) ?? []).map((one) => escalationInFile(one, outcomes)).reverse(), // the latest last
        { goals: goals.ideas.get(view.ideaId) ?? [], businessCase: businessCases.get(view.ideaId) ?? null },
      ),
    ),
    rounds: (await deps.roundViews(db, boardId)).map((round) => ({
      ...round,
      result: round.closedAt === null ? null : round.result,
    })),
  })
}

type IdeaPlace = { x: number; y: number; position: string }

function ideaInFile(
  view: IdeaView,
  at: IdeaPlace | undefined,
  comments: CommentInFile[],
  proposal: { markdown: string; doc: unknown } | null,
  escalations: EscalationInFile[],
  value: Pick<IdeaInFile, 'goals' | 'businessCase'>,
): IdeaInFile {
  const nameOf = (person: PersonView | null) => person?.name ?? null
  return {
    ideaId: view.ideaId,
    number: view.number,
    text: view.text,
    details: view.details,
    tags: view.tags,
    // Whoever reads a file of ours, also an older one, knows of these two: by whom, and for whom.
    author: nameOf(view.enteredBy ?? view.author),
    onBehalfOf: view.enteredBy ? nameOf(view.author) : view.onBehalfOf,
    ...(view.proxy ? { proxy: true } : {}),
    stage: view.stage,
    stageReason: view.stageReason,
    stageBy: nameOf(view.stageBy),
    stageAt: view.stageAt,
    column: view.columnId,
    group: view.group,
    color: view.color,
    x: at?.x ?? 0,
    y: at?.y ?? 0,
    order: at?.position ?? '',
    likes: view.likes,
    votes: Object.fromEntries(view.tallies.map((tally) => [tally.roundId, tally.votes])),
    endorsements: escalations
      .filter((escalation) => escalation.status === 'endorsed')
      .map((escalation) => ({ name: escalation.sponsor, words: escalation.answer, at: escalation.answeredAt })),
    escalation: escalations.at(-1) ?? null,
    escalations,
    ...value,
    proposal,
    comments,
    createdAt: view.createdAt,
  }
}

function escalationInFile(given: CaseView, outcomes: readonly OutcomeView[]): EscalationInFile {
  const { sponsor, escalatedBy, why, status, answer, askedAt, answeredAt, state, owes, lookAgainAt } = given
  const { commitment } = given
  const outcome = outcomes.find(({ escalationId }) => escalationId === given.escalationId)
  return {
    sponsor: sponsor.name,
    escalatedBy: escalatedBy.name,
    why,
    status,
    answer,
    askedAt,
    answeredAt,
    state,
    outcome: outcome ? outcomeInFile(outcome) : null,
    owes: owes && { name: owes.person.name, since: owes.since, until: owes.until },
    commitment: commitment && { ...commitment, owner: commitment.owner.name },
    lookAgainAt,
    moves: given.moves.map(({ move, by, at, words, also, state }) => ({
      move,
      by: by?.name ?? null,
      at,
      words,
      also,
      state,
    })),
  }
}

function outcomeInFile({ promise, result, milestones, learnt, changes }: OutcomeView): OutcomeInFile | null {
  if (!promise && milestones.length === 0 && learnt === null) return null
  return {
    promise: promise && {
      goal: promise.goal?.goalId ?? null,
      metric: promise.metric,
      unit: promise.unit,
      baseline: promise.baseline,
      promised: promise.promised,
      dueOn: promise.dueOn,
      measurer: promise.measurer.name,
    },
    result: result && { ...result, by: result.by.name },
    milestones: milestones.map(({ title, dueOn, done }) => ({
      title,
      dueOn,
      done: done && { by: done.by.name, at: done.at },
    })),
    learnt,
    changes: changes.map(({ at, by, because, what }) => ({ at, by: by.name, because, what })),
  }
}

async function placesOf(reader: Reader, boardId: BoardId): Promise<Map<string, IdeaPlace>> {
  const rows = await reader
    .select({ id: ideas.id, x: ideas.x, y: ideas.y, position: ideas.position })
    .from(ideas)
    .where(eq(ideas.boardId, boardId))
  return new Map(rows.map(({ id, ...at }) => [id, at]))
}

async function commentsOf(reader: Reader, boardId: BoardId, named: boolean): Promise<Map<string, CommentInFile[]>> {
  const rows = await reader
    .select({ ideaId: comments.ideaId, author: user.name, text: comments.text, createdAt: comments.createdAt })
    .from(comments)
    .innerJoin(ideas, eq(ideas.id, comments.ideaId))
    .leftJoin(user, eq(user.id, comments.authorId))
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt), isNull(comments.removedAt)))
    .orderBy(asc(comments.createdAt), asc(comments.id))
  const byIdea = new Map<string, CommentInFile[]>()
  for (const row of rows) {
    const list = byIdea.get(row.ideaId) ?? []
    list.push({ author: named ? row.author : null, text: row.text, createdAt: row.createdAt.getTime() })
    byIdea.set(row.ideaId, list)
  }
  return byIdea
}

/** Names per query: one parameter each. */
const NAMES_PER_QUERY = 1_000

/** Only of documents that exist: opening two thousand empty ones to find nothing would take a minute. */
async function proposalsOf(
  deps: ExportDeps,
  ids: readonly IdeaId[],
): Promise<Map<IdeaId, { markdown: string; doc: unknown }>> {
  const found = new Map<IdeaId, { markdown: string; doc: unknown }>()
  for (let from = 0; from < ids.length; from += NAMES_PER_QUERY) {
    const byName = new Map(ids.slice(from, from + NAMES_PER_QUERY).map((id) => [proposalDocument(id) as string, id]))
    const begun = await deps.db
      .select({ name: syncDocuments.name })
      .from(syncDocuments)
      .where(inArray(syncDocuments.name, [...byName.keys()]))
    for (const { name } of begun) {
      const ideaId = byName.get(name)
      const proposal = ideaId ? await deps.readProposal(ideaId) : null
      if (ideaId && proposal) found.set(ideaId, proposal)
    }
  }
  return found
}
