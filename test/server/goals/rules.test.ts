// Who may shape the tree of goals, keep a goal true, and say whose it is: everybody × every question, by hand.
import { expect, test } from 'vitest'
import { givesAway, keeps, shapes } from '../../../server/goals/rules.ts'
import type { Role, UserId } from '../../../shared/model.ts'

const OWNER = 'owner' as UserId
const OTHER = 'other' as UserId

/** [may shape the tree, may keep this goal, may give it to somebody else]. */
const TABLE: [who: string, userId: UserId, roles: Role[], may: [boolean, boolean, boolean]][] = [
  ['its owner', OWNER, ['member'], [false, true, false]],
  ['its owner, who is a coach', OWNER, ['member', 'coach'], [true, true, true]],
  ['a member', OTHER, ['member'], [false, false, false]],
  ['a sponsor', OTHER, ['member', 'sponsor'], [false, false, false]],
  ['a coach', OTHER, ['member', 'coach'], [true, true, true]],
  ['an admin', OTHER, ['member', 'admin'], [true, true, true]],
  ['an admin who is nothing else', OTHER, ['admin'], [true, true, true]],
  ['nobody in particular', OTHER, [], [false, false, false]],
]

test.each(TABLE)('%s', (_, userId, given, may) => {
  const roles = new Set(given)
  const goal = { ownerId: OWNER }
  expect([shapes(roles), keeps(goal, { userId, roles }).ok, givesAway(goal, OTHER, roles).ok]).toEqual(may)
  // Taking it away is giving it away; saying again whose it is, or nothing of it, is not.
  expect(givesAway(goal, null, roles).ok).toBe(may[2])
  expect(givesAway(goal, OWNER, roles).ok).toBe(true)
  expect(givesAway(goal, undefined, roles).ok).toBe(true)
})

test('a goal that is nobody’s is kept by who shapes the tree', () => {
  expect(keeps({ ownerId: null }, { userId: OTHER, roles: new Set<Role>(['member']) }).ok).toBe(false)
  expect(keeps({ ownerId: null }, { userId: OTHER, roles: new Set<Role>(['coach']) }).ok).toBe(true)
})
