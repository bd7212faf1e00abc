// Owns hearing what came of the cards I reported. This device remembers that I reported, so that nobody else's page asks.

import { useEffect, useState } from 'react'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { CardReports } from '../../shared/reports.ts'
import { type Reading, useRead } from '../live/api.ts'

const keyOf = (boardId: BoardId) => `kiem.reported.${boardId}`

/** Which of my reports I have not heard the outcome of. */
function waitingOn(boardId: BoardId): string[] {
  try {
    return (localStorage.getItem(keyOf(boardId)) ?? '').split(' ').filter(Boolean)
  } catch {
    return [] // without storage one hears it from the card's menu
  }
}

function remember(boardId: BoardId, ideaIds: readonly string[]): void {
  try {
    if (ideaIds.length > 0) localStorage.setItem(keyOf(boardId), ideaIds.join(' '))
    else localStorage.removeItem(keyOf(boardId))
  } catch {
    // as above
  }
}

export function noteReported(boardId: BoardId, ideaId: IdeaId): void {
  remember(boardId, [...new Set([...waitingOn(boardId), ideaId])])
  for (const listener of listeners) listener()
}
const listeners = new Set<() => void>()

export const useReports = (boardId: BoardId, enabled: boolean): Reading<CardReports> =>
  useRead<CardReports>(`reports:${boardId}`, `/api/boards/${boardId}/reports`, { enabled })

/** Those decided since, each told once. */
export function toldNow(
  waiting: readonly string[],
  mine: CardReports['mine'],
): { told: CardReports['mine']; waiting: string[] } {
  const told = mine.filter(({ ideaId, outcome }) => outcome !== null && waiting.includes(ideaId))
  return { told, waiting: waiting.filter((ideaId) => !told.some((one) => one.ideaId === ideaId)) }
}

export function useReportNews(boardId: BoardId, say: (one: CardReports['mine'][number]) => void): void {
  const [asks, setAsks] = useState(() => waitingOn(boardId).length > 0)
  useEffect(() => {
    const look = () => setAsks(waitingOn(boardId).length > 0)
    listeners.add(look)
    return () => void listeners.delete(look)
  }, [boardId])
  const { data } = useReports(boardId, asks)
  useEffect(() => {
    if (!data) return
    const { told, waiting } = toldNow(waitingOn(boardId), data.mine)
    if (told.length === 0) return
    remember(boardId, waiting)
    for (const one of told) say(one)
    // `say` only speaks.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [boardId, data])
}
