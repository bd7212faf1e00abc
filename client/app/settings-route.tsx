// Owns putting a board's settings together: the boards' own, with the cards that were reported on it.

import type { BoardId } from '../../shared/model.ts'
import { BoardSettingsPage } from '../boards/board-settings-page.tsx'
import { SettingsReports } from '../sessions/settings-reports.tsx'

export function SettingsRoute({ boardId }: { boardId: BoardId }) {
  return <BoardSettingsPage boardId={boardId} reports={<SettingsReports boardId={boardId} />} />
}
