// Owns looking at results: the newest closed round first, the earlier ones a choice away, and putting one on the wall.

import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import type { ClosedRound } from './closed-rounds.ts'
import { RoundResult } from './round-result.tsx'

export interface ResultsDialogProps {
  boardId: BoardId
  rounds: readonly ClosedRound[]
  mayShow: boolean
  opened: boolean
  onClose: () => void
  onOpenIdea: (ideaId: string) => void
}

export function ResultsDialog({ boardId, rounds, mayShow, opened, onClose, onOpenIdea }: ResultsDialogProps) {
  const { t } = useTranslation('vote')
  const format = useFormat()
  const [chosen, choose] = useState<string | null>(null)
  const show = useCommand('board.show')
  const round = rounds.find(({ roundId }) => roundId === chosen) ?? rounds[0]
  const name = (each: ClosedRound) =>
    each.title || t('result.of', { date: format.dateTime(each.closedAt ?? each.openedAt) })

  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
      opened={opened}
      onClose={onClose}
      title={t('result.title')}
      size="lg"
    >
      {round ? (
        <Stack gap="md">
          {rounds.length > 1 ? (
            <Select
              label={t('result.choose')}
              data={rounds.map((each) => ({ value: each.roundId, label: name(each) }))}
              value={round.roundId}
              onChange={choose}
              allowDeselect={false}
            />
          ) : (
            <strong>{name(round)}</strong>
          )}
          <p style={{ margin: 0 }}>{t('result.voters', { count: round.voters, budget: round.budget })}</p>
          <RoundResult result={round.result ?? []} onOpenIdea={onOpenIdea} />
          {mayShow && (
            <Group>
              <Button
                variant="default"
                loading={show.busy}
                onClick={async () => {
                  const shown = await show.run({ boardId, wall: { show: 'result', roundId: round.roundId } })
                  if (shown.ok) announce(t('result.onWall'))
                }}
              >
                {t('result.showOnWall')}
              </Button>
            </Group>
          )}
        </Stack>
      ) : (
        <p>{t('result.none')}</p>
      )}
    </Modal>
  )
}
