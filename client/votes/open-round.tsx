// Owns opening a vote: how people vote, on what, and what stays hidden until when.

import { Button, Checkbox, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { RawInputOf } from '../../shared/commands.ts'
import { RANKING_TOP_MAX, ROUND_BUDGET_MAX_VOTES, ROUND_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardView, IdeaId, IdeaView } from '../../shared/model.ts'
import { type Criterion, IMPACT_EFFORT, type Method, RANKING_TOP } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { ChooseCriteria } from './choose-criteria.tsx'
import { ChooseIdeas } from './choose-ideas.tsx'
import { ChooseMethod } from './choose-method.tsx'
import { suggestedBudget, topicsIn } from './topics-in.ts'

export interface OpenRoundProps {
  board: BoardView
  /** How many ideas are on it. */
  topics: number
  onClose: () => void
}

export function OpenRound({ board, topics, onClose }: OpenRoundProps) {
  const { t } = useTranslation('ballot')
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
      opened
      onClose={onClose}
      title={t('open.title')}
      size="lg"
    >
      <OpenRoundForm board={board} topics={topics} onClose={onClose} />
    </Modal>
  )
}

function OpenRoundForm({ board, topics, onClose }: OpenRoundProps) {
  const { t } = useTranslation('ballot')
  const { boardId } = board
  const [method, setMethod] = useState<Method>('dots')
  const [title, setTitle] = useState('')
  /** Null: what suits the number of topics. */
  const [budget, setBudget] = useState<number | string | null>(null)
  const [maxPerIdea, setMaxPerIdea] = useState<number | string>(2)
  const [top, setTop] = useState<number | string>(RANKING_TOP)
  const [criteria, setCriteria] = useState<readonly Criterion[]>(IMPACT_EFFORT)
  /** `board`, `groups`, `ideas`, or a column's id. */
  const [about, setAbout] = useState('board')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [blind, setBlind] = useState(true)
  const open = useCommand('round.open')
  const { data: ideas } = useRead<IdeaView[]>(`board:${boardId}`, `/api/boards/${boardId}/ideas`)
  const count = about === 'ideas' ? chosen.length : ideas ? topicsIn(ideas, about) : topics
  const suggested = suggestedBudget(count)
  const most = Number(budget ?? suggested) || 1
  const isWhole =
    (about !== 'ideas' || chosen.length > 0) &&
    (method !== 'score' || criteria.every(({ kind, title }) => kind !== 'own' || title.trim() !== ''))

  function scopeOf(): NonNullable<RawInputOf<'round.open'>['scope']> {
    if (about === 'board' || about === 'groups') return { of: about }
    if (about === 'ideas') return { of: 'ideas', ideaIds: chosen as IdeaId[] }
    return { of: 'column', columnId: about }
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const every = {
      boardId,
      title: title.trim() || undefined,
      blind,
      // How somebody voted is nobody's business in any round the interface opens.
      secret: true,
      scope: scopeOf(),
    }
    const outcome = await open.run(
      method === 'dots'
        ? { ...every, method, budget: most, maxPerIdea: Math.min(Number(maxPerIdea) || 1, most) }
        : method === 'ranking'
          ? { ...every, method, top: Number(top) || RANKING_TOP }
          : method === 'score'
            ? { ...every, method, criteria: criteria.map((criterion) => ({ ...criterion })) }
            : { ...every, method },
    )
    if (outcome.ok) onClose()
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <ChooseMethod method={method} onChoose={setMethod} />
        <TextInput
          label={t('open.name')}
          description={t('open.nameHint')}
          value={title}
          maxLength={ROUND_TITLE_MAX_CHARS}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label={t('open.scope')}
          description={about === 'ideas' ? undefined : t('open.topics', { count })}
          data={[
            { value: 'board', label: t('open.board') },
            { value: 'groups', label: t('open.groups') },
            ...board.columns.map((column) => ({
              value: column.columnId,
              label: t('open.column', { title: column.title }),
            })),
            { value: 'ideas', label: t('open.ideas') },
          ]}
          value={about}
          onChange={(value) => setAbout(value ?? 'board')}
          allowDeselect={false}
        />
        {about === 'ideas' && <ChooseIdeas ideas={ideas ?? []} chosen={chosen} onChange={setChosen} />}
        {method === 'dots' && (
          <>
            <NumberInput
              label={t('open.budget')}
              description={t('open.suggest', { count: suggested })}
              value={budget ?? suggested}
              onChange={setBudget}
              min={1}
              max={ROUND_BUDGET_MAX_VOTES}
              allowDecimal={false}
            />
            <NumberInput
              label={t('open.maxPerIdea')}
              value={maxPerIdea}
              onChange={setMaxPerIdea}
              min={1}
              max={most}
              allowDecimal={false}
            />
          </>
        )}
        {method === 'ranking' && (
          <NumberInput
            label={t('open.top')}
            value={top}
            onChange={setTop}
            min={1}
            max={RANKING_TOP_MAX}
            allowDecimal={false}
          />
        )}
        {method === 'score' && <ChooseCriteria criteria={criteria} onChange={setCriteria} />}
        <Checkbox
          label={t('open.blind')}
          description={t('open.blindHint')}
          checked={blind}
          onChange={(event) => setBlind(event.currentTarget.checked)}
        />
        <RefusalText refusal={open.refusal} />
        <Button type="submit" loading={open.busy} disabled={!isWhole}>
          {t('open.submit')}
        </Button>
      </Stack>
    </form>
  )
}
