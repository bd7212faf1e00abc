import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardStore } from '../../../client/boards/board-store.ts'
import { undoOf } from '../../../client/boards/edits.ts'
import { moveCard, placeCards } from '../../../client/boards/moves.ts'
import {
  addToGroup,
  groupCards,
  layOn,
  moveGroup,
  renameGroup,
  takeOut,
  ungroup,
} from '../../../client/boards/groups.ts'
import { cardsOf, groupsOf, putCard } from '../../../shared/documents.ts'
import { GROUPS_MAX_PER_BOARD } from '../../../shared/limits.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'
import { boardOf, drawn } from './board-of.ts'

const OPEN = 'todo' as ColumnId
const DONE = 'done' as ColumnId
const ideas = (...names: string[]) => names as IdeaId[]

function open(doc: Y.Doc, prefix = 'g') {
  const store = new BoardStore(doc)
  let made = 0
  const newId = () => `${prefix}${++made}`
  return { store, newId, undo: undoOf(doc) }
}

/** Answers whole numbers below what it is asked, the same ones for a seed. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const FIVE = { a: OPEN, b: OPEN, c: OPEN, d: DONE, e: DONE }

describe('what one does with groups', () => {
  test('cards laid together stand where the first of them stands, whatever columns they came from', () => {
    const { store, newId } = open(boardOf(FIVE))
    expect(groupCards(store, ideas('b', 'd', 'a'), newId)).toEqual({ groupId: 'g1' })
    expect(drawn(store)).toBe('todo [: b d a ] c | done e')
    expect(cardsOf(store.doc).get('d')!.get('column')).toBe(OPEN)
  })

  test('one card is no group, and cards that lie together already are left alone', () => {
    const { store, newId } = open(boardOf(FIVE))
    expect(groupCards(store, ideas('a'), newId)).toBe('same')
    expect(groupCards(store, ideas('a', 'gone'), newId)).toBe('same')
    groupCards(store, ideas('a', 'b'), newId)
    expect(groupCards(store, ideas('b', 'a'), newId)).toBe('same')
    expect(groupsOf(store.doc).size).toBe(1)
  })

  test('a group among the chosen cards takes the others in; a part of a group becomes a group behind it', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b'), newId)
    groupCards(store, ideas('e', 'b'), newId)
    expect(drawn(store)).toBe('todo [: a b e ] c | done d')
    addToGroup(store, ideas('c'), 'g1')
    groupCards(store, ideas('a', 'e'), newId)
    expect(drawn(store)).toBe('todo [: b c ] [: a e ] | done d')
  })

  test('a group merged into one without a name gives it its own; one with a name keeps it', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b'), newId)
    groupCards(store, ideas('d', 'e'), newId)
    renameGroup(store, 'g1', '  Quiet\nwork ')
    addToGroup(store, ideas('a', 'b'), 'g2')
    expect(drawn(store)).toBe('todo c | done [Quiet work: d e a b ]')
    groupCards(store, ideas('d', 'e'), newId)
    renameGroup(store, 'g3', 'Lunch')
    addToGroup(store, ideas('d', 'e'), 'g2')
    expect(drawn(store)).toBe('todo c | done [Quiet work: a b d e ]')
  })

  test('a card taken out stands behind its group, and of a group with one card left nothing is left', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b', 'c'), newId)
    takeOut(store, ideas('a'))
    expect(drawn(store)).toBe('todo [: b c ] a | done d e')
    takeOut(store, ideas('b'))
    expect(drawn(store)).toBe('todo c b a | done d e')
    expect([groupsOf(store.doc).size, cardsOf(store.doc).get('c')!.get('group')]).toEqual([0, null])
  })

  test('a card laid on another makes a group where that one stands, on one of a group it joins', () => {
    const { store, newId } = open(boardOf(FIVE))
    const lay = (id: string, onto: string) => layOn(store, { ids: ideas(id), groupId: null }, onto as IdeaId, newId)
    lay('a', 'd')
    expect(drawn(store)).toBe('todo b c | done [: d a ] e')
    lay('b', 'a')
    expect(drawn(store)).toBe('todo c | done [: d a b ] e')
    lay('d', 'c')
    expect(drawn(store)).toBe('todo [: c d ] | done [: a b ] e')
    expect(lay('a', 'gone')).toBe('same')
  })

  test('a group laid on a card takes it in where it stands, on another group it merges into that', () => {
    const { store, newId } = open(boardOf(FIVE))
    const lay = (groupId: string, onto: string) => {
      return layOn(store, { ids: store.groups.now.get(groupId)!.ids, groupId }, onto as IdeaId, newId)
    }
    groupCards(store, ideas('a', 'b'), newId)
    renameGroup(store, 'g1', 'Lunch')
    lay('g1', 'd')
    expect(drawn(store)).toBe('todo c | done [Lunch: d a b ] e')
    groupCards(store, ideas('c', 'e'), newId)
    lay('g1', 'e')
    expect(drawn(store)).toBe('todo [Lunch: c e d a b ] | done ')
    expect(store.groups.now.size).toBe(1)
  })

  test('a group taken apart leaves its cards where they stand', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('b', 'd'), newId)
    expect(ungroup(store, 'g1')).toBe(true)
    expect(drawn(store)).toBe('todo a b d c | done e')
    expect([ungroup(store, 'g1'), groupsOf(store.doc).size]).toEqual([false, 0])
  })

  test('a group moves as one', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b'), newId)
    expect(moveGroup(store, 'g1', DONE, 1)).toBe(true)
    expect(drawn(store)).toBe('todo c | done d [: a b ] e')
    expect(moveGroup(store, 'g1', DONE, 1)).toBe(false)
    moveGroup(store, 'g1', OPEN, 1)
    expect(drawn(store)).toBe('todo c [: a b ] | done d e')
  })

  test('a card moved to the middle of a group lies in it, beside it does not, and its own group lets go past its edge', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b'), newId)
    moveCard(store, 'd' as IdeaId, OPEN, 0)
    expect(drawn(store)).toBe('todo d [: a b ] c | done e')
    moveCard(store, 'd' as IdeaId, OPEN, 1)
    expect(drawn(store)).toBe('todo [: a d b ] c | done e')
    moveCard(store, 'd' as IdeaId, OPEN, 2)
    expect(drawn(store)).toBe('todo [: a b d ] c | done e')
    moveCard(store, 'd' as IdeaId, OPEN, 3)
    expect(drawn(store)).toBe('todo [: a b ] c d | done e')
    moveCard(store, 'd' as IdeaId, OPEN, 2, 'g1')
    expect(drawn(store)).toBe('todo [: a b d ] c | done e')
    moveCard(store, 'd' as IdeaId, OPEN, 2, null)
    expect(drawn(store)).toBe('todo [: a b ] d c | done e')
  })

  test('a card moved away from the only other one of its group leaves no group behind, and undo brings it back', () => {
    const { store, newId, undo } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b'), newId)
    renameGroup(store, 'g1', 'Lunch')
    undo.stopCapturing()
    moveCard(store, 'b' as IdeaId, DONE, 2)
    expect(drawn(store)).toBe('todo a c | done d e b')
    expect([groupsOf(store.doc).size, cardsOf(store.doc).get('a')!.get('group')]).toEqual([0, null])
    undo.undo()
    expect(drawn(store)).toBe('todo [Lunch: a b ] c | done d e')
  })

  test('on the free wall all cards of a group have one place, and what leaves it has its own again', () => {
    const { store, newId } = open(boardOf(FIVE))
    const places = (...ids: string[]) =>
      ids.map((id) => `${store.card(id as IdeaId)!.x} ${store.card(id as IdeaId)!.y}`)
    placeCards(store, new Map(ideas('a', 'b', 'c', 'd').map((id, at) => [id, { x: 100 + at * 300, y: 50 }])))
    groupCards(store, ideas('b', 'd'), newId)
    addToGroup(store, ideas('a'), 'g1')
    moveCard(store, 'c' as IdeaId, OPEN, 1)
    expect([store.groups.of('c' as IdeaId)?.groupId, ...places('a', 'b', 'c', 'd')]).toEqual([
      'g1',
      ...Array.from({ length: 4 }, () => '400 50'),
    ])
    takeOut(store, ideas('a'))
    expect(new Set(places('b', 'c', 'd'))).toEqual(new Set(['400 50']))
    expect(places('a')).not.toEqual(['400 50'])
    ungroup(store, 'g1')
    expect(new Set(places('a', 'b', 'c', 'd')).size).toBe(4)
  })

  test('each of them is taken back by one undo', () => {
    const { store, newId, undo } = open(boardOf(FIVE))
    const steps = [
      () => groupCards(store, ideas('a', 'b'), newId),
      () => groupCards(store, ideas('d', 'e'), newId),
      () => renameGroup(store, 'g1', 'Lunch'),
      () => addToGroup(store, ideas('c'), 'g2'),
      () => addToGroup(store, ideas('a', 'b'), 'g2'),
      () => moveGroup(store, 'g2', OPEN, 0),
      () => takeOut(store, ideas('a', 'e')),
      () => ungroup(store, 'g2'),
    ]
    const seen: string[] = []
    for (const step of steps) {
      seen.push(drawn(store))
      undo.stopCapturing()
      step()
      expect(drawn(store)).not.toBe(seen.at(-1))
    }
    while (seen.length > 0) {
      undo.undo()
      expect(drawn(store)).toBe(seen.pop())
    }
  })

  test('a folded group shows its first card, and a search shows what it finds all the same', () => {
    const { store, newId } = open(boardOf(FIVE))
    groupCards(store, ideas('a', 'b'), newId)
    const before = store.idsIn(OPEN)
    store.fold('g1', true)
    expect([store.idsIn(OPEN), store.countIn(OPEN)]).toEqual([['a', 'c'], 3])
    expect(store.everyIn(OPEN)).toEqual(before)
    store.filter(({ title }) => title === 'b')
    expect(store.idsIn(OPEN)).toEqual(['b'])
    store.filter(null)
    store.fold('g1', false)
    expect(store.idsIn(OPEN)).toEqual(before)
  })

  test('a board with as many groups as it can have first forgets those nothing lies in, then says it is full', () => {
    const { store, newId } = open(boardOf(FIVE))
    const fill = (group: string | null) => {
      for (let index = groupsOf(store.doc).size; index < GROUPS_MAX_PER_BOARD; index++) {
        groupsOf(store.doc).set(`old${index}`, new Y.Map())
        if (group === null) continue
        for (const name of ['x', 'y']) {
          const ideaId = `${name}${index}` as IdeaId
          putCard(store.doc, {
            ideaId,
            title: '',
            column: DONE,
            order: 'a9',
            x: 0,
            y: 0,
            group: `old${index}`,
            color: 'sun',
          })
        }
      }
    }
    fill(null)
    expect(groupCards(store, ideas('a', 'b'), newId)).toEqual({ groupId: 'g1' })
    expect(groupsOf(store.doc).size).toBe(1)
    store.doc.transact(() => fill('full'))
    expect(groupCards(store, ideas('c', 'd'), newId)).toBe('full')
    expect(groupsOf(store.doc).size).toBe(GROUPS_MAX_PER_BOARD)
  })
})

describe('what several do at once', () => {
  function two() {
    const left = boardOf(FIVE)
    const right = new Y.Doc()
    // Whose edit of one field wins is decided by these.
    left.clientID = 1
    right.clientID = 2
    const meet = () => {
      Y.applyUpdate(right, Y.encodeStateAsUpdate(left, Y.encodeStateVector(right)))
      Y.applyUpdate(left, Y.encodeStateAsUpdate(right, Y.encodeStateVector(left)))
    }
    meet()
    return { ada: open(left, 'ada'), ben: open(right, 'ben'), meet }
  }

  test('two groups of the same cards become one of them', () => {
    const { ada, ben, meet } = two()
    groupCards(ada.store, ideas('a', 'b'), ada.newId)
    groupCards(ben.store, ideas('b', 'a', 'c'), ben.newId)
    meet()
    expect(drawn(ben.store)).toBe(drawn(ada.store))
    expect([...ada.store.groups.now.keys()]).toEqual(['ben1'])
    expect(ada.store.groups.now.get('ben1')!.ids.toSorted()).toEqual(['a', 'b', 'c'])
  })

  test('a card laid in a group that is merged meanwhile lies in the one it was merged into', () => {
    const { ada, ben, meet } = two()
    groupCards(ada.store, ideas('a', 'b'), ada.newId)
    groupCards(ada.store, ideas('d', 'e'), ada.newId)
    meet()
    addToGroup(ada.store, ideas('a', 'b'), 'ada2')
    addToGroup(ben.store, ideas('c'), 'ada1')
    meet()
    expect(drawn(ben.store)).toBe(drawn(ada.store))
    expect(ada.store.groups.of('c' as IdeaId)?.groupId).toBe('ada2')
    expect(ada.store.placeOf('c' as IdeaId)).toBe(DONE)
  })

  test('two groups merged into each other are one', () => {
    const { ada, ben, meet } = two()
    groupCards(ada.store, ideas('a', 'b'), ada.newId)
    groupCards(ada.store, ideas('d', 'e'), ada.newId)
    meet()
    addToGroup(ada.store, ideas('a', 'b'), 'ada2')
    addToGroup(ben.store, ideas('d', 'e'), 'ada1')
    meet()
    expect(drawn(ben.store)).toBe(drawn(ada.store))
    expect(ada.store.groups.now.size).toBe(1)
    expect(ada.store.groups.of('a' as IdeaId)!.ids).toHaveLength(4)
  })

  test('a card laid in a group that is taken apart meanwhile is a card by itself', () => {
    const { ada, ben, meet } = two()
    groupCards(ada.store, ideas('a', 'b'), ada.newId)
    meet()
    ungroup(ada.store, 'ada1')
    addToGroup(ben.store, ideas('d'), 'ada1')
    meet()
    expect(drawn(ben.store)).toBe(drawn(ada.store))
    expect(ada.store.groups.now.size).toBe(0)
  })

  test('a card somebody moves away while it is laid in a group still stands with it', () => {
    const { ada, ben, meet } = two()
    groupCards(ada.store, ideas('a', 'b', 'c'), ada.newId)
    moveCard(ben.store, 'b' as IdeaId, DONE, 0)
    meet()
    expect(drawn(ben.store)).toBe(drawn(ada.store))
    expect(ada.store.placeOf('b' as IdeaId)).toBe(OPEN)
  })

  test.each([1, 2, 3, 4])('whatever two do, both see the same board with every card once (seed %i)', (seed) => {
    const { ada, ben, meet } = two()
    const chance = random(seed)
    const pick = <T>(list: readonly T[]) => list[chance(list.length)]!
    const act = ({ store, newId, undo }: ReturnType<typeof open>) => {
      const any = () => pick(ideas('a', 'b', 'c', 'd', 'e'))
      const group = () => pick([...store.groups.now.keys(), 'none'])
      const acts = [
        () => groupCards(store, [any(), any(), any()], newId),
        () => addToGroup(store, [any(), any()], group()),
        () => addToGroup(store, store.groups.now.get(group())?.ids ?? [], group()),
        () => takeOut(store, [any()]),
        () => layOn(store, { ids: [any()], groupId: null }, any(), newId),
        () => {
          const held = store.groups.now.get(group())
          const onto = any()
          if (held && store.groups.of(onto) !== held) layOn(store, held, onto, newId)
        },
        () => ungroup(store, group()),
        () => renameGroup(store, group(), pick(['One', 'Two', ''])),
        () => moveGroup(store, group(), pick([OPEN, DONE]), chance(4)),
        () => moveCard(store, any(), pick([OPEN, DONE]), chance(5)),
        () => undo.undo(),
      ]
      undo.stopCapturing()
      pick(acts)()
    }
    for (let round = 0; round < 60; round++) {
      for (const person of [ada, ben]) for (let left = pick([0, 1, 2, 3]); left > 0; left--) act(person)
      meet()
      expect(drawn(ben.store)).toBe(drawn(ada.store))
      // What was kept up step by step is what one reads who opens the board now.
      expect(drawn(new BoardStore(ada.store.doc))).toBe(drawn(ada.store))
      expect(ada.store.ids().toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
      for (const { ids, columnId } of ada.store.groups.now.values()) {
        expect(ids.length).toBeGreaterThan(1)
        const from = ada.store.idsIn(columnId!).indexOf(ids[0]!)
        expect(ada.store.idsIn(columnId!).slice(from, from + ids.length)).toEqual(ids)
      }
    }
  })
})
