// Owns the admin's page on the organisation: its people, a file of them, how long answers may take, and its calendar. Only admins
// get here; the server decides each change again.

import { Tabs } from '@mantine/core'
import { useState } from 'react'
import type { OrganisationView } from '../../shared/organisation-views.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { ErrorState } from '../ui/states.tsx'
import { CalendarForm } from './calendar-form.tsx'
import { ListImportView } from './list-import.tsx'
import classes from './organisation.module.css'
import { PeopleList } from './people-list.tsx'
import { TimesForm } from './times-form.tsx'

const TABS = ['people', 'import', 'times', 'calendar'] as const
type Tab = (typeof TABS)[number]

export function OrganisationPage() {
  const { t } = useTranslation('organisation')
  const organisation = useRead<OrganisationView>('organisation', '/api/organisation')
  const [tab, setTab] = useState<Tab>('people')
  const { data } = organisation
  return (
    <Page>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs
        value={tab}
        onChange={(next) => setTab(TABS.find((one) => one === next) ?? 'people')}
        keepMounted={false}
        classNames={{ tab: classes.tab, panel: classes.panel }}
      >
        <Tabs.List>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {organisation.isPending ? <Skeletons lines={6} height={44} /> : null}
        {organisation.isError ? (
          <ErrorState refusal={organisation.error} onRetry={() => void organisation.refetch()} />
        ) : null}
        {data ? (
          <>
            <Tabs.Panel value="people">
              <PeopleList onImport={() => setTab('import')} />
            </Tabs.Panel>
            <Tabs.Panel value="import">
              <ListImportView onList={() => setTab('people')} />
            </Tabs.Panel>
            <Tabs.Panel value="times">
              <TimesForm settings={data.settings} />
            </Tabs.Panel>
            <Tabs.Panel value="calendar">
              <CalendarForm settings={data.settings} />
            </Tabs.Panel>
          </>
        ) : null}
      </Tabs>
    </Page>
  )
}
