// Owns the page on how answering goes: of everybody together, by unit, and of oneself. What may be seen the server has decided: what
// is not there is not shown, and says why.

import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Span } from '../../shared/calendar.ts'
import type { AnswerFigures, AnsweringView, Quarter } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { AnsweringChart } from './answering-chart.tsx'
import { AnsweringTable } from './answering-table.tsx'
import classes from './answering.module.css'
import { useFigureWords } from './figure-words.ts'

export function AnsweringPage() {
  const { t } = useTranslation('organisation')
  const [asked, setAsked] = useState<Quarter | null>(null)
  const path = asked === null ? '/api/answering' : `/api/answering?quarter=${asked}`
  const answering = useRead<AnsweringView>('desk', path)
  const words = useFigureWords()
  // While another quarter is on its way the one before stays in sight.
  const [last, setLast] = useState<AnsweringView | null>(null)
  const view = answering.data ?? last
  if (answering.data && answering.data !== last) setLast(answering.data)
  return (
    <Page>
      <PageHeader
        title={t('answering.title')}
        lead={t('answering.lead')}
        action={
          view ? (
            <NativeSelect
              size="md"
              label={t('answering.period')}
              data={view.quarters.map((quarter) => ({ value: quarter, label: words.quarter(quarter) }))}
              value={asked ?? view.quarter}
              onChange={(event) => setAsked(event.currentTarget.value)}
            />
          ) : null
        }
      />
      {answering.isError && !view ? (
        <ErrorState refusal={answering.error} onRetry={() => void answering.refetch()} />
      ) : null}
      {!view && answering.isPending ? <Skeletons lines={6} height={44} /> : null}
      {view ? <Answering view={view} /> : null}
    </Page>
  )
}

function Answering({ view }: { view: AnsweringView }) {
  const { t } = useTranslation('organisation')
  const { overall, history, open, units, mine, people, opened } = view
  return (
    <div className={classes.page}>
      {overall ? (
        <Figures figures={overall} />
      ) : (
        <EmptyState title={t('answering.tooFewTitle')}>{t('answering.tooFewBody')}</EmptyState>
      )}
      {history.some(({ figures }) => figures) ? <AnsweringChart history={history} chosen={view.quarter} /> : null}
      {open ? <OpenNow open={open} /> : null}
      {units.length > 0 ? (
        <section aria-labelledby="answering-units">
          <h2 id="answering-units">{t('answering.unitsTitle')}</h2>
          <p className={classes.soft}>{t('answering.unitsLead')}</p>
          <AnsweringTable
            first={t('answering.unit')}
            rows={units.map(({ unit, figures }) => ({
              key: unit ?? '',
              name: unit ?? t('answering.others'),
              figures,
            }))}
          />
        </section>
      ) : null}
      {mine ? (
        <section aria-labelledby="answering-mine">
          <h2 id="answering-mine">{t('answering.mineTitle')}</h2>
          <p className={classes.soft}>{t(opened ? 'answering.mineOpen' : 'answering.mineLead')}</p>
          <Figures figures={mine} />
        </section>
      ) : null}
      {people && people.length > 0 ? (
        <section aria-labelledby="answering-people">
          <h2 id="answering-people">{t('answering.peopleTitle')}</h2>
          <p className={classes.soft}>{t(opened ? 'answering.peopleOpen' : 'answering.peopleLead')}</p>
          <AnsweringTable
            first={t('answering.person')}
            rows={people.map(({ person, figures }) => ({ key: person.userId, name: person.name, person, figures }))}
          />
        </section>
      ) : null}
      <Rules view={view} />
    </div>
  )
}

function Figures({ figures }: { figures: AnswerFigures }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const words = useFigureWords()
  const { answered, inTime, medianFirstDays, medianDecisionDays } = figures
  const all = [
    {
      label: t('answering.inTime'),
      value: answered > 0 ? format.percent(inTime / answered) : null,
      note: t('answering.inTimeOf', { inTime: format.number(inTime), answered: format.number(answered) }),
    },
    { label: t('answering.medianFirst'), value: words.days(medianFirstDays), note: t('answering.medianNote') },
    { label: t('answering.medianDecision'), value: words.days(medianDecisionDays), note: t('answering.medianNote') },
  ]
  return (
    <dl className={classes.figures}>
      {all.map(({ label, value, note }) => (
        <div key={label} className={classes.figure}>
          <dt>{label}</dt>
          <dd className={value === null ? classes.dash : classes.value}>{value ?? t('answering.dash')}</dd>
          {value === null ? null : <dd className={classes.soft}>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}

function OpenNow({ open }: { open: NonNullable<AnsweringView['open']> }) {
  const { t } = useTranslation('organisation')
  const { waiting, late, onAgenda } = open
  return (
    <section aria-labelledby="answering-open">
      <h2 id="answering-open">{t('answering.openTitle')}</h2>
      {waiting === 0 ? (
        <p>{t('answering.noneWaiting')}</p>
      ) : (
        <ul className={classes.open}>
          <li>{t('answering.waiting', { count: waiting })}</li>
          {late > 0 ? <li data-late>{t('answering.late', { count: late })}</li> : null}
          {onAgenda > 0 ? <li>{t('answering.onAgenda', { count: onAgenda })}</li> : null}
        </ul>
      )}
    </section>
  )
}

function Rules({ view }: { view: AnsweringView }) {
  const { t } = useTranslation('organisation')
  const { sponsor, deputy, nextLevel, person } = view.spans
  const said = ({ count, unit }: Span) => t(`answering.span.${unit}`, { count })
  return (
    <section aria-labelledby="answering-rules">
      <h2 id="answering-rules">{t('answering.rulesTitle')}</h2>
      <p className={classes.read}>
        {t('answering.rules', {
          sponsor: said(sponsor),
          deputy: said(deputy),
          nextLevel: said(nextLevel),
          person: said(person),
        })}
      </p>
    </section>
  )
}
