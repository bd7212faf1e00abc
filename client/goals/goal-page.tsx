// Owns the page of one goal: its number against the even line, what was promised and measured, its ideas by stage, and what was
// changed of it.

import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { GoalIdea, GoalView } from '../../shared/goal-views.ts'
import type { Stage } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Link } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { Person } from '../ui/face.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { StageMark } from '../ui/stage-mark.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Changes } from './changes.tsx'
import { useFigures } from './figures.ts'
import { GoalChart } from './goal-chart.tsx'
import { GoalForm } from './goal-form.tsx'
import { GoalRow } from './goal-row.tsx'
import classes from './goals.module.css'
import { ProgressBar } from './progress-bar.tsx'
import { ReadingForm } from './reading-form.tsx'
import { Readings } from './readings.tsx'

export function GoalPage({ goalId }: { goalId: string }) {
  const { t } = useTranslation('goal')
  const read = useRead<GoalView>('goals', `/api/goals/${goalId}`)
  const [editing, setEditing] = useState(false)
  if (read.isError) return <ErrorState refusal={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) {
    return (
      <Page width="wide">
        <Skeletons lines={8} />
      </Page>
    )
  }
  const { goal, above, mayKeep, mayShape } = read.data
  return (
    <Page width="wide">
      <nav aria-label={t('page.back')} className={classes.crumbs}>
        <Link to="/goals">
          <IconArrowLeft size={18} aria-hidden="true" /> {t('page.back')}
        </Link>
        {above.map(({ goalId: id, title }) => (
          <Link key={id} to={`/goals/${id}`}>
            {title}
          </Link>
        ))}
      </nav>
      <PageHeader
        title={goal.title}
        lead={goal.why}
        action={
          mayKeep ? (
            <Button variant="default" onClick={() => setEditing(true)}>
              {t('page.edit')}
            </Button>
          ) : null
        }
      />
      <div className={classes.facts}>
        {goal.owner ? <Person person={goal.owner} size={32} note={t('owner')} /> : <span>{t('noOwner')}</span>}
        {goal.closedAt === null ? null : <span className={classes.closedMark}>{t('closed')}</span>}
      </div>
      <div className={classes.columns}>
        <div className={classes.main}>
          <Measured view={read.data} />
          <Ideas view={read.data} />
        </div>
        <aside className={classes.side}>
          <Below view={read.data} />
          <Boards view={read.data} />
          <Part title={t('page.changes')}>
            <Changes changes={read.data.changes} />
          </Part>
        </aside>
      </div>
      {editing ? (
        <GoalForm goal={goal} parentId={goal.parentId} mayGive={mayShape} onClose={() => setEditing(false)} />
      ) : null}
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Measured({ view: { goal, readings, promises, mayKeep } }: { view: GoalView }) {
  const { t } = useTranslation('goal')
  const { measure, goalId } = goal
  if (!measure) return <p className={classes.soft}>{t('page.noMeasure')}</p>
  return (
    <>
      <ProgressBar measure={measure} latest={goal.latest} />
      <GoalChart measure={measure} readings={readings} promises={promises} />
      <Part title={t('page.readings')}>
        {mayKeep ? <ReadingForm goalId={goalId} measure={measure} /> : null}
        {readings.length === 0 ? <p className={classes.soft}>{t('page.noReadings')}</p> : null}
        <Readings goalId={goalId} measure={measure} readings={readings} mayKeep={mayKeep} />
      </Part>
      <Promises view={{ goal, promises }} />
    </>
  )
}

function Promises({ view: { goal, promises } }: { view: Pick<GoalView, 'goal' | 'promises'> }) {
  const { t } = useTranslation('goal')
  const { day, format } = useFigures()
  if (promises.length === 0) return null
  const unit = goal.measure?.unit ?? ''
  // A minus as wide as the plus it stands against.
  const change = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${format.number(Math.abs(value))}`
  return (
    <Part title={t('page.promises')}>
      <ul className={classes.list}>
        {promises.map(({ ideaId, text, promised, dueOn, measured, measuredOn }) => (
          <li key={ideaId}>
            <Link to={`/i/${ideaId}`}>{text.split('\n')[0]}</Link>
            <span className={classes.soft}>
              {t('page.promised', { value: change(promised), unit, day: day(dueOn) })} ·{' '}
              {measured === null || measuredOn === null
                ? t('page.notMeasured')
                : t('page.measured', { value: change(measured), unit, day: day(measuredOn) })}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Ideas({ view: { goal, ideas } }: { view: GoalView }) {
  const { t } = useTranslation('goal')
  const all = Object.values(goal.ideas).reduce((sum, n) => sum + n, 0)
  const stages = [...new Set(ideas.map(({ stage }) => stage))]
  return (
    <Part title={t('page.ideas')}>
      {all === 0 ? <p className={classes.soft}>{t('page.noIdeas')}</p> : null}
      {stages.map((stage) => (
        <IdeasAt
          key={stage}
          stage={stage}
          many={goal.ideas[stage] ?? 0}
          ideas={ideas.filter((idea) => idea.stage === stage)}
        />
      ))}
      {all > ideas.length ? (
        <p className={classes.soft}>{t('page.shown', { shown: ideas.length, count: all })}</p>
      ) : null}
    </Part>
  )
}

function IdeasAt({ stage, many, ideas }: { stage: Stage; many: number; ideas: readonly GoalIdea[] }) {
  return (
    <div className={classes.stage}>
      <h3>
        <StageMark stage={stage} /> <span className={classes.soft}>{many}</span>
      </h3>
      <ul className={classes.list} data-beside>
        {ideas.map(({ ideaId, text, number, boardTitle }) => (
          <li key={ideaId}>
            <Link to={`/i/${ideaId}`}>{text || `#${number}`}</Link>
            <span className={classes.soft}>{boardTitle}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Below({ view: { below } }: { view: GoalView }) {
  const { t } = useTranslation('goal')
  const open = below.filter(({ closedAt }) => closedAt === null)
  if (open.length === 0) return null
  return (
    <Part title={t('page.below')}>
      <div className={classes.below}>
        {open.map((goal) => (
          <GoalRow key={goal.goalId} goal={goal} steps={null} />
        ))}
      </div>
    </Part>
  )
}

function Boards({ view: { boards } }: { view: GoalView }) {
  const { t } = useTranslation('goal')
  if (boards.length === 0) return null
  return (
    <Part title={t('page.boards')}>
      <ul className={classes.list}>
        {boards.map(({ boardId, title }) => (
          <li key={boardId}>
            <Link to={`/b/${boardId}`}>{title}</Link>
          </li>
        ))}
      </ul>
    </Part>
  )
}
