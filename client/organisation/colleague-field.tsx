// Owns choosing a colleague with an account by a few letters of their name, or nobody.

import { Select } from '@mantine/core'
import { useState } from 'react'
import type { PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Person } from '../ui/face.tsx'
import classes from './organisation.module.css'

interface ColleagueFieldProps {
  label: string
  hint: string
  /** What it says when nobody is chosen. */
  nobody: string
  value: PersonView | null
  onChange: (person: PersonView | null) => void
  /** Who cannot be chosen. */
  without?: string | undefined
}

export function ColleagueField({ label, hint, nobody, value, onChange, without }: ColleagueFieldProps) {
  const { t } = useTranslation('organisation')
  const [typed, setTyped] = useState('')
  const asked = typed === value?.name ? '' : typed
  // Nobody is looked for before somebody looks.
  const [isLooking, setIsLooking] = useState(false)
  const path = `/api/colleagues?q=${encodeURIComponent(asked)}`
  const found = useRead<PersonView[]>('people', path, { enabled: isLooking }).data ?? []
  const people = new Map([...(value ? [value] : []), ...found].map((person) => [person.userId as string, person]))
  if (without) people.delete(without)
  return (
    <Select
      className={classes.short}
      label={label}
      description={hint}
      placeholder={nobody}
      searchable
      clearable
      value={value?.userId ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onFocus={() => setIsLooking(true)}
      data={[...people.values()].map(({ userId, name }) => ({ value: userId, label: name }))}
      // The server has looked already, in units as well.
      filter={({ options }) => options}
      maxDropdownHeight={280}
      nothingFoundMessage={t('colleague.none')}
      renderOption={({ option }) => {
        const person = people.get(option.value)
        return person ? <Person person={person} note={person.unit} /> : option.label
      }}
      onChange={(userId) => onChange((userId && people.get(userId)) || null)}
    />
  )
}
