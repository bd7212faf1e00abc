// Owns what keys do on a card that has the focus: go on, open, write, move, colour, like, vote, remove. Typing inside the
// card and pressing its buttons is not its business.

import type { KeyboardEvent } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { announce } from '../ui/live-region.tsx'
import { gridOf, useCardActions } from './card-actions.ts'
import { sayPlace } from './card-words.ts'
import { type ArrowKey, isArrowKey, nextCard, nextPlace } from './grid-moves.ts'
import { useRoom } from './room.ts'

export interface CardKeysOptions {
  onLike: () => void
  /** On the wall the arrows of a moving card change its place freely. */
  onNudge?: (key: ArrowKey, far: boolean) => void
  /** Which card an arrow leads to; without it, by columns. */
  onArrow?: (key: ArrowKey) => IdeaId | null
}

export function useCardKeys(ideaId: IdeaId, options: CardKeysOptions): (event: KeyboardEvent<HTMLElement>) => void {
  const room = useRoom()
  const actions = useCardActions()
  const { focus, selection, store, t } = room

  function startMove(): void {
    if (!store.placeOf(ideaId) || !room.may('board.write')) return
    room.undo.stopCapturing()
    focus.startMove(ideaId, room.undo.undoStack.length)
    announce(t('say.moving', { place: sayPlace(room, ideaId) }))
  }

  function groupFrom(from: IdeaId): void {
    if (!room.may('board.write')) return
    const ids = [...new Set([...selection.ids(), from])]
    if (ids.length < 2) room.ask({ about: 'group', ideaId: from })
    else void import('./group-actions.ts').then(({ group }) => group(room, ids))
  }

  function whileMoving(event: KeyboardEvent<HTMLElement>): boolean {
    const { key } = event
    if (isArrowKey(key)) {
      if (options.onNudge) {
        options.onNudge(key, event.shiftKey)
        return true
      }
      if (selection.chosen.get(ideaId) && selection.size() > 1) {
        void import('./group-actions.ts').then(({ nudgeChosen }) => nudgeChosen(room, ideaId, key))
        return true
      }
      const to = nextPlace(gridOf(room), ideaId, key)
      if (to) actions.move(ideaId, to)
      else announce(t('say.edge'))
      return true
    }
    if (key === 'Enter' || key === ' ' || key.toLowerCase() === 'm') {
      focus.settle(ideaId)
      room.undo.stopCapturing()
      announce(t('say.dropped', { place: sayPlace(room, ideaId) }))
      return true
    }
    if (key === 'Escape') {
      focus.settle(ideaId)
      // Also a group that it left, which may have been none without it.
      while (room.undo.undoStack.length > focus.moveStart) room.undo.undo()
      focus.want(ideaId)
      announce(t('say.putBack'))
      return true
    }
    return false
  }

  function whileActive(event: KeyboardEvent<HTMLElement>): boolean {
    const { key } = event
    if (isArrowKey(key)) {
      const next = options.onArrow ? options.onArrow(key) : nextCard(gridOf(room), ideaId, key)
      if (next && event.shiftKey && room.may('board.write')) selection.extend(store.ids(), next, ideaId)
      if (next) focus.want(next, 'active')
      return true
    }
    switch (key.toLowerCase()) {
      case 'enter':
        room.slots.onOpenIdea(ideaId)
        return true
      case 'e':
      case 'f2':
        if (room.may('board.write')) focus.want(ideaId, 'editing')
        return true
      case ' ':
        if (room.may('board.write')) selection.toggle(ideaId)
        return true
      case 'g':
        groupFrom(ideaId)
        return true
      case 'escape':
        // While something is dragged it calls that off (drag-engine.ts).
        if (selection.size() === 0 || event.currentTarget.closest('[data-dragging]')) return false
        selection.clear()
        return true
      case 'm':
        startMove()
        return true
      case 'c':
        if (room.may('board.write')) room.ask({ about: 'color', ideaId })
        return true
      case 'l':
        options.onLike()
        return true
      case 'v':
        room.slots.onVoteKey?.(ideaId, store.groups.of(ideaId)?.ids)
        return room.slots.onVoteKey !== undefined
      case 'delete':
      case 'backspace':
        if (actions.mayRemove(ideaId)) actions.remove(ideaId)
        return true
      default:
        return false
    }
  }

  return (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const handled = focus.modeOf(ideaId) === 'moving' ? whileMoving(event) : whileActive(event)
    if (!handled) return
    event.preventDefault()
    event.stopPropagation()
  }
}
