// Owns the one chart we need: a labelled bar per row, readable on the wall and as a plain list.

import type { ReactNode } from 'react'
import { useFormat } from '../i18n/format.ts'
import classes from './bar.module.css'

interface BarProps {
  label: ReactNode
  value: number
  /** The longest bar's value: all bars of a chart share it. */
  max: number
  /** In words, e.g. '12 votes'; without it the number stands alone. */
  valueText?: string
  /** Before the label, e.g. a rank. */
  lead?: ReactNode
  emphasis?: boolean
}

/** One row; put rows in an `<ol>` or `<ul>` as `<li>`. The number is text, the bar is decoration. */
export function Bar({ label, value, max, valueText, lead, emphasis = false }: BarProps) {
  const format = useFormat()
  const share = max > 0 ? Math.max(0, Math.min(1, value / max)) : 0
  return (
    <div className={classes.bar} data-emphasis={emphasis || undefined}>
      <div className={classes.words}>
        {lead !== undefined ? <span className={classes.lead}>{lead}</span> : null}
        <span className={classes.label}>{label}</span>
        <span className={classes.value}>{valueText ?? format.number(value)}</span>
      </div>
      <div className={classes.track} aria-hidden="true">
        <div className={classes.fill} style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  )
}
