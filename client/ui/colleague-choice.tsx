// Owns finding a colleague by a few letters of their name: me unless somebody else is chosen.

import { Select } from '@mantine/core'
import { useState } from 'react'
import type { PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useLinked } from '../live/by-link.ts'
import { Person } from './face.tsx'

export interface Chosen {
  userId: string
  name: string
}

interface ColleagueChoiceProps {
  label: string
  me: PersonView
  value: Chosen
  onChange: (chosen: Chosen) => void
}

export function ColleagueChoice({ label, me, value, onChange }: ColleagueChoiceProps) {
  const { t } = useTranslation('case')
  const [typed, setTyped] = useState('')
  const asked = typed === value.name || typed === t('form.ownerMe') ? '' : typed
  const query = `colleagues?q=${encodeURIComponent(asked)}`
  const found = useRead<PersonView[]>('people', useLinked(`/api/${query}`, query)).data ?? []
  const others = found.filter(({ userId }) => userId !== me.userId)
  const people = new Map<string, { name: string; person: PersonView | null }>([
    [me.userId, { name: t('form.ownerMe'), person: me }],
    [value.userId, { name: value.userId === me.userId ? t('form.ownerMe') : value.name, person: null }],
    ...others.map((person) => [person.userId, { name: person.name, person }] as const),
  ])
  return (
    <Select
      label={label}
      name="owner"
      searchable
      allowDeselect={false}
      value={value.userId}
      searchValue={typed}
      onSearchChange={setTyped}
      onFocus={(event) => event.currentTarget.select()}
      data={[...people].map(([userId, { name }]) => ({ value: userId, label: name }))}
      // The server has looked already, in units as well.
      filter={({ options }) => options}
      maxDropdownHeight={280}
      nothingFoundMessage={t('form.ownerNone')}
      renderOption={({ option }) => {
        const person = people.get(option.value)?.person
        return person ? <Person person={{ ...person, name: option.label }} note={person.unit} /> : option.label
      }}
      onChange={(userId) => {
        const one = userId ? people.get(userId) : undefined
        if (userId && one) onChange({ userId, name: one.name })
      }}
      comboboxProps={{ portalProps: { target: '#main' } }}
    />
  )
}
