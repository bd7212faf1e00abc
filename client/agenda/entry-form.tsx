// Owns writing something down: what kind it is, its words, and for an action who does it and when.

import { Autocomplete, Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { ENTRY_KINDS, type EntryKind, mayAddEntry } from '../../shared/discussion.ts'
import { ENTRY_MAX_CHARS, NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardView, PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import classes from './agenda.module.css'
import type { Written } from './agenda.ts'
import type { OwnerChoice, Talk } from './use-talk.ts'

interface EntryFormProps {
  board: Pick<BoardView, 'boardId' | 'may' | 'naming'>
  topicId: string | null
  talk: Talk
}

export function EntryForm({ board, topicId, talk }: EntryFormProps) {
  const { t } = useTranslation('discussion')
  const leads = board.may.includes('session.lead')
  const kinds = ENTRY_KINDS.filter((kind) => mayAddEntry(kind, leads))
  const [kind, setKind] = useState<EntryKind>('note')
  return (
    <div className={classes.form}>
      <SegmentedControl
        size="sm"
        value={kind}
        onChange={(value) => setKind(value)}
        data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        aria-label={t('entry.kind')}
      />
      <EntryFields
        board={board}
        kind={kind}
        from={null}
        submit={t('entry.add')}
        onSubmit={(said) => talk.write({ kind, topicId, ...said })}
      />
    </div>
  )
}

interface Said {
  text: string
  owner: OwnerChoice
  dueOn: string | null
}

interface EntryFieldsProps {
  board: Pick<BoardView, 'boardId' | 'naming'>
  kind: EntryKind
  from: Written | null
  submit: string
  onSubmit: (said: Said) => Promise<boolean>
  onCancel?: () => void
}

export function EntryFields({ board, kind, from, submit, onSubmit, onCancel }: EntryFieldsProps) {
  const { t } = useTranslation('discussion')
  const { t: common } = useTranslation()
  const [text, setText] = useState(from?.text ?? '')
  const [owner, setOwner] = useState(from?.owner?.name ?? '')
  const [dueOn, setDueOn] = useState(from?.dueOn ?? '')
  const [busy, setBusy] = useState(false)
  const people = usePeople(board, kind === 'action')

  function ownerChoice(): OwnerChoice {
    const name = owner.trim()
    if (name === '') return null
    const person = people.find((one) => one.name === name)
    return person ? { userId: person.userId } : { name }
  }

  async function save(event?: FormEvent): Promise<void> {
    event?.preventDefault()
    if (text.trim() === '' || busy) return
    setBusy(true)
    const ok = await onSubmit({ text, owner: ownerChoice(), dueOn: dueOn === '' ? null : dueOn })
    setBusy(false)
    if (!ok || from) return
    setText('')
    setOwner('')
    setDueOn('')
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) void save(event)
    if (event.key === 'Escape') onCancel?.()
  }

  return (
    <form className={classes.fields} onSubmit={(event) => void save(event)}>
      <Textarea
        className={classes.words}
        aria-label={t(`kind.${kind}`)}
        placeholder={t(`write.${kind}`)}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={ENTRY_MAX_CHARS}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      {kind === 'action' ? (
        <>
          <Autocomplete
            className={classes.owner}
            aria-label={t('entry.owner')}
            placeholder={t('entry.owner')}
            data={[...new Set(people.map(({ name }) => name))]}
            limit={6}
            maxLength={NAME_MAX_CHARS}
            comboboxProps={{ portalProps: { target: '#main' } }}
            value={owner}
            onChange={setOwner}
          />
          <TextInput
            className={classes.date}
            type="date"
            aria-label={t('entry.date')}
            value={dueOn}
            onChange={(event) => setDueOn(event.currentTarget.value)}
          />
        </>
      ) : null}
      <Button type="submit" loading={busy} disabled={text.trim() === ''}>
        {submit}
      </Button>
      {onCancel ? (
        <Button variant="default" onClick={onCancel}>
          {common('action.cancel')}
        </Button>
      ) : null}
    </form>
  )
}

/** None on an anonymous board: who does it is said in words there. */
function usePeople(board: EntryFieldsProps['board'], asked: boolean): readonly (PersonView & { removed: boolean })[] {
  const { boardId, naming } = board
  const path = `/api/boards/${boardId}/people`
  const { data } = useRead<(PersonView & { removed: boolean })[]>(`board:${boardId}`, path, {
    enabled: asked && naming === 'named',
  })
  return asked && naming === 'named' ? (data ?? []).filter(({ removed }) => !removed) : []
}
