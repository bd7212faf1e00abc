// Owns what an idea's page says of its cases: the newest in full, earlier ones folded away.

import { Button } from '@mantine/core'
import { useRef } from 'react'
import { type CaseView, CLOSED } from '../../shared/cases.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import classes from './case.module.css'
import { CaseHead, Promised } from './case-head.tsx'
import { CaseHistory } from './case-history.tsx'
import { Moves } from './moves.tsx'

export function CasePanel({ ideaId, title }: { ideaId: IdeaId; title: string }) {
  const { t } = useTranslation('case')
  const cases = useRead<CaseView[]>(`idea:${ideaId}`, `/api/ideas/${ideaId}/cases`)
  const all = cases.data ?? []
  // What somebody still owes stands above what is over.
  const open = all.filter(({ state }, index) => index === 0 || !CLOSED.has(state))
  const older = all.filter((each) => !open.includes(each))
  if (cases.data && all.length === 0) return null
  return (
    <section className={classes.panel} aria-labelledby="sponsors-title">
      <h2 id="sponsors-title">{title}</h2>
      {cases.isPending ? <Skeletons lines={3} /> : null}
      {cases.isError && !cases.data ? (
        <p className={classes.soft}>
          {t('panel.failed')}{' '}
          <Button variant="subtle" size="compact-md" onClick={() => void cases.refetch()}>
            {t('action.retry', { ns: 'common' })}
          </Button>
        </p>
      ) : null}
      {open.map((about) => (
        <OneCase key={about.escalationId} about={about} />
      ))}
      {older.length > 0 ? (
        <details className={classes.older}>
          <summary>{t('panel.older', { count: older.length })}</summary>
          {older.map((about) => (
            <OneCase key={about.escalationId} about={about} />
          ))}
        </details>
      ) : null}
    </section>
  )
}

export function OneCase({ about }: { about: CaseView }) {
  const head = useRef<HTMLDivElement>(null)
  return (
    <article className={classes.case} data-case={about.escalationId} data-state={about.state}>
      <div className={classes.now}>
        <CaseHead about={about} headRef={head} />
        <Promised about={about} />
        <Moves about={about} head={head} />
      </div>
      <CaseHistory about={about} />
    </article>
  )
}
