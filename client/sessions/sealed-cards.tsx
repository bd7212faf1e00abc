// Owns my own sealed ideas on the board: cards that only I see, to change, colour and delete. It draws what the server said
// of mine alone and knows nothing of anybody else's.

import { useState } from 'react'
import type { BoardId, ColumnId } from '../../shared/model.ts'
import type { SealedIdea } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useSource } from '../live/api.ts'
import { mineOf } from './mine.ts'
import { SealedCard } from './sealed-card.tsx'
import classes from './sealed.module.css'

interface SealedCardsProps {
  boardId: BoardId
  /** Null: those of every column (a view without columns). */
  columnId: ColumnId | null
  /** Takes what has no column. */
  isFirst: boolean
}

const NONE: readonly SealedIdea[] = []

export function SealedCards({ boardId, columnId, isFirst }: SealedCardsProps) {
  const { t } = useTranslation('session')
  const { data } = useSource(mineOf(boardId))
  const [editing, setEditing] = useState<string | null>(null)
  const all = data?.sealed ?? NONE
  const ideas =
    columnId === null ? all : all.filter((idea) => idea.columnId === columnId || (idea.columnId === null && isFirst))
  if (ideas.length === 0) return null
  return (
    <ul className={classes.list} aria-label={t('sealed.mine', { count: ideas.length })}>
      {ideas.map((idea) => (
        <li key={idea.ideaId}>
          <SealedCard
            boardId={boardId}
            idea={idea}
            editing={editing === idea.ideaId}
            onEdit={(is) => setEditing(is ? idea.ideaId : null)}
          />
        </li>
      ))}
    </ul>
  )
}
