// Owns what the server says of the session to this person alone: my ready mark and hand, my sealed ideas, and for who
// leads the hands and the step that can be undone. Every answer also tells the server's time.

import { useEffect } from 'react'
import type { BoardId } from '../../shared/model.ts'
import type { LedgerSession, SessionMine } from '../../shared/session.ts'
import { type Reading, sourceOf, useSource } from '../live/api.ts'
import { call, isUnreached } from '../live/http.ts'
import { amend, readAgain, type Source } from '../live/reads.ts'
import { recall, remember } from '../live/remembered.ts'
import { hearServerTime } from '../live/server-time.ts'

export function mineOf(boardId: BoardId): Source<SessionMine> {
  const source = sourceOf<SessionMine>(`mine:${boardId}`, `/api/boards/${boardId}/session`)
  const { path } = source
  return {
    ...source,
    async ask(signal) {
      const askedAt = Date.now()
      const outcome = await call<SessionMine>('GET', path, { signal })
      // What is remembered tells what I wrote, not what time it is.
      const last = isUnreached(outcome) ? recall(path) : undefined
      if (last !== undefined) return { ok: true, value: last as SessionMine }
      if (outcome.ok) {
        hearServerTime(outcome.value.now, askedAt, Date.now())
        remember(path, outcome.value)
      }
      return outcome
    },
  }
}

/** `session`: what everybody knows; mine is asked for again when that says it must have changed. */
export function useSessionMine(boardId: BoardId, session: LedgerSession | null, leads: boolean): Reading<SessionMine> {
  const reading = useSource(mineOf(boardId))
  // A step changes all of it; hands only what who leads sees.
  const mark = session
    ? `${session.sessionId} ${session.phaseId} ${session.endedAt} ${leads ? session.raisedHands : ''}`
    : ''
  useEffect(() => {
    if (mark) void readAgain(mineOf(boardId))
  }, [boardId, mark])
  return reading
}

export function amendMine(boardId: BoardId, change: (mine: SessionMine) => SessionMine): void {
  amend(mineOf(boardId), change)
}
