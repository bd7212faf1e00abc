// Owns which groups the rows of a table lie in: those of the board by their names, new ones while there is room, and what
// is said of rows that come in without one. And how a group is called in a table of ours, so that it is told from others
// of that name. Pure.

import type { ImportProblem, ImportReason } from '../../shared/exchange.ts'
import { GROUP_TITLE_MAX_CHARS, GROUPS_MAX_PER_BOARD } from '../../shared/limits.ts'
import { charCount, cleanLine } from '../../shared/text.ts'
import type { GroupInFile } from './board-file.ts'
import { sameTitle } from './rules.ts'

/** A group stands in one column: two columns may each have one of the same name. */
export interface StandingGroup extends GroupInFile {
  /** An id, or a title where there is none yet. */
  column: string
}

interface GroupedRow {
  line: number
  group: string | null
  /** As in `StandingGroup`. */
  column: string
}

export interface GroupPlan {
  /** By `groupKey`. */
  groups: ReadonlyMap<string, GroupInFile>
  problems: ImportProblem[]
}

/** Titles are the same whatever their case; of a file of ours every letter says something. */
export const groupKey = (column: string, name: string) => `${column}\n${sameTitle(name)}`

/** Written behind a name by `groupNames`. */
const COUNTED = /\s*#\d+$/

/**
 * `count`: groups the board has. `own`: a file of ours, so that what is counted behind a name is not a part of it.
 * A new group needs two rows: one card alone is no group.
 */
export function planGroups(
  rows: readonly GroupedRow[],
  {
    standing,
    count,
    own,
    newId,
  }: { standing: readonly StandingGroup[]; count: number; own: boolean; newId: () => string },
): GroupPlan {
  const known = new Map(
    standing.filter(({ title }) => title !== '').map((group) => [groupKey(group.column, group.title), group] as const),
  )
  const lying = new Map<string, GroupedRow[]>()
  for (const row of rows) {
    if (row.group === null) continue
    const key = groupKey(row.column, row.group)
    lying.set(key, [...(lying.get(key) ?? []), row])
  }
  const groups = new Map<string, GroupInFile>()
  const problems: ImportProblem[] = []
  let made = 0
  for (const [key, members] of lying) {
    const name = members[0]!.group!
    const title = own ? name.replace(COUNTED, '') : name
    const there = known.get(key)
    const leftOut = (reason: ImportReason, limit?: number) => {
      for (const { line } of members) problems.push({ line, reason, kept: true, ...(limit ? { limit } : {}) })
    }
    if (there) groups.set(key, { groupId: there.groupId, title: there.title })
    else if (charCount(title) > GROUP_TITLE_MAX_CHARS) leftOut('group-too-long', GROUP_TITLE_MAX_CHARS)
    else if (members.length === 1) leftOut('group-alone')
    else if (count + made >= GROUPS_MAX_PER_BOARD) leftOut('group-left-out', GROUPS_MAX_PER_BOARD)
    else {
      made++
      groups.set(key, { groupId: newId(), title })
    }
  }
  return { groups, problems }
}

/**
 * How each group is called in a table: its title; with a number behind it where there is none, where another group of the
 * same column has it too, or where it would read like such a number.
 */
export function groupNames(standing: readonly StandingGroup[]): Map<string, string> {
  const times = new Map<string, number>()
  const keyOf = ({ column, title }: StandingGroup) => groupKey(column, cleanLine(title))
  for (const group of standing) times.set(keyOf(group), (times.get(keyOf(group)) ?? 0) + 1)
  const given = new Map<string, number>()
  return new Map(
    standing.map((group) => {
      const title = cleanLine(group.title)
      const isClear = title !== '' && times.get(keyOf(group)) === 1 && !COUNTED.test(title)
      if (isClear) return [group.groupId, title]
      const number = (given.get(keyOf(group)) ?? 0) + 1
      given.set(keyOf(group), number)
      return [group.groupId, `${title} #${number}`.trim()]
    }),
  )
}
