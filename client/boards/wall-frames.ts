// Owns how groups lie on the free wall: all cards of one under its title in a frame, frames beside each other, and cards of
// no group beside the frames. Pure, and the same for everyone who sees cards of the same heights: nothing of it is kept,
// but the place of a card of no group and the one place that all cards of a group share.

import type { BoardGroup } from './board-groups.ts'
import { type Place, WALL_CARD_WIDTH } from './wall-places.ts'

export interface Frame {
  groupId: string
  x: number
  y: number
  width: number
  height: number
  ids: readonly string[]
}

export interface WallLayout {
  places: Map<string, Place>
  frames: Frame[]
}

interface Box extends Place {
  width: number
  height: number
}

/** The first card of a frame stands so far from its corner. */
export const FRAME_INSET = { x: 14, y: 58 } as const
const GAP = 14
/** Between a frame and what lies beside it. */
const MARGIN = 20
/** A card of three lines. */
const USUAL_HEIGHT_PX = 136
/** Wider than this a frame is no longer seen at one glance. */
const ACROSS_MAX = 6

/** How many cards of a group lie side by side. */
export const acrossOf = (count: number): number =>
  Math.max(Math.min(count, 2), Math.min(Math.ceil(Math.sqrt(count)), ACROSS_MAX))

/** Where a card that leaves a group of so many at `anchor` is put: about where it was seen. */
export function spreadFrom(anchor: Place, index: number, count: number): Place {
  const across = acrossOf(count)
  const down = Math.floor(index / across)
  return { x: anchor.x + (index % across) * (WALL_CARD_WIDTH + GAP), y: anchor.y + down * (USUAL_HEIGHT_PX + GAP) }
}

/** `places`: by card, as kept. `groups`: with the cards that are shown of each. `heightOf`: of a card as drawn. */
export function layFrames(
  places: ReadonlyMap<string, Place>,
  groups: readonly Pick<BoardGroup, 'groupId' | 'ids'>[],
  heightOf: (id: string) => number,
): WallLayout {
  const laid = new Map<string, Place>()
  const frames: Frame[] = []
  const begun = groups
    .map(({ groupId, ids }) => frameOf(groupId, ids, places, heightOf))
    .sort((a, b) => a.y - b.y || a.x - b.x || (a.groupId < b.groupId ? -1 : 1))
  for (const frame of begun) {
    const hit = () => frames.find((other) => overlaps(frame, other, MARGIN))
    for (let other = hit(); other; other = hit()) frame.y = other.y + other.height + MARGIN
    frames.push(frame)
    for (const [id, place] of cellsOf(frame, heightOf)) laid.set(id, place)
  }
  const free = [...places].filter(([id]) => !laid.has(id))
  const ground = new Ground(frames)
  const pushed: [string, Box][] = []
  const corners = new Set<string>()
  for (const [id, place] of free) {
    const box = { ...place, width: WALL_CARD_WIDTH, height: heightOf(id) }
    const corner = `${place.x} ${place.y}`
    // Exactly on another card nobody has put it: it was left there by a group.
    if (corners.has(corner) || frames.some((frame) => overlaps(box, frame, 0))) pushed.push([id, box])
    else {
      laid.set(id, place)
      ground.take(box)
    }
    corners.add(corner)
  }
  for (const [id, box] of pushed) {
    const { x, y } = ground.freeNear(box)
    laid.set(id, { x, y })
    ground.take({ ...box, x, y })
  }
  return { places: laid, frames }
}

/** Where the frame's cards stand: row by row, each row as high as its highest card. */
function cellsOf(frame: Omit<Frame, 'width' | 'height'>, heightOf: (id: string) => number): Map<string, Place> {
  const across = acrossOf(frame.ids.length)
  const cells = new Map<string, Place>()
  let y = frame.y + FRAME_INSET.y
  for (let from = 0; from < frame.ids.length; from += across) {
    const row = frame.ids.slice(from, from + across)
    for (const [at, id] of row.entries())
      cells.set(id, { x: frame.x + FRAME_INSET.x + at * (WALL_CARD_WIDTH + GAP), y })
    y += Math.max(...row.map(heightOf)) + GAP
  }
  return cells
}

function frameOf(
  groupId: string,
  ids: readonly string[],
  places: ReadonlyMap<string, Place>,
  heightOf: (id: string) => number,
): Frame {
  const { x, y } = anchorOf(ids, places)
  const begun = { groupId, ids, x: x - FRAME_INSET.x, y: y - FRAME_INSET.y }
  const last = [...cellsOf(begun, heightOf)].slice(-acrossOf(ids.length))
  const bottom = Math.max(...last.map(([id, place]) => place.y + heightOf(id)))
  const width = acrossOf(ids.length) * (WALL_CARD_WIDTH + GAP) - GAP + 2 * FRAME_INSET.x
  return { ...begun, width, height: bottom + FRAME_INSET.x - begun.y }
}

function anchorOf(ids: readonly string[], places: ReadonlyMap<string, Place>): Place {
  return commonPlace(ids.flatMap((id) => places.get(id) ?? []))
}

/** Where a group stands: the place most of its cards name; of several the one of the card that comes first. */
export function commonPlace(places: readonly Place[]): Place {
  const counts = new Map<string, { place: Place; count: number }>()
  for (const place of places) {
    const key = `${place.x} ${place.y}`
    const known = counts.get(key)
    counts.set(key, { place, count: (known?.count ?? 0) + 1 })
  }
  let best: { place: Place; count: number } | null = null
  for (const each of counts.values()) if (!best || each.count > best.count) best = each
  return best?.place ?? { x: 0, y: 0 }
}

export function overlaps(a: Box, b: Box, margin: number): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  )
}

/** Steps of a search for a free place: a part of a card, so that it ends near. */
const STEP = { x: 59, y: 46 } as const
const RINGS = 60
/** Side of the squares in which what lies there is looked up. */
const SQUARE = 512

/** What lies on the wall, and free places beside it. */
class Ground {
  private readonly frames: readonly Box[]
  private readonly squares = new Map<string, Box[]>()

  constructor(frames: readonly Box[]) {
    this.frames = frames
    for (const frame of frames) this.take(frame)
  }

  take(box: Box): void {
    for (const key of squaresOf(box)) this.squares.set(key, [...(this.squares.get(key) ?? []), box])
  }

  /** As near as can be; where it was when nothing near is free. */
  freeNear(box: Box): Place {
    const fits = (at: Place) => this.isFree({ ...box, ...at })
    const frame = this.frames.find((each) => overlaps(box, each, 0))
    const beside = frame ? besides(box, frame).find(fits) : undefined
    if (beside) return beside
    for (let ring = 1; ring <= RINGS; ring++) {
      let best: { at: Place; far: number } | null = null
      for (const [right, down] of ringOf(ring)) {
        const at = { x: box.x + right * STEP.x, y: box.y + down * STEP.y }
        const far = Math.hypot(right * STEP.x, down * STEP.y)
        if ((!best || far < best.far) && fits(at)) best = { at, far }
      }
      if (best) return best.at
    }
    return box
  }

  private isFree(box: Box): boolean {
    for (const key of squaresOf(box)) {
      if (this.squares.get(key)?.some((other) => overlaps(box, other, GAP))) return false
    }
    return true
  }
}

/** The four places right beside a frame, the nearest first. */
function besides(box: Box, frame: Box): Place[] {
  const across = [frame.x - box.width - MARGIN, frame.x + frame.width + MARGIN].map((x) => ({ x, y: box.y }))
  const along = [frame.y - box.height - MARGIN, frame.y + frame.height + MARGIN].map((y) => ({ x: box.x, y }))
  const far = (at: Place) => Math.abs(at.x - box.x) + Math.abs(at.y - box.y)
  return [...across, ...along].sort((a, b) => far(a) - far(b))
}

function* squaresOf(box: Box): Generator<string> {
  for (let x = Math.floor((box.x - GAP) / SQUARE); x <= Math.floor((box.x + box.width + GAP) / SQUARE); x++) {
    for (let y = Math.floor((box.y - GAP) / SQUARE); y <= Math.floor((box.y + box.height + GAP) / SQUARE); y++) {
      yield `${x} ${y}`
    }
  }
}

function* ringOf(ring: number): Generator<[number, number]> {
  for (let at = -ring; at <= ring; at++) {
    yield [at, -ring]
    yield [at, ring]
    if (Math.abs(at) < ring) {
      yield [-ring, at]
      yield [ring, at]
    }
  }
}
