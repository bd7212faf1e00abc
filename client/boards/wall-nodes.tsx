// Owns how a card and a group's frame look on the free wall, near and from far away. Where they stand and what a drag does
// is not theirs.

import { type NodeProps, type ReactFlowState, useStore } from '@xyflow/react'
import { memo, useCallback, useSyncExternalStore } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { announce } from '../ui/live-region.tsx'
import { noteStyle } from '../ui/note-color.tsx'
import { BoardCard } from './card.tsx'
import { cssVariables } from './css-variables.ts'
import type { ArrowKey } from './grid-moves.ts'
import { GroupHead } from './group-head.tsx'
import { placeCards } from './moves.ts'
import { useCard, useRoom } from './room.ts'
import { useWallState, type WallNode } from './use-wall.ts'
import { carriedPlaces, carry } from './wall-carry.ts'
import { cardTowards, WALL_CARD_WIDTH } from './wall-places.ts'
import classes from './wall.module.css'

const NUDGE = 10
const NUDGE_FAR = 60

/** From this far away words cannot be read: a card is its colour. Two thousand whole cards at once would stall. */
export const FAR_ZOOM = 0.3
const isFar = (state: ReactFlowState) => state.transform[2] < FAR_ZOOM

type CardProps = NodeProps<Extract<WallNode, { type?: 'card' }>>
type FrameProps = NodeProps<Extract<WallNode, { type?: 'frame' }>>

function useIsAimedAt(id: string): true | undefined {
  const { aim } = useWallState()
  return useSyncExternalStore(
    (listener) => aim.subscribe(id, listener),
    () => aim.get(id),
  )
}

function FarCard({ ideaId }: { ideaId: IdeaId }) {
  const card = useCard(ideaId)
  if (!card) return null
  return (
    <div className={classes.far} style={{ width: WALL_CARD_WIDTH, ...cssVariables(noteStyle(card.color)) }}>
      {card.title}
    </div>
  )
}

const WallCard = memo(function WallCard({ data }: CardProps) {
  const { store, selection, format, t } = useRoom()
  const wall = useWallState()
  const { ideaId } = data
  const count = useSyncExternalStore(
    (listener) => wall.counts.subscribe(ideaId, listener),
    () => wall.counts.get(ideaId),
  )
  const far = useStore(isFar)
  const isAimedAt = useIsAimedAt(ideaId)
  const group = useSyncExternalStore(store.subscribeIds, () => store.groups.of(ideaId))
  const nudge = useCallback(
    (key: ArrowKey, far: boolean) => {
      // In a group it takes the others along, and chosen ones all that are chosen, with their groups.
      const held = selection.chosen.get(ideaId) ? selection.ids() : [ideaId]
      const ids = [...new Set(held.flatMap((id) => store.groups.of(id)?.ids ?? id))]
      const carried = carry(store, wall.lay(), ids, false)
      const at = carried.starts.get(store.groups.of(ideaId)?.groupId ?? ideaId)
      if (!at) return
      const step = far ? NUDGE_FAR : NUDGE
      const x = key === 'ArrowRight' ? step : key === 'ArrowLeft' ? -step : 0
      const y = key === 'ArrowDown' ? step : key === 'ArrowUp' ? -step : 0
      placeCards(store, carriedPlaces(carried, { x, y }))
      announce(t('say.placed', { x: Math.round(at.x + x), y: Math.round(at.y + y) }))
    },
    [store, selection, wall, ideaId, t],
  )
  const towards = useCallback(
    (key: ArrowKey) => cardTowards(wall.layout.places, ideaId, key) as IdeaId | null,
    [wall, ideaId],
  )
  if (far) return <FarCard ideaId={ideaId} />
  return (
    <div style={{ width: WALL_CARD_WIDTH }} className={classes.place} data-onto={isAimedAt}>
      <BoardCard ideaId={ideaId} onNudge={nudge} onArrow={towards} groupTitle={group?.title} />
      {count ? (
        <span className={classes.many} aria-hidden="true">
          {format.number(count)}
        </span>
      ) : null}
    </div>
  )
})

const WallFrame = memo(function WallFrame({ id }: FrameProps) {
  const { t } = useTranslation('group')
  const { store } = useRoom()
  const far = useStore(isFar)
  const isAimedAt = useIsAimedAt(id)
  const group = useSyncExternalStore(store.subscribeIds, () => store.groups.now.get(id))
  if (!group) return null
  const title = group.title || t('untitled')
  return (
    <section className={classes.frame} aria-label={title} data-frame={id} data-onto={isAimedAt}>
      {far ? (
        <p className={classes.farName}>{title}</p>
      ) : (
        <GroupHead group={group} isFolded={store.groups.isFolded(id)} />
      )}
    </section>
  )
})

export const NODE_TYPES = { card: WallCard, frame: WallFrame }
