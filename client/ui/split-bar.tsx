// Owns one bar in several parts, such as yes, no and abstain: each part with its sign and its number, so that colour
// never carries the meaning alone.

import type { ReactNode } from 'react'
import classes from './split-bar.module.css'

interface SplitBarProps {
  lead?: ReactNode
  label: ReactNode
  /** All of it in words. */
  valueText: string
  parts: readonly { key: string; value: number; tone: 'good' | 'bad' | 'calm'; sign: string }[]
}

export function SplitBar({ lead, label, valueText, parts }: SplitBarProps) {
  const shown = parts.filter(({ value }) => value > 0)
  return (
    <div className={classes.split}>
      <div className={classes.words}>
        {lead !== undefined ? <span className={classes.lead}>{lead}</span> : null}
        <span className={classes.label}>{label}</span>
        <span className="kiem-unseen">{valueText}</span>
      </div>
      <div className={classes.track} aria-hidden="true" title={valueText}>
        {shown.map(({ key, value, tone, sign }) => (
          <span key={key} className={classes.part} data-tone={tone} style={{ flexGrow: value }}>
            {sign} {value}
          </span>
        ))}
      </div>
    </div>
  )
}
