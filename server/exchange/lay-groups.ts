// Owns finding the groups that a file's rows will lie in on this board: which it has, in which columns, and which are to be
// made. It writes nothing.

import { GROUP_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId, ColumnId } from '../../shared/model.ts'
import type { Db } from '../platform/database/handle.ts'
import type { GroupInFile } from './board-file.ts'
import { groupKey, type GroupPlan, planGroups, type StandingGroup } from './groups.ts'
import { cleanTitle, type ImportRow } from './rules.ts'
import type { Source } from './source.ts'
import * as store from './store.ts'

export interface GroupDeps {
  db: Db
  newId: () => string
  /** The groups of the board, by every id under which an idea may name one: of a merged one that is the other's. */
  readGroups: (boardId: BoardId) => Promise<ReadonlyMap<string, GroupInFile>>
  /** What was moved a moment ago counts. Never within a transaction. */
  settle: (boardId: BoardId) => Promise<void>
}

interface Asked {
  boardId: BoardId
  source: Source
  /** That will come in. */
  rows: readonly ImportRow[]
  firstColumn: ColumnId | undefined
  /** The id of the column a row comes to; of one that is yet to be made, its title. */
  columnOf: (row: ImportRow) => string
}

export interface RowGroups extends Pick<GroupPlan, 'problems'> {
  of: (row: ImportRow) => GroupInFile | undefined
}

export async function groupsOfRows(deps: GroupDeps, asked: Asked): Promise<RowGroups> {
  const { boardId, source, rows, firstColumn, columnOf } = asked
  if (source.format === 'kiem' || rows.every((row) => row.group === null)) return { of: () => undefined, problems: [] }
  await deps.settle(boardId)
  const named = await deps.readGroups(boardId)
  const laid = await store.groupedOn(deps.db, boardId)
  const standing = new Map<string, StandingGroup & { ideas: number }>()
  for (const { group, column, ideas } of laid) {
    const known = named.get(group)
    if (!known || (standing.get(known.groupId)?.ideas ?? 0) >= ideas) continue
    standing.set(known.groupId, { ...known, column: column ?? firstColumn ?? '', ideas })
  }
  const plan = planGroups(
    rows.map((row) => ({ line: row.line, group: row.group, column: columnOf(row) })),
    { standing: [...standing.values()], count: named.size, own: source.own, newId: deps.newId },
  )
  return {
    of: (row) => (row.group === null ? undefined : plan.groups.get(groupKey(columnOf(row), row.group))),
    problems: plan.problems,
  }
}

/** As the board's document holds them (server/boards/projection.ts). */
const GROUP_ID = /^[A-Za-z0-9_-]{1,64}$/

export function soundGroups(source: Source): GroupInFile[] {
  if (source.format !== 'kiem') return []
  return source.file.groups.flatMap(({ groupId, title }) =>
    GROUP_ID.test(groupId) ? [{ groupId, title: (cleanTitle(title) ?? '').slice(0, GROUP_TITLE_MAX_CHARS) }] : [],
  )
}
