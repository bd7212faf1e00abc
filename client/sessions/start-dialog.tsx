// Owns the dialog in which a session is started.

import { Modal, Text } from '@mantine/core'
import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
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
