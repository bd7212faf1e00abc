// Owns the desk: what waits for me, oldest debt first, each answerable in place; what is due; then what I promised, what waits
// for others, what my people owe, and what I answered.

import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { DeskCase, DeskView } from '../../shared/cases.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useEvent } from '../live/events.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { announce } from '../ui/live-region.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { DeskItem } from './desk-item.tsx'
import list from '../ui/desk-list.module.css'
import classes from './desk.module.css'

/** As many as anybody answers in one go; the oldest stand first. */
const SHOWN_AT_FIRST = 10

interface DeskPageProps {
  /** What is to be measured, and steps that are due: another room's. */
  due: (items: NonNullable<DeskView['due']>) => ReactNode
  /** To other rooms' pages. */
  ways?: ReactNode
}

export function DeskPage({ due, ways }: DeskPageProps) {
  const { t } = useTranslation('case')
  const desk = useRead<DeskView>('desk', '/api/desk')
  const { data } = desk
  // Whatever is news to me may have moved something here.
  useEvent('inbox', () => void invalidate(['desk']))
  useDeskNews(data?.waiting)
  return (
    <Page width="narrow">
      <PageHeader title={t('desk.title')} lead={data && data.waiting.length > 0 ? t('desk.lead') : undefined} />
      {desk.isError && !data ? <ErrorState refusal={desk.error} onRetry={() => void desk.refetch()} /> : null}
      {desk.isPending ? <Skeletons lines={6} height={28} /> : null}
      {data ? <Desk view={data} due={due} /> : null}
      {data ? ways : null}
    </Page>
  )
}

function Desk({ view, due }: { view: DeskView } & Pick<DeskPageProps, 'due'>) {
  const { t } = useTranslation('case')
  const { waiting, due: items = [], promised, elsewhere, people, answered } = view
  const isEmpty = [waiting, items, promised, elsewhere, people].every(({ length }) => length === 0)
  return (
    <>
      {isEmpty ? <EmptyState title={t('desk.emptyTitle')}>{t('desk.emptyBody')}</EmptyState> : null}
      {isEmpty ? null : <Section name="waiting" items={waiting} clear={t('desk.clear')} />}
      {due(items)}
      <Section name="promised" items={promised} brief />
      <Section name="elsewhere" items={elsewhere} brief />
      <Section name="people" items={people} brief />
      {answered.length > 0 ? (
        <details className={`${list.section} ${classes.folded}`}>
          <summary>{t('desk.answered')}</summary>
          <Items items={answered} brief />
        </details>
      ) : null}
    </>
  )
}

interface SectionProps {
  name: 'waiting' | 'promised' | 'elsewhere' | 'people'
  items: readonly DeskCase[]
  brief?: boolean
  /** What to say of none; without it an empty section is not there. */
  clear?: string
}

function Section({ name, items, brief = false, clear }: SectionProps) {
  const { t } = useTranslation('case')
  if (items.length === 0 && !clear) return null
  return (
    <section className={list.section} aria-labelledby={`desk-${name}`} data-desk={name}>
      <h2 id={`desk-${name}`}>
        {t(`desk.${name}`)}
        {items.length > 0 ? <span className={list.count}>{items.length}</span> : null}
      </h2>
      {items.length === 0 ? <p className={classes.clear}>{clear}</p> : <Items items={items} brief={brief} />}
    </section>
  )
}

function Items({ items, brief }: { items: readonly DeskCase[]; brief: boolean }) {
  const { t } = useTranslation('case')
  const [all, setAll] = useState(false)
  // One hidden line is no shorter than the button that shows it.
  const shown = all || items.length <= SHOWN_AT_FIRST + 1 ? items : items.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <ul className={list.items}>
        {shown.map((item) => (
          <DeskItem key={item.case.escalationId} item={item} brief={brief} />
        ))}
      </ul>
      {shown.length < items.length ? (
        <Button variant="default" className={classes.rest} fullWidth onClick={() => setAll(true)}>
          {t('desk.more', { count: items.length - shown.length })}
        </Button>
      ) : null}
    </>
  )
}

/** Says what came while the desk is on screen; what was there before is read by whoever reads. */
function useDeskNews(waiting: readonly DeskCase[] | undefined): void {
  const { t } = useTranslation('case')
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!waiting) return
    const fresh = waiting.filter(({ case: { escalationId } }) => known.current && !known.current.has(escalationId))
    known.current = new Set(waiting.map(({ case: { escalationId } }) => escalationId))
    if (fresh.length > 0) announce(t('desk.heard', { count: fresh.length }))
  }, [waiting, t])
}
