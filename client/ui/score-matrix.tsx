// Owns drawing topics between two criteria: a square with four fields, each topic a numbered mark where its means lie.
// What lies on one spot shares a mark. A picture for eyes: the same is said in words in the list beside it.

import classes from './score-matrix.module.css'

export interface Plotted {
  key: string
  label: string
  /** Both from 0 (low) to 1 (high). */
  x: number
  y: number
  emphasis: boolean
}

interface ScoreMatrixProps {
  points: readonly Plotted[]
  label: string
  axes: { x: string; y: string; low: string; high: string }
  /** Named fields, where the two criteria make sense of them. */
  fields: { topLeft: string; topRight: string; bottomLeft: string; bottomRight: string } | null
}

const SIDE = 400 // units of the drawing; the page scales it
const INSET = 22 // so that a mark at the very edge is whole
const MARK = 13

/** Marks closer than this lie on one spot: their numbers would cover each other. */
const SPOT = 18
/** More numbers than this no longer fit a mark. */
const NAMED_MAX = 3

export function ScoreMatrix({ points, label, axes, fields }: ScoreMatrixProps) {
  const half = SIDE / 2
  return (
    <figure className={classes.matrix}>
      <span className={classes.yAxis} aria-hidden="true">
        <span>{axes.high}</span>
        <strong>{axes.y}</strong>
        <span>{axes.low}</span>
      </span>
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={label}>
        {fields && <rect className={classes.best} x={0} y={0} width={half} height={half} rx={12} />}
        <path className={classes.cross} d={`M${half} 0V${SIDE}M0 ${half}H${SIDE}`} />
        <rect className={classes.edge} x={1} y={1} width={SIDE - 2} height={SIDE - 2} rx={12} />
        {fields && (
          <g className={classes.fields} aria-hidden="true">
            <text x={14} y={26}>
              {fields.topLeft}
            </text>
            <text x={SIDE - 14} y={26} textAnchor="end">
              {fields.topRight}
            </text>
            <text x={14} y={SIDE - 14}>
              {fields.bottomLeft}
            </text>
            <text x={SIDE - 14} y={SIDE - 14} textAnchor="end">
              {fields.bottomRight}
            </text>
          </g>
        )}
        {spotsOf(points).map(({ key, x, y, labels, emphasis }) => {
          const named = labels.slice(0, NAMED_MAX).join(' ')
          const text = labels.length > NAMED_MAX ? `${named} +${labels.length - NAMED_MAX}` : named
          const wide = Math.max(MARK * 2, text.length * 8.4 + 12)
          const left = Math.min(Math.max(x - wide / 2, 2), SIDE - wide - 2)
          return (
            <g
              key={key}
              className={classes.mark}
              data-emphasis={emphasis || undefined}
              style={{ transform: `translate(${left}px, ${y - MARK}px)` }}
            >
              <rect width={wide} height={MARK * 2} rx={MARK} />
              <text x={wide / 2} y={MARK + 5} textAnchor="middle">
                {text}
              </text>
            </g>
          )
        })}
      </svg>
      <span className={classes.xAxis} aria-hidden="true">
        <span>{axes.low}</span>
        <strong>{axes.x}</strong>
        <span>{axes.high}</span>
      </span>
    </figure>
  )
}

interface Spot {
  key: string
  x: number
  y: number
  labels: string[]
  emphasis: boolean
}

function spotsOf(points: readonly Plotted[]): Spot[] {
  const spots: Spot[] = []
  for (const { key, label, emphasis, ...at } of points) {
    const x = INSET + at.x * (SIDE - 2 * INSET)
    const y = SIDE - INSET - at.y * (SIDE - 2 * INSET)
    const there = spots.find((spot) => Math.abs(spot.x - x) < SPOT && Math.abs(spot.y - y) < SPOT)
    if (there) {
      there.labels.push(label)
      there.emphasis ||= emphasis
    } else spots.push({ key, x, y, labels: [label], emphasis })
  }
  return spots
}
