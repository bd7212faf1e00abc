// Owns inviting people: the QR code, the code to type, the link, and the plain words about who can come in with them.

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconCheck, IconLink, IconPresentation } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import { copyText } from '../ui/copy-text.ts'
import { announce } from '../ui/live-region.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import classes from './board.module.css'

const QR_PX = 224
const COPIED_SHOWN_MS = 2_500

const WHO = { everyone: 'share.guests', members: 'share.members', invited: 'share.invited' } as const

export function ShareDialog({ board, onClose }: { board: BoardView; onClose: () => void }) {
  const { t } = useTranslation('board')
  const [copied, setCopied] = useState(false)
  const url = board.joinUrl ?? (board.joinCode ? `${location.origin}/join/${board.joinCode}` : null)
  const link = url ?? `${location.origin}/b/${board.boardId}`

  async function copy(): Promise<void> {
    if (!(await copyText(link))) return
    setCopied(true)
    announce(t('share.copied'))
    setTimeout(() => setCopied(false), COPIED_SHOWN_MS)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('share.title')}
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
    >
      <Stack align="center" gap="sm">
        {url && board.joinCode ? (
          <>
            <QrCode text={url} size={QR_PX} label={t('share.qr')} />
            <Text ta="center">{t('share.lead')}</Text>
            <p className={classes.joinAddress}>{`${location.host}/join`}</p>
            <p className={classes.joinCode} aria-label={`${t('share.code')}: ${Array.from(board.joinCode).join(' ')}`}>
              {board.joinCode}
            </p>
          </>
        ) : null}
        <Text c="dimmed" ta="center" size="sm">
          {board.joinCode
            ? t(WHO[board.joining])
            : t(board.may.includes('board.invite') ? 'share.noCode' : 'share.mayNot')}
        </Text>
        <Group justify="center" mt="xs">
          <Button
            leftSection={
              copied ? <IconCheck size={18} aria-hidden="true" /> : <IconLink size={18} aria-hidden="true" />
            }
            onClick={() => void copy()}
            data-autofocus
          >
            {copied ? t('share.copied') : t('share.copyLink')}
          </Button>
          {board.may.includes('board.present') ? (
            <Button
              component={Link}
              to={`/b/${board.boardId}/present`}
              target="_blank"
              variant="default"
              leftSection={<IconPresentation size={18} aria-hidden="true" />}
            >
              {t('share.onWall')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  )
}
