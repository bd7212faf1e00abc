// Owns one comment: its words, and for its author changing and deleting them.

import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { COMMENT_MAX_CHARS } from '../../shared/limits.ts'
import type { CommentView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Face } from '../ui/face.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import styles from './idea.module.css'

export function Comment({ comment, mayRemove }: { comment: CommentView; mayRemove: boolean }) {
  const { t } = useTranslation('idea')
  const [draft, setDraft] = useState<string | null>(null)
  const update = useCommand('comment.update')
  const remove = useCommand('comment.remove')
  const { commentId, ideaId } = comment
  const refresh = () => invalidate([`idea:${ideaId}`])

  async function save() {
    const outcome = await update.run({ commentId, text: draft ?? '' })
    if (!outcome.ok) return
    await refresh()
    setDraft(null)
  }

  async function takeAway() {
    const outcome = await remove.run({ commentId })
    if (outcome.ok) await refresh()
  }

  return (
    <li className={styles.comment}>
      {comment.author ? <Face person={comment.author} size={36} decorative /> : <span className={styles.nobody} />}
      <div>
        <p className={styles.byline}>
          <strong>{comment.author?.name ?? (comment.mine ? t('discussion.you') : t('someone'))}</strong>{' '}
          <RelativeTime at={comment.createdAt} />
          {comment.editedAt !== null && <span> · {t('discussion.edited')}</span>}
        </p>
        {draft === null ? (
          <p className={styles.words}>{comment.text}</p>
        ) : (
          <Textarea
            aria-label={t('discussion.editLabel')}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            maxLength={COMMENT_MAX_CHARS}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
            autoFocus
          />
        )}
        <RefusalText refusal={update.refusal ?? remove.refusal} />
        <Group gap={4}>
          {draft !== null && (
            <>
              <Button
                size="compact-sm"
                loading={update.busy}
                disabled={draft.trim() === ''}
                onClick={() => void save()}
              >
                {t('details.save')}
              </Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDraft(null)}>
                {t('details.cancel')}
              </Button>
            </>
          )}
          {draft === null && comment.mine && (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDraft(comment.text)}>
              {t('discussion.edit')}
            </Button>
          )}
          {draft === null && mayRemove && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={remove.busy}
              onClick={() => void takeAway()}
            >
              {t('discussion.remove')}
            </Button>
          )}
        </Group>
      </div>
    </li>
  )
}
