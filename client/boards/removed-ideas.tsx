// Owns the list of ideas that were taken off this board, for who leads it, each with the way back.

import { Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import classes from './board.module.css'
import { excerpt } from './card-words.ts'

export function RemovedIdeas({ boardId, onClose }: { boardId: BoardId; onClose: () => void }) {
  const { t } = useTranslation('board')
  const words = useRefusal()
  const removed = useRead<IdeaView[]>(`board:${boardId}`, `/api/boards/${boardId}/ideas?removed=1`)
  const [back, setBack] = useState<ReadonlySet<string>>(new Set())
  const list = removed.data?.filter(({ ideaId, removedAt }) => removedAt !== null && !back.has(ideaId))

  async function restore(ideaId: IdeaId): Promise<void> {
    setBack((now) => new Set(now).add(ideaId))
    const outcome = await send('idea.restore', { ideaId })
    if (outcome.ok) {
      announce(t('remove.restored'))
      void invalidate([`board:${boardId}`])
      return
    }
    setBack((now) => new Set([...now].filter((id) => id !== ideaId)))
    showNotice({ text: words(outcome.error), tone: 'problem' })
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('removed.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
    >
      <Text c="dimmed">{t('removed.lead')}</Text>
      {removed.isError ? <ErrorState refusal={removed.error} onRetry={() => void removed.refetch()} /> : null}
      {!list && !removed.isError ? <Skeletons /> : null}
      {list?.length === 0 ? <Text mt="md">{t('removed.empty')}</Text> : null}
      <ul className={classes.removedList}>
        {list?.map(({ ideaId, number, text }) => (
          <li key={ideaId}>
            <p>
              #{number} {excerpt(text, 160)}
            </p>
            <Button
              variant="default"
              aria-label={t('removed.restoreNumber', { number })}
              onClick={() => void restore(ideaId)}
            >
              {t('removed.restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
