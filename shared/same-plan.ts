// Owns whether two rows of phases say the same. Pure. Rows that came through JSON and a database may name their fields in
// another order, and leave out what is undefined.

import type { Phase } from './session.ts'

export const samePlan = (a: readonly Phase[], b: readonly Phase[]): boolean => spelled(a) === spelled(b)

const spelled = (phases: readonly Phase[]): string => JSON.stringify(phases, sorted)

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)))
}
