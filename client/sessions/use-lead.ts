// Owns what who leads can do with a session, from wherever they do it (board, remote): every command once, with the
// wall brought along and refusals said in words. It decides nothing: the server does.

import { useState } from 'react'
import type { BoardId, Wall } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import type { LedgerSession, TimerAsk } from '../../shared/session.ts'
import { send } from '../live/command.ts'
import { readAgain } from '../live/reads.ts'
import { mineOf } from './mine.ts'

export const MINUTE_MS = 60_000

export interface Lead {
  /** What is under way, so that its button can say so. */
  busy: 'next' | 'undo' | 'end' | null
  /** Why the last thing asked for was not done. */
  refusal: Refusal | null
  /** To `to`, or to the phase after this one; `now`: without the seconds to finish. */
  advance: (options?: { to?: string; now?: boolean }) => Promise<boolean>
  keepOpen: () => void
  undo: () => Promise<boolean>
  end: () => Promise<boolean>
  timer: (change: TimerAsk) => void
  /** One hand, or all of them. */
  lowerHand: (userId?: string) => void
}

/** `wall`: what it shows; a step brings it back to the session when it showed something else. */
export function useLead(boardId: BoardId, session: LedgerSession, wall: Wall | null): Lead {
  const [busy, setBusy] = useState<Lead['busy']>(null)
  const [refused, setRefused] = useState<{ in: string; why: Refusal } | null>(null)
  const from = session.phaseId

  function heard<T>(outcome: Outcome<T>): boolean {
    setRefused(outcome.ok ? null : { in: from, why: outcome.error })
    return outcome.ok
  }

  async function step<T>(what: NonNullable<Lead['busy']>, run: () => Promise<Outcome<T>>): Promise<boolean> {
    setBusy(what)
    const outcome = await run()
    setBusy(null)
    if (!heard(outcome)) return false
    if (wall && wall.show !== 'board') void send('board.show', { boardId, wall: { show: 'board' } })
    return true
  }

  return {
    busy,
    // Of another phase it is no longer news.
    refusal: refused?.in === from ? refused.why : null,
    advance: (options = {}) => step('next', () => send('session.advance', { boardId, from, ...options })),
    keepOpen: () => void send('session.keep-open', { boardId }).then(heard),
    undo: () => step('undo', () => send('session.undo', { boardId, from })),
    end: () => step('end', () => send('session.end', { boardId })),
    timer: (change) => void send('session.timer', { boardId, ...change }).then(heard),
    lowerHand: (userId) =>
      void send('session.lower-hand', userId ? { boardId, userId } : { boardId }).then((outcome) => {
        if (heard(outcome)) void readAgain(mineOf(boardId))
      }),
  }
}
