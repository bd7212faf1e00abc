// Owns looking at results: the newest closed round first, the earlier ones a choice away or
// beside it, what a voter can check, and putting one on the wall.

import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { mayBeGuessed } from '../../shared/anonymity.ts'
import type { BoardId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import type { ClosedRound } from './closed-rounds.ts'
import { CompareRounds } from './compare-rounds.tsx'
import { MyReceipt } from './my-receipt.tsx'
import { Reasons } from './reasons.tsx'
import { RoundOutcome } from './round-outcome.tsx'

export interface ResultsDialogProps {
  boardId: BoardId
  rounds: readonly ClosedRound[]
  mayShow: boolean
  opened: boolean
  onClose: () => void
  onOpenIdea: (ideaId: string) => void
}

export function ResultsDialog({ boardId, rounds, mayShow, opened, onClose, onOpenIdea }: ResultsDialogProps) {
  const { t } = useTranslation('ballot')
  const format = useFormat()
  const [chosen, choose] = useState<string | null>(null)
  const [view, look] = useState<'one' | 'all'>('one')
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
          {rounds.length > 1 && (
            <SegmentedControl
              value={view}
              data={[
                { value: 'one', label: t('compare.one') },
                { value: 'all', label: t('compare.all') },
              ]}
              onChange={look}
            />
          )}
          {view === 'all' && rounds.length > 1 && (
            <CompareRounds rounds={rounds} nameOf={name} onOpenIdea={onOpenIdea} />
          )}
          {view === 'all' && rounds.length > 1 ? null : rounds.length > 1 ? (
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
          {(view === 'one' || rounds.length === 1) && (
            <>
              <RoundOutcome round={round} onOpenIdea={onOpenIdea} />
              {round.secret && round.voters > 0 && mayBeGuessed(round.voters) && (
                <Text size="sm" c="dimmed">
                  {t('result.few', { count: round.voters })}
                </Text>
              )}
              {round.method === 'yes-no' && <Reasons roundId={round.roundId} result={round.result ?? []} />}
              <MyReceipt key={round.roundId} roundId={round.roundId} />
            </>
          )}
          {mayShow && view === 'one' && (
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
