// Owns what the board lets others put on it: rooms never import each other, so the shell hands their pieces in here.

import type { ReactNode } from 'react'
import type { ColumnId, IdeaId } from '../../shared/model.ts'

/** What is called for every card: keep these functions the same while nothing in them changes (useMemo). */
export interface CardSlots {
  /** Opens an idea (its page or a drawer). */
  onOpenIdea: (ideaId: IdeaId) => void
  /** Under the text of a card, e.g. dots to vote with. Return an element with its own state. */
  cardFooter?: ((ideaId: IdeaId, isGrouped: boolean) => ReactNode) | undefined
  /** On the head of a group of these, e.g. dots for all of it. */
  groupFooter?: ((ids: readonly IdeaId[]) => ReactNode) | undefined
  /** More lines in a card's menu, as `<Menu.Item>`s, e.g. "Take to a sponsor". */
  cardMenu?: ((ideaId: IdeaId) => ReactNode) | undefined
  /** Under the cards of a column (null: of all of them), e.g. what only I may see yet. */
  inColumn?: ((columnId: ColumnId | null, isFirst: boolean) => ReactNode) | undefined
  /** The key V on a card, and the cards of the group it lies in. */
  onVoteKey?: ((ideaId: IdeaId, ids?: readonly IdeaId[]) => void) | undefined
}

export interface BoardSlots extends CardSlots {
  /** A line above the board, e.g. the round that is on. */
  above?: ReactNode
  /** Something else says already why one may only look. */
  saysWhy?: boolean
  /** In the board's header, e.g. the button that opens a round. */
  toolbar?: ReactNode
}
