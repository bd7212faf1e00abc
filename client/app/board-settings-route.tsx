// Owns the settings of a board as a route: which board the address means.

import { useParams } from 'react-router'
import type { BoardId } from '../../shared/model.ts'
import { BoardSettingsPage } from '../boards/board-settings-page.tsx'

export function BoardSettingsRoute() {
  const { boardId } = useParams()
  return <BoardSettingsPage key={boardId} boardId={boardId as BoardId} />
}
