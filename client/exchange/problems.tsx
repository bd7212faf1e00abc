// Owns the list of rows that stay out or come in changed: the line in the file, and why, in words.

import type { ImportProblem } from '../../shared/exchange.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './exchange.module.css'

interface ProblemsProps {
  problems: readonly ImportProblem[]
  /** All there are; the list may hold only the first of them. */
  count: number
}

export function Problems({ problems, count }: ProblemsProps) {
  const { t } = useTranslation('exchange')
  const format = useFormat()
  if (problems.length === 0) return null
  return (
    <section aria-labelledby="import-problems">
      <h2 id="import-problems" className={styles.heading}>
        {t('problems.title', { count })}
      </h2>
      <ul className={styles.problems}>
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.reason}`} data-kept={problem.kept || undefined}>
            <span className={styles.line}>{t('problems.line', { line: format.number(problem.line) })}</span>
            <span>{t(`reason.${problem.reason}`, { limit: format.number(problem.limit ?? 0) })}</span>
          </li>
        ))}
      </ul>
      {count > problems.length && (
        <p className={styles.soft}>{t('problems.more', { count: count - problems.length })}</p>
      )}
    </section>
  )
}
