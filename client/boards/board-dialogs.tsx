// Owns the dialogs about one card: where to move it, its colour, its details and tags, and about all: which may go together.
// Loaded when first asked for. After those about a card the focus is back on it.

import { Button, Group, Modal, Radio, SegmentedControl, Stack, TagsInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { IDEA_DETAILS_MAX_CHARS, TAG_MAX_CHARS, TAGS_MAX_PER_IDEA } from '../../shared/limits.ts'
import type { ColumnId, IdeaId, IdeaView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { NoteColorPicker } from '../ui/note-color.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import { GroupForm } from './group-form.tsx'
import { GroupSuggest } from './group-suggest.tsx'
import { useCardActions } from './card-actions.ts'
import { columnTitle } from './card-words.ts'
import { type AboutCard, type CardQuestion, useCard, useColumns, useIdeaFacts, useRoom } from './room.ts'

export function BoardDialogs({ question, onDone }: { question: CardQuestion; onDone: () => void }) {
  if (question.about === 'suggest') return <GroupSuggest onDone={onDone} />
  return <CardDialog question={question} onDone={onDone} />
}

function CardDialog({ question, onDone }: { question: AboutCard; onDone: () => void }) {
  const { t } = useTranslation('board')
  const { focus } = useRoom()
  const { about, ideaId } = question
  const close = () => {
    onDone()
    // After the dialog has let go of the focus.
    requestAnimationFrame(() => focus.want(ideaId, 'active'))
  }
  const titles = {
    move: t('move.title'),
    color: t('color.title'),
    details: t('details.title'),
    group: t('form.title', { ns: 'group' }),
  }
  return (
    <Modal
      opened
      onClose={close}
      title={titles[about]}
      size={about === 'details' ? 'lg' : 'sm'}
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
    >
      {about === 'move' ? <MoveForm ideaId={ideaId} onDone={close} /> : null}
      {about === 'color' ? <ColorForm ideaId={ideaId} onDone={close} /> : null}
      {about === 'group' ? <GroupForm ideaId={ideaId} onDone={onDone} /> : null}
      {about === 'details' ? <DetailsForm ideaId={ideaId} onDone={close} /> : null}
    </Modal>
  )
}

interface FormProps {
  ideaId: IdeaId
  onDone: () => void
}

function MoveForm({ ideaId, onDone }: FormProps) {
  const { t } = useTranslation('board')
  const { store } = useRoom()
  const columns = useColumns()
  const { move } = useCardActions()
  const [columnId, setColumnId] = useState<ColumnId | null>(() => store.placeOf(ideaId))
  const [end, setEnd] = useState<'top' | 'bottom'>('top')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!columnId) return
        const others = store.idsIn(columnId).filter((id) => id !== ideaId)
        onDone()
        move(ideaId, { columnId, index: end === 'top' ? 0 : others.length })
      }}
    >
      <Stack>
        <Radio.Group
          label={t('move.column')}
          value={columnId ?? ''}
          onChange={(value) => setColumnId(value as ColumnId)}
        >
          <Stack gap={4} mt={4}>
            {columns.map((column, place) => (
              <Radio
                key={column.columnId}
                size="md"
                py={6}
                value={column.columnId}
                label={columnTitle(column.title, t('column.untitled'))}
                data-autofocus={place === 0 || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <SegmentedControl
          aria-label={t('move.where')}
          value={end}
          onChange={(value) => setEnd(value)}
          data={[
            { value: 'top', label: t('move.top') },
            { value: 'bottom', label: t('move.bottom') },
          ]}
        />
        <Group justify="flex-end">
          <Button type="submit">{t('move.submit')}</Button>
        </Group>
      </Stack>
    </form>
  )
}

function ColorForm({ ideaId, onDone }: FormProps) {
  const { t } = useTranslation('board')
  const card = useCard(ideaId)
  const { color } = useCardActions()
  if (!card) return null
  return (
    <Stack>
      <NoteColorPicker value={card.color} onChange={(next) => color(ideaId, next)} />
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('action.done', { ns: 'common' })}</Button>
      </Group>
    </Stack>
  )
}

function DetailsForm({ ideaId, onDone }: FormProps) {
  const idea = useRead<IdeaView>(`idea:${ideaId}`, `/api/ideas/${ideaId}`)
  if (idea.isError) return <ErrorState refusal={idea.error} onRetry={() => void idea.refetch()} />
  if (!idea.data) return <Skeletons lines={5} />
  return <DetailsFields idea={idea.data} onDone={onDone} />
}

function DetailsFields({ idea, onDone }: { idea: IdeaView; onDone: () => void }) {
  const { t } = useTranslation('board')
  const facts = useIdeaFacts(idea.ideaId)
  const [details, setDetails] = useState(idea.details)
  const [tags, setTags] = useState(facts?.tags ?? idea.tags)
  const update = useCommand('idea.update')

  async function save(): Promise<void> {
    const outcome = await update.run({ ideaId: idea.ideaId, details, tags })
    if (!outcome.ok) return
    void invalidate([`idea:${idea.ideaId}`])
    showNotice({ text: t('details.saved') })
    onDone()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack>
        <Textarea
          label={t('details.text')}
          description={t('details.textHint')}
          minRows={5}
          maxRows={14}
          maxLength={IDEA_DETAILS_MAX_CHARS}
          value={details}
          onChange={(event) => setDetails(event.currentTarget.value)}
          data-autofocus
        />
        <TagsInput
          label={t('details.tags')}
          placeholder={tags.length === 0 ? t('details.tagsHint') : ''}
          size="md"
          maxTags={TAGS_MAX_PER_IDEA}
          maxLength={TAG_MAX_CHARS}
          value={tags}
          onChange={setTags}
        />
        <RefusalText refusal={update.refusal} />
        <Group justify="flex-end">
          <Button type="submit" loading={update.busy}>
            {t('settings.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
