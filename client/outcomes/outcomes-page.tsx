// Owns the page of promises and results: late ones first, then what is to be measured, then what was; and how far promises
// usually are off.

import { CALIBRATION_MIN } from '../../shared/business-case.ts'
import type { OutcomeLine, OutcomesView } from '../../shared/outcomes.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { Promised } from './outcome-panel.tsx'
import shared from './outcome.module.css'
import classes from './outcomes-page.module.css'
import { PromiseLine } from './promise-line.tsx'

export function OutcomesPage() {
  const { t } = useTranslation('outcome')
  const read = useRead<OutcomesView>('outcomes', '/api/outcomes')
  const { data } = read
  const all = data?.outcomes ?? []
  return (
    <Page width="wide">
      <PageHeader title={t('page.title')} lead={t('page.lead')} />
      {read.isError && !data ? <ErrorState refusal={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.isPending ? <Skeletons lines={6} height={28} /> : null}
      {data && all.length === 0 ? <EmptyState title={t('page.emptyTitle')}>{t('page.emptyBody')}</EmptyState> : null}
      {data && all.length > 0 ? <HowFarOff view={data} /> : null}
      <Lines title={t('page.late')} lines={all.filter(({ late }) => late)} />
      <Lines title={t('page.due')} lines={all.filter(({ late, result }) => !late && result === null)} />
      <Lines title={t('page.measured')} lines={all.filter(({ result }) => result !== null)} />
    </Page>
  )
}

function HowFarOff({ view }: { view: OutcomesView }) {
  const { t } = useTranslation('outcome')
  const format = useFormat()
  const { calibration, outcomes } = view
  const measured = outcomes.filter(({ result }) => result !== null).length
  if (!calibration) {
    if (measured === 0) return null
    return <p className={classes.off}>{t('page.notYet', { count: measured, least: CALIBRATION_MIN })}</p>
  }
  const { middle, low, high, closed } = calibration
  const facts = { middle: format.percent(middle), low: format.percent(low), high: format.percent(high), count: closed }
  return (
    <p className={classes.off} data-known>
      {t('page.calibration', facts)}
    </p>
  )
}

function Lines({ title, lines }: { title: string; lines: readonly OutcomeLine[] }) {
  const { t } = useTranslation('outcome')
  if (lines.length === 0) return null
  return (
    <section className={classes.lines} aria-label={title}>
      <h2>
        {title} <span>{lines.length}</span>
      </h2>
      <ul>
        {lines.map((line) => (
          <li key={line.escalationId} className={classes.line}>
            <div className={shared.half}>
              <p className={classes.idea}>
                <Link to={`/i/${line.ideaId}`}>{line.text.split('\n')[0]}</Link>
              </p>
              <p className={shared.soft}>{t('page.onBoard', { board: line.boardTitle })}</p>
            </div>
            <div className={shared.half}>
              <Promised promise={line.promise} late={line.late} isMeasured={line.result !== null} />
              <PromiseLine promise={line.promise} result={line.result} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
