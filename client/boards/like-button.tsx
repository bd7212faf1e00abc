// Owns the heart on a card: it answers in the same frame. Who likes an idea is never shown, only how many.

import { IconHeart, IconHeartFilled } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import classes from './card.module.css'
import { useIdeaFacts, useRoom } from './room.ts'

/** What to show of the heart of an idea, and how to press it. */
export function useLike(ideaId: IdeaId): { liked: boolean; likes: number; known: boolean; toggle: () => void } {
  const { likes: hearts, may, likedByMe } = useRoom()
  const facts = useIdeaFacts(ideaId)
  const overlay = useSyncExternalStore(
    (listener) => hearts.overlays.subscribe(ideaId, listener),
    () => hearts.overlays.get(ideaId),
  )
  const mine = useSyncExternalStore(likedByMe.subscribe, () => likedByMe.get().has(ideaId))
  const known = { liked: mine, likes: facts?.likes ?? 0, rev: facts?.rev ?? 0 }
  const { liked, likes } = hearts.shown(overlay, known)
  const toggle = () => {
    if (facts && may('idea.like')) void hearts.toggle(ideaId, { liked, likes, rev: known.rev })
  }
  return { liked, likes, known: facts !== null, toggle }
}

export function LikeButton({ ideaId, tabIndex }: { ideaId: IdeaId; tabIndex: number }) {
  const { t } = useRoom()
  const { format } = useRoom()
  const { may } = useRoom()
  const { liked, likes, known, toggle } = useLike(ideaId)
  const Icon = liked ? IconHeartFilled : IconHeart
  if (!may('idea.like')) {
    if (likes === 0) return null
    return (
      <span className={classes.fact}>
        <IconHeart size={17} stroke={1.8} aria-hidden="true" />
        <span aria-hidden="true">{format.number(likes)}</span>
        <span className="kiem-unseen">{t('card.likes', { count: likes })}</span>
      </span>
    )
  }
  return (
    <button
      type="button"
      className={`${classes.like} nodrag`}
      aria-pressed={liked}
      aria-label={t('card.like', { count: likes })}
      tabIndex={tabIndex}
      disabled={!known}
      onClick={toggle}
      data-no-drag
    >
      <Icon key={liked ? 'on' : 'off'} size={18} stroke={1.8} aria-hidden="true" />
      <span aria-hidden="true">{likes > 0 ? format.number(likes) : ''}</span>
    </button>
  )
}
