// Owns putting a board's settings together: the boards' own, with the goals it serves and the cards that were reported on it.

import { Suspense } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { BoardSettingsPage } from '../boards/board-settings-page.tsx'
import { alsoWords } from '../i18n/i18n.ts'
import { SettingsReports } from '../sessions/settings-reports.tsx'
import { lazy } from '../ui/lazy.ts'

const BoardGoals = lazy(async () => {
  const [room] = await Promise.all([import('../goals/served-goals.tsx'), alsoWords('goal')])
  return { default: room.BoardGoals }
})

export function SettingsRoute({ boardId }: { boardId: BoardId }) {
  return (
    <BoardSettingsPage
      boardId={boardId}
      goals={
        <Suspense>
          <BoardGoals boardId={boardId} />
        </Suspense>
      }
      reports={<SettingsReports boardId={boardId} />}
    />
  )
}
