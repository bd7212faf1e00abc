// Owns asking before a session ends, and what will happen to what nobody has seen yet.

import { Button, Group, Modal, Text } from '@mantine/core'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { Lead } from './use-lead.ts'

interface EndSessionProps {
  session: LedgerSession
  lead: Lead
  opened: boolean
  onClose: () => void
}

export function EndSession({ session, lead, opened, onClose }: EndSessionProps) {
  const { t } = useTranslation('session')
  const { t: common } = useTranslation()
  const unseen = session.sealed?.ideas ?? 0
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('end.question')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Text>
        {t('end.body')} {unseen > 0 ? t('end.sealed', { count: unseen }) : null}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common('action.cancel')}
        </Button>
        <Button
          loading={lead.busy === 'end'}
          onClick={() =>
            void lead.end().then(() => {
              onClose()
            })
          }
        >
          {t('end.button')}
        </Button>
      </Group>
    </Modal>
  )
}
