// Owns what a list of people says about who stands behind whom, and what is wrong with one. Pure.

import type { UserId } from '../../shared/model.ts'
import type { Ladder } from '../../shared/organisation.ts'

export interface LadderRow {
  email: string
  managerEmail: string | null
  deputyEmail: string | null
  /** Null: no account yet. */
  userId: UserId | null
}

/**
 * Who stands behind each of them who has an account. A deputy without an account is none; a manager without one is passed
 * over for theirs. Nobody stands behind themselves.
 */
export function laddersOf(rows: readonly LadderRow[]): Map<UserId, Ladder> {
  const byEmail = new Map(rows.map((row) => [row.email, row]))
  const ladders = new Map<UserId, Ladder>()
  for (const row of rows) {
    if (row.userId === null) continue
    const deputyId = byEmail.get(row.deputyEmail ?? '')?.userId ?? null
    ladders.set(row.userId, {
      deputyId: deputyId === row.userId ? null : deputyId,
      managerId: nextAbove(row, byEmail),
    })
  }
  return ladders
}

function nextAbove(from: LadderRow, byEmail: ReadonlyMap<string, LadderRow>): UserId | null {
  const passed = new Set([from.email])
  let above = byEmail.get(from.managerEmail ?? '')
  while (above && !passed.has(above.email)) {
    if (above.userId !== null) return above.userId
    passed.add(above.email)
    above = byEmail.get(above.managerEmail ?? '')
  }
  return null
}

/** Everybody who is their own manager's manager, however far up. */
export function circlesIn(managerOf: ReadonlyMap<string, string | null>): Set<string> {
  const inCircle = new Set<string>()
  const done = new Set<string>()
  for (const start of managerOf.keys()) {
    const way: string[] = []
    const on = new Set<string>()
    let at: string | null = start
    while (at !== null && !done.has(at) && !on.has(at)) {
      way.push(at)
      on.add(at)
      at = managerOf.get(at) ?? null
    }
    if (at !== null && on.has(at)) for (const email of way.slice(way.indexOf(at))) inCircle.add(email)
    for (const email of way) done.add(email)
  }
  return inCircle
}
