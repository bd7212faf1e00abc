// Owns the talk about an idea: flat, oldest first, live; one edits and deletes one's own. On an anonymous board nobody has
// a name here.

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { COMMENT_MAX_CHARS } from '../../shared/limits.ts'
import type { CommentView, IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Comment } from './comment.tsx'
import styles from './idea.module.css'

interface DiscussionProps {
  ideaId: IdeaId
  mayAdd: boolean
  may: ReadonlySet<string>
}

export function Discussion({ ideaId, mayAdd, may }: DiscussionProps) {
  const { t } = useTranslation('idea')
  const comments = useRead<CommentView[]>(`idea:${ideaId}`, `/api/ideas/${ideaId}/comments`)
  const [text, setText] = useState('')
  const add = useCommand('comment.add')
  useHeardComments(comments.data)

  async function submit(event?: FormEvent) {
    event?.preventDefault()
    if (text.trim() === '' || add.busy) return
    const outcome = await add.run({ ideaId, text })
    if (!outcome.ok) return
    setText('')
    await invalidate([`idea:${ideaId}`])
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
  }

  return (
    <section aria-labelledby="discussion-title" className={styles.discussion}>
      <h2 id="discussion-title">{t('discussion.title')}</h2>
      {comments.isError && <ErrorState refusal={comments.error} onRetry={() => void comments.refetch()} />}
      {comments.data?.length === 0 && <p className={styles.soft}>{t('discussion.empty')}</p>}
      <ol className={styles.comments}>
        {(comments.data ?? []).map((comment) => (
          <Comment key={comment.commentId} comment={comment} mayRemove={comment.mine || may.has('comment.remove')} />
        ))}
      </ol>
      {mayAdd && (
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="xs">
            <Textarea
              label={t('discussion.label')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              maxLength={COMMENT_MAX_CHARS}
              minRows={2}
            />
            <RefusalText refusal={add.refusal} />
            <Group gap="sm">
              <Button type="submit" variant="default" loading={add.busy} disabled={text.trim() === ''}>
                {t('discussion.add')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </section>
  )
}

/** Says aloud that others wrote something, in batches. */
function useHeardComments(comments: readonly CommentView[] | undefined): void {
  const { t } = useTranslation('idea')
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!comments) return
    const fresh = known.current ? comments.filter((each) => !each.mine && !known.current?.has(each.commentId)) : []
    known.current = new Set(comments.map(({ commentId }) => commentId))
    if (fresh.length > 0) announce(t('discussion.heard', { count: fresh.length }))
  }, [comments, t])
}
