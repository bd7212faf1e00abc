// Owns the making of the example board.

import type { BoardId, Language } from '../../../shared/model.ts'
import type { CommandContext } from '../../platform/command.ts'
import { makeBoard } from '../commands.ts'
import type { BoardDeps } from '../deps.ts'

export async function createExample({ tx, actor, now }: CommandContext, deps: BoardDeps, language: Language) {
  const boardId = deps.newId() as BoardId
  const joinCode = await makeBoard(tx, deps, actor, now, {
    boardId,
    title: 'x',
    question: '',
    naming: 'named',
    joining: 'members',
    template: 'idea-box',
    language,
    columns: [],
    isExample: true,
  })
  if (!joinCode) throw new Error('a fresh id is taken')
  return { boardId, joinCode }
}
