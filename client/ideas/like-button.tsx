// Owns the heart: mine at once, everybody's from the ledger.

import { IconHeart, IconHeartFilled } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import styles from './idea.module.css'

interface LikeButtonProps {
  ideaId: IdeaId
  boardId: BoardId
  liked: boolean
  likes: number
  disabled: boolean
}

export function LikeButton({ ideaId, boardId, liked, likes, disabled }: LikeButtonProps) {
  const { t } = useTranslation('idea')
  const words = useRefusal()
  /** What I pressed and the server has not confirmed yet. */
  const [pressed, setPressed] = useState<boolean | null>(null)
  const mine = pressed ?? liked
  const shown = likes + (pressed === null || pressed === liked ? 0 : pressed ? 1 : -1)
  const Icon = mine ? IconHeartFilled : IconHeart

  async function press() {
    setPressed(!mine)
    const outcome = await send('idea.like', { ideaId, liked: !mine })
    if (!outcome.ok) showNotice({ tone: 'problem', text: words(outcome.error) })
    await invalidate([`mine:${boardId}`])
    setPressed(null)
  }

  return (
    <button type="button" className={styles.like} aria-pressed={mine} disabled={disabled} onClick={() => void press()}>
      <Icon size={20} aria-hidden />
      <span className="kiem-unseen">{t('like')}</span> {t('likes', { count: Math.max(0, shown) })}
    </button>
  )
}
