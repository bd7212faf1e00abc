import { describe, expect, test } from 'vitest'
import { placeIn } from '../../../client/boards/drop-finder.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

const HEIGHT_PX = 100
const GAP_PX = 10
const COLUMN = 'todo' as ColumnId

/** `a b [c d] e`: cards of 100 px, 10 px apart, c and d in one group. */
function column(line: string) {
  const groups = new Map<string, string>()
  let group: string | null = null
  const keys = line.split(' ').flatMap((word) => {
    if (word.startsWith('[')) group = `g${groups.size}`
    const key = word.replace(/[[\]]/g, '')
    if (group) groups.set(key, group)
    if (word.endsWith(']')) group = null
    return key ? [key] : []
  })
  const rows = keys.map((key, index) => ({ key, index, start: index * (HEIGHT_PX + GAP_PX), size: HEIGHT_PX }))
  const groupOf = (id: IdeaId) => groups.get(id) ?? null
  /** Over `key`, this share of its height down; what is held is a card, or the group of one. */
  const over = (key: string, share: number, held: string, whole = false) => {
    const row = rows.find((each) => each.key === key)
    const y = row ? row.start + row.size * share : rows.length * (HEIGHT_PX + GAP_PX) + 50
    const groupId = whole ? groups.get(held)! : null
    const ids = whole ? keys.filter((each) => groups.get(each) === groupId) : [held]
    return placeIn(COLUMN, rows, y, { ids: ids as IdeaId[], groupId }, groupOf, GAP_PX)
  }
  /** The same for several chosen cards, such as `a c`. */
  const overMany = (key: string, share: number, held: string) => {
    const row = rows.find((each) => each.key === key)!
    const ids = held.split(' ') as IdeaId[]
    return placeIn(COLUMN, rows, row.start + row.size * share, { ids, groupId: null }, groupOf, GAP_PX)
  }
  return { keys, groups, over, overMany }
}

const said = (place: ReturnType<typeof placeIn>) => {
  if (!place) return 'stays'
  if (place.onto) return `on ${place.onto}`
  return `${place.index} before ${place.before}${place.into ? ` in ${place.into}` : ''}`
}

describe('what a place under the pointer means', () => {
  test('the middle of a card is on it, its ends are beside it, and below the last card is the end', () => {
    const { over } = column('a b c')
    expect([0.1, 0.5, 0.9].map((share) => said(over('b', share, 'x')))).toEqual(['1 before b', 'on b', '2 before c'])
    expect(said(over('nothing', 0, 'x'))).toBe('3 before null')
    expect(said(column('').over('nothing', 0, 'x'))).toBe('0 before null')
  })

  test('over itself a card stays, so that a twitch of the hand changes nothing', () => {
    const { over } = column('a b c')
    expect([0, 0.5, 1].map((share) => said(over('b', share, 'b')))).toEqual(['stays', 'stays', 'stays'])
    expect(said(over('c', 0.9, 'b'))).toBe('2 before null')
    expect(said(over('a', 0.9, 'b'))).toBe('1 before c')
  })

  test('several chosen cards land among the others, and stay only where they stand together already', () => {
    const { overMany } = column('a b c d')
    expect([0.1, 0.5, 0.9].map((share) => said(overMany('d', share, 'a c')))).toEqual([
      '1 before d',
      'on d',
      '2 before null',
    ])
    expect(said(overMany('c', 0.5, 'a c'))).toBe('1 before d')
    expect(said(overMany('a', 0.5, 'a c'))).toBe('0 before b')
    expect(said(overMany('b', 0.5, 'b c'))).toBe('stays')
    expect(said(overMany('b', 0.5, 'b c elsewhere'))).toBe('1 before d')
  })

  test('chosen cards of one group stay in it at its edge, cards of several do not', () => {
    const { overMany } = column('a [b c d e] f')
    expect(said(overMany('e', 0.9, 'b c'))).toBe('3 before f in g0')
    expect(said(overMany('e', 0.9, 'a b'))).toBe('3 before f')
  })

  test('between two cards of a group is in it, at its edge is outside unless it is the own one', () => {
    const { over } = column('a [b c d] e')
    expect(said(over('b', 0.1, 'x'))).toBe('1 before b')
    expect(said(over('b', 0.9, 'x'))).toBe('2 before c in g0')
    expect(said(over('d', 0.9, 'x'))).toBe('4 before e')
    expect(said(over('d', 0.9, 'b'))).toBe('3 before e in g0')
    expect(said(over('e', 0.9, 'b'))).toBe('4 before null')
  })

  test('nothing is laid on a card of its own group: there it only changes its place', () => {
    const { over } = column('[a b c] d')
    expect([0.4, 0.6].map((share) => said(over('c', share, 'a')))).toEqual(['1 before c in g0', '2 before d in g0'])
    expect(said(over('d', 0.5, 'a'))).toBe('on d')
  })

  test('a group goes on another group or beside it, never in between its cards', () => {
    const { over } = column('[a b] c [d e]')
    expect([0.1, 0.5, 0.9].map((share) => said(over('d', share, 'a', true)))).toEqual(['1 before d', 'on d', 'on d'])
    expect([0.1, 0.5, 0.9].map((share) => said(over('e', share, 'a', true)))).toEqual(['on e', 'on e', '3 before null'])
    expect(said(over('b', 0.9, 'a', true))).toBe('stays')
    expect(said(over('c', 0.5, 'a', true))).toBe('on c')
  })

  test.each(['a b c d', '[a b] c d', 'a [b c] [d e] f', '[a b c]'])(
    'in %s every place is one that exists, and from top to bottom it only moves on',
    (line) => {
      const { keys, groups, over } = column(line)
      const cases = [...keys, 'x'].flatMap((held) => [
        { held, whole: false },
        ...(groups.has(held) ? [{ held, whole: true }] : []),
      ])
      for (const { held, whole } of cases) {
        const own = whole ? groups.get(held) : undefined
        const isHeld = (key: string) => (whole ? groups.get(key) === own : key === held)
        const free = keys.filter((key) => !isHeld(key))
        let last = 0
        for (const key of keys) {
          for (let share = 0; share <= 1; share += 0.02) {
            const place = over(key, share, held, whole)
            expect(place === null).toBe(isHeld(key))
            if (!place) continue
            expect(place.before).toBe(free[place.index] ?? null)
            expect(place.index).toBeGreaterThanOrEqual(last)
            last = place.index
            if (place.onto) expect(isHeld(place.onto)).toBe(false)
            if (place.onto && groups.has(held)) expect(groups.get(place.onto)).not.toBe(groups.get(held))
          }
        }
      }
    },
  )
})
