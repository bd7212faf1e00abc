// Owns the share answered in time, quarter by quarter: always from nothing to all, so that a small change looks small; a quarter with
// too few answers is a gap, not a zero.

import type { AnsweringView, Quarter } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './answering.module.css'
import { useFigureWords } from './figure-words.ts'

interface AnsweringChartProps {
  history: AnsweringView['history']
  chosen: Quarter
}

export function AnsweringChart({ history, chosen }: AnsweringChartProps) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const words = useFigureWords()
  return (
    <figure className={classes.chart}>
      <figcaption>{t('answering.chartTitle')}</figcaption>
      <ol className={classes.bars}>
        {history.map(({ quarter, figures }, i) => {
          const share = figures && figures.answered > 0 ? figures.inTime / figures.answered : null
          const said = words.quarter(quarter)
          const [year] = quarter.split('-')
          return (
            <li key={quarter} data-chosen={quarter === chosen || undefined}>
              <span className="kiem-unseen">
                {share === null || !figures
                  ? t('answering.chartNone', { quarter: said })
                  : t('answering.chartAlt', {
                      quarter: said,
                      share: format.percent(share),
                      answered: format.number(figures.answered),
                    })}
              </span>
              <span className={classes.bar} aria-hidden="true">
                {share === null ? (
                  <span className={classes.gap}>–</span>
                ) : (
                  <span className={classes.fill} style={{ blockSize: `${share * 100}%` }}>
                    <span className={classes.share}>{format.percent(share)}</span>
                  </span>
                )}
              </span>
              <span aria-hidden="true" className={classes.tick}>
                {words.short(quarter)}
                {i === 0 || quarter.endsWith('Q1') ? <span className={classes.soft}> {year}</span> : null}
              </span>
            </li>
          )
        })}
      </ol>
    </figure>
  )
}
