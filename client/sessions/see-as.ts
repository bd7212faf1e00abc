// Owns seeing a board as a participant sees it, for who leads: what this page believes it may do is cut down by the rules that
// judge everybody. Only on this page and until it is ended or loaded anew; the server is asked nothing and judges as ever.

import { useEffect } from 'react'
import type { BoardId, BoardView } from '../../shared/model.ts'
import { allows, type Permission, type Standing } from '../../shared/permissions.ts'
import { mayInPhase, type PhasePolicy } from '../../shared/session.ts'
import { invalidate, sourceOf } from '../live/api.ts'
import { amend } from '../live/reads.ts'
import { createStore, useStore } from '../live/store.ts'

const PARTICIPANT: ReadonlySet<Standing> = new Set(['participant'])

/** What of it a participant may as well, in this phase. Never more than one may oneself. */
export function asParticipant(may: readonly string[], phase: PhasePolicy | null): string[] {
  return may.filter(
    (permission) =>
      allows(permission as Permission, PARTICIPANT) &&
      mayInPhase(phase, permission as Permission, PARTICIPANT) === null,
  )
}

const seeing = createStore<BoardId | null>(null)

export const useSeesAs = (boardId: BoardId): boolean => useStore(seeing) === boardId

export function seeAsParticipant(boardId: BoardId): void {
  seeing.set(boardId)
}

export function seeAsMyself(boardId: BoardId): void {
  seeing.set(null)
  void invalidate([`board:${boardId}`])
}

/** While it is on, every answer about this board is cut down as it comes. */
export function useSeeAs(board: BoardView, phase: PhasePolicy | null): boolean {
  const { boardId, may } = board
  const sees = useSeesAs(boardId)
  useEffect(() => {
    if (!sees) return
    const left = asParticipant(may, phase)
    if (left.length === may.length) return
    amend(sourceOf<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`), (now) => ({ ...now, may: left }))
  }, [sees, boardId, may, phase])
  return sees
}
