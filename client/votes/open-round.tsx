// Owns opening a vote: how many dots, how many on one idea, and what stays hidden until when.

import { Button, Checkbox, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ROUND_BUDGET_MAX_VOTES, ROUND_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId, RoundId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'

/** A quarter of the topics, at least three and at most ten: enough to choose, too few to avoid choosing. */
export function suggestedBudget(topics: number): number {
  return Math.min(10, Math.max(3, Math.round(topics / 4)))
}

export interface OpenRoundProps {
  boardId: BoardId
  topics: number
  opened: boolean
  onClose: () => void
  onOpened?: (roundId: RoundId) => void
}

export function OpenRound({ boardId, topics, opened, onClose, onOpened }: OpenRoundProps) {
  const { t } = useTranslation('vote')
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
      opened={opened}
      onClose={onClose}
      title={t('open.title')}
    >
      <OpenRoundForm boardId={boardId} topics={topics} onClose={onClose} onOpened={onOpened} />
    </Modal>
  )
}

function OpenRoundForm({ boardId, topics, onClose, onOpened }: Omit<OpenRoundProps, 'opened'>) {
  const { t } = useTranslation('vote')
  const [title, setTitle] = useState('')
  const [budget, setBudget] = useState<number | string>(suggestedBudget(topics))
  const [maxPerIdea, setMaxPerIdea] = useState<number | string>(2)
  const [blind, setBlind] = useState(true)
  const open = useCommand('round.open')

  async function submit(event: FormEvent) {
    event.preventDefault()
    const most = Number(budget) || 1
    const outcome = await open.run({
      boardId,
      method: 'dots',
      title: title.trim() || undefined,
      budget: most,
      maxPerIdea: Math.min(Number(maxPerIdea) || 1, most),
      blind,
      // Who gave which dots is nobody's business in any round the interface opens.
      secret: true,
    })
    if (!outcome.ok) return
    onOpened?.(outcome.value.roundId)
    onClose()
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('open.name')}
          description={t('open.nameHint')}
          value={title}
          maxLength={ROUND_TITLE_MAX_CHARS}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <NumberInput
          label={t('open.budget')}
          description={t('open.budgetHint', { count: topics })}
          value={budget}
          onChange={setBudget}
          min={1}
          max={ROUND_BUDGET_MAX_VOTES}
          allowDecimal={false}
          data-autofocus
        />
        <NumberInput
          label={t('open.maxPerIdea')}
          value={maxPerIdea}
          onChange={setMaxPerIdea}
          min={1}
          max={Number(budget) || 1}
          allowDecimal={false}
        />
        <Checkbox
          label={t('open.blind')}
          description={t('open.blindHint')}
          checked={blind}
          onChange={(event) => setBlind(event.currentTarget.checked)}
        />
        <RefusalText refusal={open.refusal} />
        <Button type="submit" loading={open.busy}>
          {t('open.submit')}
        </Button>
      </Stack>
    </form>
  )
}
