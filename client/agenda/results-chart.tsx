// Owns how a vote came out, as a chart that also prints: a bar per idea, ties as ties. The numbers are text; the bars are
// drawings, because printers leave backgrounds out.

import type { MinutesRound } from '../../shared/discussion.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import classes from './minutes.module.css'

/** The table in the text has them all. */
const SHOWN_ROWS = 12

export function ResultsChart({ round }: { round: MinutesRound }) {
  const { t } = useTranslation('discussion')
  const format = useFormat()
  const { rows, title, voters } = round
  const most = Math.max(1, ...rows.map(({ value }) => value))
  const places = rows.map(({ rank }) => rank)
  const isShared = (rank: number) => places.indexOf(rank) !== places.lastIndexOf(rank)
  return (
    <figure className={classes.chart}>
      <figcaption>
        <strong>{title || t('minutes.results')}</strong> <span>{t('minutes.voters', { count: voters })}</span>
      </figcaption>
      <ol>
        {rows.slice(0, SHOWN_ROWS).map(({ label, number, value, rank, ideaId }) => (
          <li key={`${number} ${label}`}>
            <span className={classes.rank}>{isShared(rank) ? `${rank}=` : rank}</span>
            <span className={classes.label}>
              {ideaId ? <Link to={`/i/${ideaId}`}>{label || `#${number ?? ''}`}</Link> : label || `#${number ?? ''}`}
            </span>
            <span className={classes.value}>{format.number(value)}</span>
            <svg className={classes.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect className={classes.track} width={100} height={8} />
              <rect className={classes.fill} width={(Math.max(0, value) / most) * 100} height={8} />
            </svg>
          </li>
        ))}
      </ol>
      {rows.length > SHOWN_ROWS ? <p>{t('minutes.others', { count: rows.length - SHOWN_ROWS })}</p> : null}
    </figure>
  )
}
