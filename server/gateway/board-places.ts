// Owns where people stand on boards, asked together: a step of a session or a lock makes everybody who looks on ask at once.

import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { gather } from '../platform/gather.ts'
import type { LocateEach } from './dispatch.ts'

export type BoardPlaces = (actor: Actor, boardId: string) => Promise<Place | null>

export function createBoardPlaces(db: Reader, locateEach: LocateEach): BoardPlaces {
  const together = gather(async (asked: readonly { actor: Actor; boardId: string }[]) => {
    const places = new Map<string, Map<Actor, Place | null>>()
    const boardIds = [...new Set(asked.map(({ boardId }) => boardId))]
    await Promise.all(
      boardIds.map(async (boardId) => {
        const actors = asked.filter((one) => one.boardId === boardId).map(({ actor }) => actor)
        const found = await locateEach(db, actors, 'board', boardId)
        places.set(boardId, new Map(actors.map((actor, i) => [actor, found[i] ?? null])))
      }),
    )
    return asked.map(({ actor, boardId }) => places.get(boardId)?.get(actor) ?? null)
  })
  return (actor, boardId) => together({ actor, boardId })
}
