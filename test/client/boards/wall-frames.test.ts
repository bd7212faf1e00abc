import { describe, expect, test } from 'vitest'
import { FRAME_INSET, layFrames, overlaps } from '../../../client/boards/wall-frames.ts'
import { type Place, WALL_CARD_WIDTH } from '../../../client/boards/wall-places.ts'
import type { IdeaId } from '../../../shared/model.ts'

const HEIGHT = 100
const heightOf = () => HEIGHT
const at = (places: Record<string, [number, number]>): Map<string, Place> =>
  new Map(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }]))
const group = (groupId: string, ...ids: string[]) => ({ groupId, ids: ids as IdeaId[] })
const box = (place: Place) => ({ ...place, width: WALL_CARD_WIDTH, height: HEIGHT })

/** Answers whole numbers below what it is asked, the same ones for a seed. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('groups on the free wall', () => {
  test('the first card of a group stands where the group stands, the others beside and below it', () => {
    const { places, frames } = layFrames(
      at({ a: [500, 500], b: [500, 500], c: [500, 500], d: [0, 2000] }),
      [group('g', 'a', 'b', 'c')],
      heightOf,
    )
    expect(places.get('a')).toEqual({ x: 500, y: 500 })
    expect(places.get('b')!.y).toBe(500)
    expect(places.get('c')!.x).toBe(500)
    expect(places.get('d')).toEqual({ x: 0, y: 2000 })
    expect(frames[0]).toMatchObject({ x: 500 - FRAME_INSET.x, y: 500 - FRAME_INSET.y, ids: ['a', 'b', 'c'] })
  })

  test('one card that somebody left elsewhere does not draw the group there, and one that leaves does not either', () => {
    const kept = at({ a: [9000, 9000], b: [500, 500], c: [500, 500] })
    expect(layFrames(kept, [group('g', 'a', 'b', 'c')], heightOf).places.get('a')).toEqual({ x: 500, y: 500 })
    expect(layFrames(kept, [group('g', 'b', 'c')], heightOf).places.get('b')).toEqual({ x: 500, y: 500 })
  })

  test('a card under a frame is shown right beside it, and one on its own keeps its place', () => {
    const { places, frames } = layFrames(
      at({ a: [0, 0], b: [0, 0], under: [230, 60], own: [900, 0] }),
      [group('g', 'a', 'b')],
      heightOf,
    )
    expect(overlaps(box(places.get('under')!), frames[0]!, 0)).toBe(false)
    expect(Math.abs(places.get('under')!.y - 60)).toBeLessThan(HEIGHT + 40)
    expect(places.get('own')).toEqual({ x: 900, y: 0 })
  })

  test('cards that people laid over each other stay so; only exactly on another one none is left', () => {
    const { places } = layFrames(at({ a: [0, 0], b: [20, 10], c: [0, 0] }), [], heightOf)
    expect([places.get('a'), places.get('b')]).toEqual([
      { x: 0, y: 0 },
      { x: 20, y: 10 },
    ])
    expect(overlaps(box(places.get('c')!), box({ x: 0, y: 0 }), 0)).toBe(false)
  })

  test.each([1, 2, 3, 4, 5, 6])(
    'no frame lies on another, no card on a frame that is not its own (seed %i)',
    (seed) => {
      const chance = random(seed)
      const ids = Array.from({ length: 120 }, (_, index) => `i${index}`)
      const kept = new Map(ids.map((id) => [id, { x: chance(2500), y: chance(1800) }]))
      const groups = Array.from({ length: 12 }, (_, index) => {
        return group(`g${index}`, ...ids.slice(index * 6, index * 6 + 2 + chance(5)))
      })
      const heights = new Map(ids.map((id) => [id, 80 + chance(140)]))
      const high = (id: string) => heights.get(id)!
      const { places, frames } = layFrames(kept, groups, high)
      expect([...places.keys()].sort()).toEqual([...ids].sort())
      for (const frame of frames) {
        for (const other of frames) if (other !== frame) expect(overlaps(frame, other, 0)).toBe(false)
        for (const [id, place] of places) {
          const card = { ...place, width: WALL_CARD_WIDTH, height: high(id) }
          if (!frame.ids.includes(id)) expect(overlaps(card, frame, 0)).toBe(false)
          else {
            expect(card.x).toBeGreaterThan(frame.x)
            expect(card.y + card.height).toBeLessThan(frame.y + frame.height)
            for (const other of frame.ids) {
              if (other === id) continue
              expect(overlaps(card, { ...box(places.get(other)!), height: high(other) }, 0)).toBe(false)
            }
          }
        }
      }
      // Whatever order the groups come in, everyone sees the same.
      expect(layFrames(kept, groups.toReversed(), high)).toEqual({ places, frames })
    },
  )
})
