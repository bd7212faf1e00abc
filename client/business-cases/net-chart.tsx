// Owns the drawing of what an idea comes to: net value after each year as a band from least to most, and where it crosses zero.
// The same is said in words.

import { useElementSize } from '@mantine/hooks'
import type { NetYear } from '../../shared/business-case.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './case.module.css'
import { useEuros } from './euros.ts'

const HEIGHT_PX = 220
const PAD = { top: 20, right: 84, bottom: 30, left: 16 } as const

export function NetChart({ net }: { net: readonly NetYear[] }) {
  const { t } = useTranslation('estimate')
  const { euros, short } = useEuros()
  const { ref, width } = useElementSize()
  const values = net.flatMap(({ low, high }) => [low, high])
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const span = most - least || 1
  const last = net.at(-1)
  const x = (year: number) => PAD.left + (year / Math.max(1, net.length - 1)) * (width - PAD.left - PAD.right)
  const y = (value: number) => PAD.top + ((most - value) / span) * (HEIGHT_PX - PAD.top - PAD.bottom)
  const line = (of: (each: NetYear) => number) => net.map((each) => `${x(each.year)},${y(of(each))}`)
  const middle = (each: NetYear) => (each.low + each.high) / 2
  const years = net.map(({ year, low, high }) => t('yearLabel', { year, low: euros(low), high: euros(high) }))
  const labels = last ? apart(y(last.high), y(last.low)) : null
  return (
    <figure className={classes.net}>
      <figcaption>
        <strong>{t('net')}</strong>
        {last ? (
          <span className={classes.netRange}>{t('netRange', { low: euros(last.low), high: euros(last.high) })}</span>
        ) : null}
      </figcaption>
      <div ref={ref}>
        {width > 0 ? (
          <svg width={width} height={HEIGHT_PX} role="img" aria-label={t('netLabel', { years: years.join('; ') })}>
            <polygon
              className={classes.band}
              points={[...line(({ high }) => high), ...line(({ low }) => low).toReversed()].join(' ')}
            />
            <line className={classes.zero} x1={PAD.left} x2={width - PAD.right} y1={y(0)} y2={y(0)} />
            <polyline className={classes.middle} points={line(middle).join(' ')} />
            {net.map(({ year }) => (
              <text key={year} x={x(year)} y={HEIGHT_PX - 8} textAnchor={year === 0 ? 'start' : 'middle'}>
                {year === 0 ? t('start') : t('year', { year })}
              </text>
            ))}
            {last && labels ? (
              <>
                <text x={x(last.year) + 8} y={labels[0]} dy="0.32em">
                  {short(last.high)}
                </text>
                {last.low === last.high ? null : (
                  <text x={x(last.year) + 8} y={labels[1]} dy="0.32em">
                    {short(last.low)}
                  </text>
                )}
              </>
            ) : null}
            <text className={classes.zeroText} x={width - PAD.right + 8} y={y(0)} dy="0.32em">
              {labels && labels.every((at) => Math.abs(at - y(0)) > LABEL_PX) ? short(0) : ''}
            </text>
          </svg>
        ) : (
          <div style={{ height: HEIGHT_PX }} />
        )}
      </div>
    </figure>
  )
}

/** So close two lines of text touch. */
const LABEL_PX = 18

function apart(upper: number, lower: number): [number, number] {
  if (lower - upper >= LABEL_PX) return [upper, lower]
  const middle = (upper + lower) / 2
  return [middle - LABEL_PX / 2, middle + LABEL_PX / 2]
}
