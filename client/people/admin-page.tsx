// Owns giving and taking roles. Only admins get here; the server decides each change again.

import { Checkbox, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useDeferredValue, useState } from 'react'
import type { AccountView, Role } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Person } from '../ui/face.tsx'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import classes from './admin-page.module.css'
import { findPeople } from './find-people.ts'

/** Everyone with an account is a member; these are given besides. */
const GIVEN = ['coach', 'sponsor', 'admin'] as const satisfies readonly Role[]

/** `reports`: cards that were reported, another room's part. */
export function AdminPage({ reports }: { reports: ReactNode }) {
  const { t } = useTranslation('admin')
  const people = useRead<AccountView[]>('people', '/api/people')
  const [wanted, setWanted] = useState('')
  const search = useDeferredValue(wanted)
  const shown = findPeople(people.data ?? [], search)
  return (
    <Page>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className={classes.reports}>{reports}</div>
      <TextInput
        type="search"
        className={classes.search}
        label={t('search')}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <Text c="dimmed" size="sm" mt="xs" role="status">
        {people.data ? t('count', { count: shown.length }) : ''}
      </Text>
      {people.isPending ? <Skeletons lines={6} height={44} /> : null}
      {people.isError ? <ErrorState refusal={people.error} onRetry={() => void people.refetch()} /> : null}
      {people.data && shown.length === 0 ? <EmptyState title={t('nobody')} /> : null}
      {shown.length > 0 ? <PeopleTable people={shown} /> : null}
    </Page>
  )
}

function PeopleTable({ people }: { people: AccountView[] }) {
  const { t } = useTranslation('admin')
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('person')}</th>
          {GIVEN.map((role) => (
            <th scope="col" key={role}>
              <span className={classes.role}>{t(`role.${role}`, { ns: 'common' })}</span>
              <span className={classes.what}>{t(`what.${role}`)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.userId} person={person} />
        ))}
      </tbody>
    </table>
  )
}

function PersonRow({ person }: { person: AccountView }) {
  const { t } = useTranslation('admin')
  const words = useRefusal()
  const [busy, setBusy] = useState<Role | null>(null)

  async function toggle(role: Role, give: boolean): Promise<void> {
    setBusy(role)
    const outcome = await send(give ? 'role.grant' : 'role.revoke', { userId: person.userId, role })
    await invalidate(['people'])
    setBusy(null)
    if (!outcome.ok) return void showNotice({ text: words(outcome.error), tone: 'problem' })
    announce(t(give ? 'granted' : 'revoked', { name: person.name, role: t(`role.${role}`, { ns: 'common' }) }))
  }

  return (
    <tr>
      <th scope="row">
        <Person person={person} size={40} note={person.unit ? `${person.email} · ${person.unit}` : person.email} />
      </th>
      {GIVEN.map((role) => {
        const has = person.roles.includes(role)
        return (
          <td key={role} data-role={t(`role.${role}`, { ns: 'common' })}>
            <Checkbox
              size="md"
              aria-label={t('toggle', { role: t(`role.${role}`, { ns: 'common' }), name: person.name })}
              // While the answer is under way the wish is shown.
              checked={busy === role ? !has : has}
              onChange={() => void toggle(role, !has)}
              disabled={busy !== null && busy !== role}
            />
          </td>
        )
      })}
    </tr>
  )
}
