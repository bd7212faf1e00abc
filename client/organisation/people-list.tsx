// Owns the organisation's list on screen: found by a few letters, changed in place, a hundred at a time.

import { Button, Group, Text, TextInput } from '@mantine/core'
import { IconDownload, IconPlus, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { ListedPerson } from '../../shared/organisation-views.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { AbsencesOf } from './absences.tsx'
import { findListed } from './find-listed.ts'
import classes from './organisation.module.css'
import { PersonForm } from './person-form.tsx'

/** As many as one looks through; whoever seeks further types a letter. */
const STEP = 100

export function PeopleList({ onImport }: { onImport: () => void }) {
  const { t } = useTranslation('organisation')
  const list = useRead<ListedPerson[]>('organisation', '/api/organisation/people')
  const [wanted, setWanted] = useState('')
  const [most, setMost] = useState(STEP)
  const [open, setOpen] = useState<string | null>(null)
  const search = useDeferredValue(wanted)
  const people = useMemo(() => list.data ?? [], [list.data])
  const found = useMemo(() => findListed(people, search), [people, search])
  const names = useMemo(() => new Map(people.map(({ email, name }) => [email, name])), [people])

  if (list.isPending) return <Skeletons lines={8} height={44} />
  if (list.isError) return <ErrorState refusal={list.error} onRetry={() => void list.refetch()} />
  const close = () => setOpen(null)
  const adding = open === ''
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setOpen('')}>
      {t('people.add')}
    </Button>
  )
  return (
    <>
      <Text className={classes.lead}>{t('people.lead')}</Text>
      {people.length > 0 ? (
        <Group className={classes.tools} align="flex-end" gap="sm">
          <TextInput
            type="search"
            className={classes.search}
            label={t('people.search')}
            leftSection={<IconSearch size={18} aria-hidden="true" />}
            value={wanted}
            onChange={(event) => {
              setWanted(event.currentTarget.value)
              setMost(STEP)
            }}
          />
          {add}
          <Button
            component="a"
            href="/api/organisation/people.csv"
            download
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden="true" />}
          >
            {t('people.download')}
          </Button>
        </Group>
      ) : null}
      {adding ? <PersonForm person={null} people={people} onDone={close} /> : null}
      {people.length === 0 && !adding ? (
        <EmptyState
          title={t('people.emptyTitle')}
          action={
            <Group justify="center">
              <Button onClick={onImport}>{t('people.emptyAction')}</Button>
              <Button variant="default" onClick={() => setOpen('')}>
                {t('people.add')}
              </Button>
            </Group>
          }
        >
          {t('people.emptyBody')}
        </EmptyState>
      ) : null}
      {people.length > 0 ? (
        <Text className={classes.soft} size="sm" role="status">
          {found.length > 0 ? t('people.count', { count: found.length }) : t('people.nobody')}
        </Text>
      ) : null}
      <ul className={classes.people}>
        {found.slice(0, most).map((person) =>
          open === person.email ? (
            <li key={person.email}>
              <PersonForm person={person} people={people} onDone={close} />
              {person.userId ? <AbsencesOf userId={person.userId} /> : null}
            </li>
          ) : (
            <li key={person.email}>
              <PersonRow person={person} names={names} onOpen={() => setOpen(person.email)} />
            </li>
          ),
        )}
      </ul>
      {found.length > most ? (
        <Button variant="default" onClick={() => setMost(most + STEP)}>
          {t('people.more', { count: Math.min(STEP, found.length - most) })}
        </Button>
      ) : null}
    </>
  )
}

interface PersonRowProps {
  person: ListedPerson
  names: ReadonlyMap<string, string>
  onOpen: () => void
}

function PersonRow({ person, names, onOpen }: PersonRowProps) {
  const { t } = useTranslation('organisation')
  const { managerEmail, deputyEmail } = person
  const behind = [
    managerEmail && t('people.manager', { name: names.get(managerEmail) ?? managerEmail }),
    deputyEmail && t('people.deputy', { name: names.get(deputyEmail) ?? deputyEmail }),
  ].filter(Boolean)
  return (
    <button
      type="button"
      className={classes.person}
      aria-label={t('people.edit', { name: person.name })}
      onClick={onOpen}
    >
      <span className={classes.who}>
        <strong>{person.name}</strong>
        <span className={classes.soft}>
          {person.email}
          {person.userId ? null : ` · ${t('people.noAccount')}`}
        </span>
      </span>
      <span className={classes.unit}>{person.unit}</span>
      <span className={classes.behind}>
        {behind.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </span>
    </button>
  )
}
