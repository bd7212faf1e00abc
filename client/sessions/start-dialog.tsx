// Owns the dialog in which a session is started.

import { Modal, Text } from '@mantine/core'
import { mayBeGuessed } from '../../shared/anonymity.ts'
import type { BoardId, BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { announce } from '../ui/live-region.tsx'
import { Recipes } from './recipes.tsx'

export function StartDialog({ boardId, onClose }: { boardId: BoardId; onClose: () => void }) {
  const { t } = useTranslation('session')
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('start.title')}
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
    >
      <Text mb="md">{t('start.lead')}</Text>
      <FewPeople boardId={boardId} />
      <Recipes
        boardId={boardId}
        onStarted={() => {
          announce(t('start.started'))
          onClose()
        }}
      />
    </Modal>
  )
}

/** On an anonymous board the facilitator is told beforehand; among so few nobody can promise it (F79). */
function FewPeople({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('session')
  const board = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`).data
  const people = useRead<{ removed: boolean }[]>(`board:${boardId}`, `/api/boards/${boardId}/people`).data
  const here = people?.filter(({ removed }) => !removed).length
  if (board?.naming !== 'anonymous' || here === undefined || !mayBeGuessed(here)) return null
  return <Text mb="md">{t('start.few', { count: here })}</Text>
}
