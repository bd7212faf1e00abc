// Owns the chart of a goal: what was measured against the even line from baseline to target, and what ideas promised on it. The
// same is said in words for whoever does not see it; the readings themselves are in a list beside it.

import { useElementSize } from '@mantine/hooks'
import type { GoalPromise, GoalReading } from '../../shared/goal-views.ts'
import { expected, type Measure } from '../../shared/goals.ts'
import { useTranslation } from '../i18n/translation.ts'
import { today, useFigures } from './figures.ts'
import classes from './goal-chart.module.css'

const HEIGHT_PX = 280
const PAD = { top: 16, right: 20, bottom: 32, left: 56 } as const
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)

interface GoalChartProps {
  measure: Measure
  readings: readonly GoalReading[]
  promises: readonly GoalPromise[]
}

export function GoalChart({ measure, readings, promises }: GoalChartProps) {
  const { t } = useTranslation('goal')
  const { value: said, day, format } = useFigures()
  const { ref, width } = useElementSize()
  const latest = readings.at(-1)
  const now = today()
  const days = [measure.baselineOn, measure.targetOn, ...readings.map(({ onDay }) => onDay)]
  const promised = promises.map(({ promised: by, dueOn, ...rest }) => ({
    ...rest,
    dueOn,
    value: measure.baseline + by,
  }))
  const from = Math.min(...days.map(noon))
  const until = Math.max(...days.map(noon), ...promised.map(({ dueOn }) => noon(dueOn)))
  const values = [
    measure.baseline,
    measure.target,
    ...readings.map(({ value }) => value),
    ...promised.map(({ value }) => value),
  ]
  const ticks = ticksFor(Math.min(...values), Math.max(...values))
  const [least, most] = [ticks[0]!, ticks.at(-1)!]
  const x = (on: string) => PAD.left + ((noon(on) - from) / Math.max(1, until - from)) * (width - PAD.left - PAD.right)
  const y = (value: number) =>
    HEIGHT_PX - PAD.bottom - ((value - least) / (most - least)) * (HEIGHT_PX - PAD.top - PAD.bottom)
  const point = (on: string, value: number) => `${x(on).toFixed(1)},${y(value).toFixed(1)}`
  const label = t('chart.label', {
    what: measure.what,
    baseline: said(measure, measure.baseline),
    from: day(measure.baselineOn),
    target: said(measure, measure.target),
    until: day(measure.targetOn),
    latest: latest ? `${said(measure, latest.value)}, ${day(latest.onDay)}` : t('chart.none'),
  })
  const isNowInside = noon(now) > from && noon(now) < until

  // "Falls a month, falls" says it twice.
  const saysUnit = measure.unit !== '' && !measure.what.toLowerCase().includes(measure.unit.toLowerCase())
  return (
    <figure className={classes.chart}>
      <figcaption>
        <strong>{saysUnit ? t('chart.title', { what: measure.what, unit: measure.unit }) : measure.what}</strong>
        <span className={classes.legend} aria-hidden="true">
          <i data-key="even" /> {t('chart.even')}
          <i data-key="measured" /> {t('chart.measured')}
          {promised.length > 0 ? (
            <>
              <i data-key="promised" /> {t('chart.promised')}
            </>
          ) : null}
        </span>
      </figcaption>
      <div ref={ref}>
        {width > 0 ? (
          <svg width={width} height={HEIGHT_PX} role="img" aria-label={label} className={classes.drawing}>
            {ticks.map((tick) => (
              <g key={tick}>
                <line x1={PAD.left} x2={width - PAD.right} y1={y(tick)} y2={y(tick)} className={classes.grid} />
                <text x={PAD.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                  {format.number(tick)}
                </text>
              </g>
            ))}
            {isNowInside ? (
              <g>
                <line x1={x(now)} x2={x(now)} y1={PAD.top} y2={HEIGHT_PX - PAD.bottom} className={classes.nowLine} />
                <text x={x(now)} y={PAD.top - 4} textAnchor="middle">
                  {t('chart.today')}
                </text>
              </g>
            ) : null}
            <polyline
              className={classes.even}
              points={`${point(measure.baselineOn, measure.baseline)} ${point(measure.targetOn, measure.target)}`}
            />
            <circle className={classes.goalDot} cx={x(measure.targetOn)} cy={y(measure.target)} r={6} />
            {promised.map(({ ideaId, dueOn, value }) => (
              <path key={ideaId} className={classes.promiseMark} d={diamond(x(dueOn), y(value))} />
            ))}
            <polyline
              className={classes.measured}
              points={readings.map((each) => point(each.onDay, each.value)).join(' ')}
            />
            {readings.map((each) => (
              <circle key={each.readingId} className={classes.dot} cx={x(each.onDay)} cy={y(each.value)} r={4}>
                <title>{`${day(each.onDay)}: ${said(measure, each.value)} (${t('expected', { value: said(measure, round(expected(measure, each.onDay))) })})`}</title>
              </circle>
            ))}
            <text x={x(measure.baselineOn)} y={HEIGHT_PX - 10} textAnchor="start">
              {day(measure.baselineOn)}
            </text>
            <text x={x(measure.targetOn)} y={HEIGHT_PX - 10} textAnchor="end">
              {day(measure.targetOn)}
            </text>
          </svg>
        ) : (
          <div style={{ height: HEIGHT_PX }} />
        )}
      </div>
    </figure>
  )
}

const diamond = (x: number, y: number) => `M${x} ${y - 7} L${x + 7} ${y} L${x} ${y + 7} L${x - 7} ${y} Z`
const round = (value: number) => Math.round(value * 10) / 10

/** Four or five round numbers around what is to be shown. */
export function ticksFor(least: number, most: number): number[] {
  const span = most - least || Math.abs(most) || 1
  const rough = span / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((size) => size >= rough) ?? rough
  const first = Math.floor(least / step)
  const last = Math.max(first + 1, Math.ceil(most / step))
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)))
}
