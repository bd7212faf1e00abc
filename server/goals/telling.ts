// Owns when pages of goals hear that they are out of date: soon after something about a goal has changed, what changes in one moment
// together. It names boards only, never ideas or people; who may know of them is asked where somebody is to be told. A hint: whoever
// misses it sees the same at the next visit.

import { sql } from 'drizzle-orm'
import type { BoardId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boardGoals, ideaGoals, ideas, outcomes, escalations } from '../platform/database/schema/index.ts'

/** Soon enough to be seen as an answer; a meeting that writes a hundred cards tells once. */
export const GOALS_TOLD_AFTER_MS = 1_000

/** Of which boards something changed; `all`: of the goals themselves, which every member may know. */
export interface GoalNews {
  all: boolean
  boardIds: BoardId[]
}

export interface TellingDeps {
  reader: Reader
  after(delayMs: number, job: () => Promise<void>): void
  tell(news: GoalNews): Promise<void>
  failed(error: unknown): void
}

export interface GoalTelling {
  /** Null: a goal itself. */
  changed(boardId: BoardId | null): void
  /** Something on a board, which may serve no goal. */
  moved(boardId: BoardId): void
}

export function createGoalTelling({ reader, after, tell, failed }: TellingDeps): GoalTelling {
  let waiting = { all: false, sure: new Set<BoardId>(), perhaps: new Set<BoardId>() }
  let due = false

  function soon(): void {
    if (due) return
    due = true
    after(GOALS_TOLD_AFTER_MS, async () => {
      const { all, sure, perhaps } = waiting
      waiting = { all: false, sure: new Set(), perhaps: new Set() }
      due = false
      try {
        const asked = [...perhaps].filter((boardId) => !sure.has(boardId))
        const boardIds = all ? [] : [...sure, ...(await serving(reader, asked))]
        if (all || boardIds.length > 0) await tell({ all, boardIds })
      } catch (error) {
        failed(error)
      }
    })
  }

  return {
    changed(boardId) {
      if (boardId === null) waiting.all = true
      else waiting.sure.add(boardId)
      soon()
    },
    moved(boardId) {
      waiting.perhaps.add(boardId)
      soon()
    },
  }
}

/** Of these boards, those that serve a goal, or of which an idea does or promised to. */
async function serving(reader: Reader, boardIds: readonly BoardId[]): Promise<BoardId[]> {
  if (boardIds.length === 0) return []
  const { rows } = await reader.execute<{ board_id: BoardId }>(sql`
    select b.board_id from unnest(${sql.param([...boardIds])}::text[]) as b(board_id)
    where exists (select 1 from ${boardGoals} g where g.board_id = b.board_id)
      or exists (select 1 from ${ideaGoals} g join ${ideas} i on i.id = g.idea_id where i.board_id = b.board_id)
      or exists (select 1 from ${outcomes} o join ${escalations} e on e.id = o.escalation_id
        join ${ideas} i on i.id = e.idea_id where o.goal_id is not null and i.board_id = b.board_id)`)
  return rows.map((row) => row.board_id)
}
