// Owns bringing back what a file says of goals and of business cases. It judges nothing: what is sound value-file.ts says, and what
// may be made here the rooms whose they are.

import type { ImportProblem } from '../../shared/exchange.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { Actor } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { PreparedRow } from './prepare.ts'
import type { Source } from './source.ts'
import { type ReadCase, readCase, type ReadGoal } from './value-file.ts'

export interface ValueDeps {
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  now: () => Date
  /** The file's ids of goals, and which they are here; those that are not here, and not this person's to make, are absent. */
  bringGoals: (tx: Tx, by: { actor: Actor; now: Date }, goals: readonly ReadGoal[]) => Promise<Map<string, string>>
  /** On a board that serves none yet. */
  serveBoard: (tx: Tx, boardId: BoardId, goalIds: readonly string[]) => Promise<void>
  /** Of ideas that this same transaction made. */
  serveIdeas: (tx: Tx, serving: ReadonlyMap<IdeaId, readonly string[]>) => Promise<void>
  bringCases: (tx: Tx, cases: ReadonlyMap<IdeaId, Pick<ReadCase, 'beneficiaries' | 'estimates'>>) => Promise<void>
}

/** Goals of the file that are here, or are made here; the board serves its own when it served none. */
export async function bringGoals(
  deps: ValueDeps,
  { actor, boardId, source }: { actor: Actor; boardId: BoardId; source: Source },
  hold: (tx: Tx) => Promise<void>,
): Promise<ReadonlyMap<string, string>> {
  if (source.format !== 'kiem' || source.file.goals.length === 0) return new Map()
  const { goals, boardGoals } = source.file
  const here = await deps.transaction((tx) => deps.bringGoals(tx, { actor, now: deps.now() }, goals))
  const serving = boardGoals.flatMap((goalId) => here.get(goalId) ?? [])
  await deps.transaction(async (tx) => {
    await hold(tx)
    await deps.serveBoard(tx, boardId, serving)
  })
  return here
}

/** What ideas serve, and what they are expected to bring. */
export async function bringValues(
  deps: ValueDeps,
  tx: Tx,
  added: readonly { ideaId: IdeaId; row: PreparedRow }[],
  goals: ReadonlyMap<string, string>,
): Promise<ImportProblem[]> {
  const problems: ImportProblem[] = []
  const serving = new Map<IdeaId, readonly string[]>()
  const cases = new Map<IdeaId, ReadCase>()
  for (const { ideaId, row } of added) {
    if (!row.exported) continue
    const wanted = row.exported.goals
    const here = wanted.flatMap((goalId) => goals.get(goalId) ?? [])
    if (here.length > 0) serving.set(ideaId, here)
    if (here.length < wanted.length) problems.push({ line: row.line, reason: 'goals-left-out', kept: true })
    const value = readCase(row.exported.businessCase)
    if (value) cases.set(ideaId, value)
    if (value && value.leftOut > 0) problems.push({ line: row.line, reason: 'estimates-left-out', kept: true })
  }
  await deps.serveIdeas(tx, serving)
  await deps.bringCases(tx, cases)
  return problems
}
