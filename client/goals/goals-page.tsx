// Owns the page of all goals: the tree from the vision down.

import { Button, Switch } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { GoalLine, GoalsView } from '../../shared/goal-views.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { GoalForm } from './goal-form.tsx'
import { GoalRow } from './goal-row.tsx'
import classes from './goals.module.css'
import { stepsOf } from './moves.ts'

/** `ways`: on from here, to what came of the ideas. */
export function GoalsPage({ ways }: { ways?: ReactNode }) {
  const { t } = useTranslation('goal')
  const read = useRead<GoalsView>('goals', '/api/goals')
  const [adding, setAdding] = useState<{ under: string | null } | null>(null)
  const [closedToo, setClosedToo] = useState(false)
  const goals = read.data?.goals ?? []
  const mayShape = read.data?.mayShape ?? false
  const shown = closedToo ? goals : goals.filter(({ closedAt }) => closedAt === null)
  const add = <Button onClick={() => setAdding({ under: null })}>{t('add')}</Button>
  const isEmpty = read.data !== undefined && goals.length === 0
  return (
    <Page width="wide">
      <PageHeader title={t('title')} lead={t('lead')} action={mayShape && !isEmpty ? add : null} />
      {read.isError ? <ErrorState refusal={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.isPending ? <Skeletons lines={6} /> : null}
      {isEmpty ? (
        <EmptyState title={t('empty.title')} action={mayShape ? add : null}>
          {t('empty.teach')} {mayShape ? null : t('empty.wait')}
        </EmptyState>
      ) : null}
      {shown.length > 0 ? (
        <nav aria-label={t('tree')}>
          <Branch
            goals={shown}
            parentId={null}
            mayShape={mayShape}
            onAddUnder={(goalId) => setAdding({ under: goalId })}
          />
        </nav>
      ) : null}
      {goals.some(({ closedAt }) => closedAt !== null) ? (
        <Switch
          mt="xl"
          label={t('closedShow')}
          checked={closedToo}
          onChange={(event) => setClosedToo(event.currentTarget.checked)}
        />
      ) : null}
      {goals.length > 0 && ways ? <footer className={classes.ways}>{ways}</footer> : null}
      {adding ? <GoalForm goal={null} parentId={adding.under} mayGive onClose={() => setAdding(null)} /> : null}
    </Page>
  )
}

interface BranchProps {
  goals: readonly GoalLine[]
  parentId: string | null
  mayShape: boolean
  onAddUnder: (goalId: string) => void
}

function Branch({ goals, parentId, mayShape, onAddUnder }: BranchProps) {
  const here = goals.filter((goal) => goal.parentId === parentId)
  if (here.length === 0) return null
  return (
    <ul className={classes.branch} data-top={parentId === null || undefined}>
      {here.map((goal) => (
        <li key={goal.goalId}>
          <GoalRow
            goal={goal}
            steps={mayShape ? stepsOf(goals, goal.goalId) : null}
            onAddUnder={() => onAddUnder(goal.goalId)}
          />
          <Branch goals={goals} parentId={goal.goalId} mayShape={mayShape} onAddUnder={onAddUnder} />
        </li>
      ))}
    </ul>
  )
}
