// Owns the columns of a board in its settings: name, colour, order, adding and removing. Each change is a command of its
// own and happens at once; there is nothing to save.

import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { COLUMN_TITLE_MAX_CHARS, COLUMNS_MAX_PER_BOARD } from '../../shared/limits.ts'
import { type BoardView, type ColumnView, NOTE_COLORS, type NoteColor } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText, useRefusal } from '../ui/refusal.tsx'
import { columnTitle } from './card-words.ts'
import { cssVariables } from './css-variables.ts'
import classes from './settings.module.css'
import type { Refusal } from '../../shared/outcome.ts'

export function SettingsColumns({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const full = board.columns.length >= COLUMNS_MAX_PER_BOARD
  return (
    <section aria-labelledby="settings-columns" className={classes.section}>
      <h2 id="settings-columns">{t('settings.columns')}</h2>
      <ol className={classes.columns}>
        {board.columns.map((column, place) => (
          <ColumnRow key={column.columnId} board={board} column={column} place={place} />
        ))}
      </ol>
      {full ? (
        <p className={classes.hint}>{t('settings.columnsFull', { count: COLUMNS_MAX_PER_BOARD })}</p>
      ) : (
        <NewColumn board={board} />
      )}
    </section>
  )
}

function ColumnRow({ board, column, place }: { board: BoardView; column: ColumnView; place: number }) {
  const { t } = useTranslation('board')
  const words = useRefusal()
  const [title, setTitle] = useState<string | null>(null)
  const { boardId } = board
  const { columnId } = column
  const name = columnTitle(column.title, t('column.untitled'))
  const last = board.columns.length - 1
  const removeButton = {
    variant: 'subtle',
    color: 'gray',
    px: 12,
    disabled: last === 0,
    'aria-label': t('settings.columnRemove', { column: name }),
  }

  async function change(input: { title?: string; color?: NoteColor | null; position?: number }): Promise<void> {
    const outcome = await send('column.update', { boardId, columnId, ...input })
    if (!outcome.ok) showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate([`board:${boardId}`])
    setTitle(null)
    if (outcome.ok) announce(t('settings.saved'))
  }

  async function remove(): Promise<void> {
    const outcome = await send('column.remove', { boardId, columnId })
    if (!outcome.ok) showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate([`board:${boardId}`])
  }

  return (
    <li className={classes.column}>
      <TextInput
        className={classes.columnName}
        aria-label={t('settings.columnName', { place: place + 1 })}
        value={title ?? column.title}
        maxLength={COLUMN_TITLE_MAX_CHARS}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onBlur={() => {
          if (title === null || title.trim() === '' || title === column.title) setTitle(null)
          else void change({ title })
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setTitle(null)
        }}
      />
      <ColumnColor
        label={t('settings.columnColor', { column: name })}
        value={column.color}
        onChange={(color) => void change({ color })}
      />
      <span className={classes.columnTools}>
        <ActionIcon
          aria-label={t('settings.columnUp', { column: name })}
          disabled={place === 0}
          onClick={() => void change({ position: place - 1 })}
        >
          <IconArrowUp size={20} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          aria-label={t('settings.columnDown', { column: name })}
          disabled={place === last}
          onClick={() => void change({ position: place + 1 })}
        >
          <IconArrowDown size={20} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
        <ConfirmAction
          label={<IconTrash size={20} stroke={1.8} aria-hidden="true" />}
          question={t('settings.columnRemoveQuestion', { column: name })}
          confirm={t('settings.columnRemoveYes')}
          onConfirm={remove}
          danger
          buttonProps={removeButton}
        >
          {t('settings.columnRemoveBody')}
        </ConfirmAction>
      </span>
    </li>
  )
}

function ColumnColor(props: { label: string; value: NoteColor | null; onChange: (color: NoteColor | null) => void }) {
  const { t } = useTranslation()
  const dot = (color: string | null) =>
    color ? (
      <span
        className={classes.dot}
        style={cssVariables({
          '--note-fill': `var(--kiem-note-${color})`,
          '--note-edge': `var(--kiem-note-${color}-edge)`,
        })}
        aria-hidden="true"
      />
    ) : null
  return (
    <Select
      className={classes.columnColor}
      aria-label={props.label}
      value={props.value ?? ''}
      allowDeselect={false}
      data={[{ value: '', label: '–' }, ...NOTE_COLORS.map((color) => ({ value: color, label: t(`note.${color}`) }))]}
      leftSection={dot(props.value)}
      renderOption={({ option }) => (
        <span className={classes.option}>
          {dot(option.value)}
          {option.label}
        </span>
      )}
      onChange={(value) => props.onChange(value === '' ? null : value)}
    />
  )
}

function NewColumn({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const [title, setTitle] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function add(): Promise<void> {
    if (title.trim() === '') return
    setBusy(true)
    const outcome = await send('column.add', { boardId: board.boardId, title })
    await invalidate([`board:${board.boardId}`])
    setBusy(false)
    setRefusal(outcome.ok ? null : outcome.error)
    if (outcome.ok) setTitle('')
  }

  return (
    <form
      className={classes.newColumn}
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextInput
        className={classes.columnName}
        aria-label={t('settings.columnNew')}
        placeholder={t('settings.columnNew')}
        value={title}
        maxLength={COLUMN_TITLE_MAX_CHARS}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} leftSection={<IconPlus size={18} aria-hidden="true" />}>
        {t('settings.columnAdd')}
      </Button>
      <RefusalText refusal={refusal} />
    </form>
  )
}
