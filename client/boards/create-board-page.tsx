// Owns making a board: from a template or as a copy, with everything filled in already, so that one press is enough.

import { Button, Checkbox, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { BOARD_QUESTION_MAX_CHARS, BOARD_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import {
  type BoardId,
  type BoardSummary,
  type Joining,
  JOININGS,
  type Naming,
  NAMINGS,
  type TemplateName,
  TEMPLATES,
} from '../../shared/model.ts'
import { currentLanguage, useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { newId } from '../live/keys.ts'
import { useRoles, useUser } from '../live/session.ts'
import { useSearch } from '../ui/address.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import classes from './home.module.css'
import { TemplatePreview } from './template-preview.tsx'

type Start = TemplateName | 'copy'

const isTemplate = (value: string | null): value is TemplateName => (TEMPLATES as readonly unknown[]).includes(value)

export function CreateBoardPage() {
  const { t } = useTranslation('home')
  const search = useSearch()
  const asked = search.get('template')
  const create = useCommand('board.create')
  const [start, setStart] = useState<Start>(isTemplate(asked) ? asked : 'idea-box')
  const [copyOf, setCopyOf] = useState<BoardId | null>(null)
  const [title, setTitle] = useState<string | null>(null)
  const [question, setQuestion] = useState<string | null>(null)
  const [naming, setNaming] = useState<Naming>('named')
  const [joining, setJoining] = useState<Joining>('everyone')
  const [asks, setAsks] = useState(false)
  const user = useUser()
  const isSponsor = useRoles().has('sponsor')
  const [missing, setMissing] = useState<'title' | 'copy' | null>(null)
  const titleField = useRef<HTMLInputElement>(null)
  const boards = useRead<BoardSummary[]>('boards', '/api/boards')
  const source = boards.data?.find(({ boardId }) => boardId === copyOf)
  // Until something is typed the fields follow the choice.
  const suggested =
    start === 'copy'
      ? { title: source ? t('create.copyOf', { title: source.title }) : '', question: source?.question ?? '' }
      : { title: t(`template.${start}.name`), question: t(`template.${start}.question`) }
  const shownTitle = title ?? suggested.title
  const shownQuestion = question ?? suggested.question

  useEffect(() => titleField.current?.select(), [])

  async function submit(): Promise<void> {
    if (start === 'copy' && !copyOf) return setMissing('copy')
    if (shownTitle.trim() === '') {
      setMissing('title')
      titleField.current?.focus()
      return
    }
    setMissing(null)
    const outcome = await create.run({
      boardId: newId(),
      title: shownTitle,
      question: shownQuestion,
      naming,
      joining,
      ...(asks && isSponsor && { asks }),
      language: currentLanguage(),
      ...(start === 'copy' ? { copyOf: copyOf ?? undefined } : { template: start }),
    })
    if (outcome.ok) navigate(`/b/${outcome.value.boardId}`)
  }

  return (
    <Page>
      <PageHeader title={t('create.title')} lead={t('create.lead')} />
      <form
        noValidate
        className={classes.create}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <StartPicker start={start} canCopy={(boards.data?.length ?? 0) > 0} onStart={setStart} />
        <Stack gap="lg" className={classes.fields}>
          {start === 'copy' ? (
            <Select
              label={t('create.copyWhich')}
              description={t('create.copyHint')}
              searchable
              data={(boards.data ?? []).map(({ boardId, title: label }) => ({ value: boardId, label }))}
              value={copyOf}
              onChange={(value) => setCopyOf(value)}
              error={missing === 'copy' ? t('create.copyFirst') : undefined}
            />
          ) : null}
          <TextInput
            ref={titleField}
            label={t('create.name')}
            value={shownTitle}
            maxLength={BOARD_TITLE_MAX_CHARS}
            error={missing === 'title' ? t('create.nameEmpty') : undefined}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Textarea
            label={t('create.question')}
            description={t('create.questionHint')}
            value={shownQuestion}
            minRows={2}
            maxLength={BOARD_QUESTION_MAX_CHARS}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          {isSponsor ? (
            <Checkbox
              size="md"
              label={t('create.asks')}
              description={t('create.asksHint', { name: user?.name ?? '' })}
              checked={asks}
              onChange={(event) => setAsks(event.currentTarget.checked)}
            />
          ) : null}
          <ChoiceCards
            label={t('create.naming')}
            value={naming}
            onChange={setNaming}
            choices={NAMINGS.map((value) => ({
              value,
              label: t(`create.${value}`),
              hint: t(`create.${value}Hint`),
            }))}
          />
          <ChoiceCards
            label={t('create.joining')}
            value={joining}
            onChange={setJoining}
            choices={JOININGS.map((value) => ({
              value,
              label: t(`create.${value}`),
              hint: t(`create.${value}Hint`),
            }))}
          />
        </Stack>
        <div className={classes.submit}>
          <RefusalText refusal={create.refusal} />
          <Button type="submit" size="lg" loading={create.busy}>
            {t('create.submit')}
          </Button>
        </div>
      </form>
    </Page>
  )
}

function StartPicker({ start, canCopy, onStart }: { start: Start; canCopy: boolean; onStart: (start: Start) => void }) {
  const { t } = useTranslation('home')
  const starts: Start[] = canCopy ? [...TEMPLATES, 'copy'] : [...TEMPLATES]
  return (
    <fieldset className={classes.starts}>
      <legend>{t('create.template')}</legend>
      {starts.map((name) => (
        <label key={name} className={classes.start}>
          <input
            type="radio"
            className="kiem-unseen"
            name="start"
            value={name}
            checked={name === start}
            onChange={() => onStart(name)}
          />
          {name === 'copy' ? (
            <span className={classes.copyMark} aria-hidden="true" />
          ) : (
            <TemplatePreview template={name} />
          )}
          <span>
            <span className={classes.templateName}>
              {name === 'copy' ? t('create.copy') : t(`template.${name}.name`)}
            </span>
            <span className={classes.templateWhat}>
              {name === 'copy' ? t('create.copyHint') : t(`template.${name}.what`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
