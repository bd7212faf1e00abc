// Owns going one's own way while everybody looks at one card, and coming back; at once here, and taken back when refused.

import type { BoardId } from '../../shared/model.ts'
import { send } from '../live/command.ts'
import { amendMine } from './mine.ts'

export async function roam(boardId: BoardId, roams: boolean): Promise<void> {
  amendMine(boardId, (now) => ({ ...now, roams }))
  const outcome = await send('session.roam', { boardId, roams })
  if (!outcome.ok) amendMine(boardId, (now) => ({ ...now, roams: !roams }))
}
