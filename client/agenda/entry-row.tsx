// Owns one thing that was written: to read, to tick off, to edit in its place, to remove with a way back.

import { ActionIcon, Checkbox, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardView } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './agenda.module.css'
import type { Written } from './agenda.ts'
import { EntryFields } from './entry-form.tsx'
import type { Talk } from './use-talk.ts'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const

interface EntryRowProps {
  board: Pick<BoardView, 'boardId' | 'naming'>
  entry: Written
  talk: Talk
  mayEdit: boolean
  mayTick: boolean
}

export function EntryRow({ board, entry, talk, mayEdit, mayTick }: EntryRowProps) {
  const { t } = useTranslation('discussion')
  const { t: common } = useTranslation()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  if (editing) {
    return (
      <li className={classes.editing}>
        <EntryFields
          board={board}
          kind={entry.kind}
          from={entry}
          submit={common('action.save')}
          onCancel={() => setEditing(false)}
          onSubmit={async (change) => {
            if (!(await talk.change(entry, change))) return false
            setEditing(false)
            return true
          }}
        />
      </li>
    )
  }
  const facts = [
    entry.owner?.name,
    entry.dueOn ? t('entry.due', { date: format.date(`${entry.dueOn}T12:00`) }) : null,
  ].filter(Boolean)
  return (
    <li className={classes.entry} data-kind={entry.kind} data-done={entry.done || undefined}>
      {entry.kind === 'action' ? (
        <Checkbox
          className={classes.tick}
          checked={entry.done}
          disabled={!mayTick}
          aria-label={t('entry.done', { text: entry.text })}
          onChange={(event) => talk.tick(entry, event.currentTarget.checked)}
        />
      ) : null}
      <div className={classes.said}>
        <p className={classes.text}>{entry.text}</p>
        {facts.length > 0 ? <p className={classes.facts}>{facts.join(' · ')}</p> : null}
      </div>
      {mayEdit ? (
        <Menu position="bottom-end" portalProps={{ target: '#main' }}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('entry.more', { text: entry.text })}>
              <IconDots {...ICON} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => setEditing(true)}>
              {common('action.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={() => void talk.remove(entry)}>
              {common('action.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  )
}
