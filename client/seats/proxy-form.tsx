// Owns beginning to enter for somebody: a name as it is on the paper, or a person on the board; on an anonymous board neither.

import { Autocomplete, Button } from '@mantine/core'
import { useState } from 'react'
import { NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardView, PersonView } from '../../shared/model.ts'
import type { SeatView } from '../../shared/seats.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { addProxy } from './seats.ts'
import type { Run } from './seats-dialog.tsx'
import classes from './seats.module.css'

interface ProxyFormProps {
  board: BoardView
  taken: readonly SeatView[]
  busy: boolean
  run: Run
}

type BoardPerson = PersonView & { removed: boolean; heldBy?: unknown }

export function ProxyForm({ board, taken, busy, run }: ProxyFormProps) {
  const { t } = useTranslation('lead')
  const { boardId, naming } = board
  const nameless = naming === 'anonymous'
  const [name, setName] = useState('')
  const { data } = useRead<BoardPerson[]>(`board:${boardId}`, `/api/boards/${boardId}/people`, { enabled: !nameless })
  const held = new Set(taken.map(({ forId }) => forId))
  const people = (data ?? []).filter(({ userId, removed, heldBy }) => !removed && !heldBy && !held.has(userId))

  async function add(): Promise<void> {
    const called = name.trim()
    if (!nameless && called === '') return
    // Two of the same name: who is meant nobody can tell, so it is a name and no more.
    const same = people.filter((person) => person.name === called)
    const [person] = same.length === 1 ? same : []
    const whose = nameless ? {} : person ? { forId: person.userId } : { name: called }
    if (await run(addProxy(boardId, whose), t('seats.added', { name: called }))) setName('')
  }
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      {nameless ? null : (
        <Autocomplete
          size="md"
          label={t('seats.proxyName')}
          value={name}
          onChange={setName}
          data={[...new Set(people.map((person) => person.name))]}
          maxLength={NAME_MAX_CHARS}
          limit={6}
          autoComplete="off"
        />
      )}
      <Button type="submit" variant="default" loading={busy}>
        {t(nameless ? 'seats.proxyAddNameless' : 'seats.proxyAdd')}
      </Button>
    </form>
  )
}
