// Owns showing what a file does to the organisation's list: how many of each, who they are, and which lines need a look.

import { type ReactNode, useId } from 'react'
import type { ListImport, ListLine, ListProblem } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './organisation.module.css'

/** `children`: what is decided about those who are not in the file. */
export function ImportSummary({ shown, children }: { shown: ListImport; children: ReactNode }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const ignored = shown.columns.filter(({ means, name }) => means === null && name !== '').map(({ name }) => name)
  return (
    <>
      <Part title={t('import.added', { count: shown.addedCount })} count={shown.addedCount}>
        <Lines lines={shown.added} count={shown.addedCount} />
      </Part>
      <Part title={t('import.changed', { count: shown.changedCount })} count={shown.changedCount}>
        <ul className={classes.lines}>
          {shown.changed.map(({ before, after }) => (
            <li key={after.email}>
              <strong>{after.name}</strong>
              <Changes before={before} after={after} />
            </li>
          ))}
        </ul>
        <More count={shown.changedCount - shown.changed.length} />
      </Part>
      <Part title={t('import.gone', { count: shown.goneCount })} count={shown.goneCount} always={children}>
        <Lines lines={shown.gone} count={shown.goneCount} />
      </Part>
      <Part title={t('import.problems', { count: shown.problemCount })} count={shown.problemCount} open>
        <ul className={classes.problems}>
          {shown.problems.map((problem) => (
            <Problem key={`${problem.line} ${problem.kind}`} problem={problem} />
          ))}
        </ul>
        <More count={shown.problemCount - shown.problems.length} />
      </Part>
      {shown.unchangedCount > 0 ? (
        <p className={classes.soft}>{t('import.unchanged', { count: shown.unchangedCount })}</p>
      ) : null}
      {ignored.length > 0 ? (
        <p className={classes.soft}>{t('import.ignored', { columns: format.list(ignored) })}</p>
      ) : null}
    </>
  )
}

interface PartProps {
  title: string
  count: number
  open?: boolean
  always?: ReactNode
  children: ReactNode
}

function Part({ title, count, open = false, always, children }: PartProps) {
  if (count === 0) return null
  return (
    <section className={classes.part}>
      <details open={open || undefined}>
        <summary>{title}</summary>
        {children}
      </details>
      {always}
    </section>
  )
}

function Lines({ lines, count }: { lines: readonly ListLine[]; count: number }) {
  return (
    <>
      <ul className={classes.lines}>
        {lines.map((one) => (
          <li key={one.email}>
            <strong>{one.name}</strong>
            <span className={classes.soft}>{[one.email, one.unit].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      <More count={count - lines.length} />
    </>
  )
}

function Changes({ before, after }: { before: ListLine; after: ListLine }) {
  const { t } = useTranslation('organisation')
  const fields = [
    ['name', t('person.name')],
    ['unit', t('person.unit')],
    ['managerEmail', t('person.manager')],
    ['deputyEmail', t('person.deputy')],
  ] as const
  const said = (value: string | null) => value || t('import.none')
  return (
    <span className={classes.soft}>
      {fields
        .filter(([field]) => before[field] !== after[field])
        .map(
          ([field, label]) =>
            `${label}: ${t('import.from', { before: said(before[field]), after: said(after[field]) })}`,
        )
        .join(' · ')}
    </span>
  )
}

function Problem({ problem }: { problem: ListProblem }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const id = useId()
  return (
    <li aria-labelledby={id}>
      <span className={classes.soft}>{t('import.line', { line: format.number(problem.line) })}</span>
      <span id={id}>{t(`import.problem.${problem.kind}`, { value: problem.value })}</span>
    </li>
  )
}

function More({ count }: { count: number }) {
  const { t } = useTranslation('organisation')
  return count > 0 ? <p className={classes.soft}>{t('import.andMore', { count })}</p> : null
}
