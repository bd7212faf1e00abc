// Owns finding who is to own a goal, by a few letters of their name; or nobody.

import { Select } from '@mantine/core'
import { useState } from 'react'
import type { PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'

interface OwnerChoiceProps {
  value: Pick<PersonView, 'userId' | 'name'> | null
  onChange: (owner: Pick<PersonView, 'userId' | 'name'> | null) => void
}

export function OwnerChoice({ value, onChange }: OwnerChoiceProps) {
  const { t } = useTranslation('goal')
  const [typed, setTyped] = useState('')
  const asked = typed === value?.name ? '' : typed
  const found = useRead<PersonView[]>('people', `/api/colleagues?q=${encodeURIComponent(asked)}`).data ?? []
  const people = new Map([
    ...(value ? [[value.userId, value] as const] : []),
    ...found.map((one) => [one.userId, one] as const),
  ])
  return (
    <Select
      label={t('form.owner')}
      description={t('form.ownerHint')}
      name="owner"
      searchable
      clearable
      value={value?.userId ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      data={[...people.values()].map(({ userId, name }) => ({ value: userId, label: name }))}
      // The server has looked already, in units as well.
      filter={({ options }) => options}
      maxDropdownHeight={240}
      nothingFoundMessage={t('form.ownerNone')}
      onChange={(userId) => onChange(people.get(userId as PersonView['userId']) ?? null)}
    />
  )
}
