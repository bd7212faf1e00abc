// Owns a short hint beside a control on hover or keyboard focus, drawn by CSS alone. It is for eyes: the control itself
// must carry its name (`aria-label`), which is usually the same text.

import type { ReactNode } from 'react'
import classes from './hint.module.css'

interface HintProps {
  label: string
  children: ReactNode
  side?: 'above' | 'below'
  /** Where the hint would leave the screen. */
  align?: 'middle' | 'start' | 'end'
}

export function Hint({ label, children, side = 'below', align = 'middle' }: HintProps) {
  return (
    <span className={classes.hint} data-hint={label} data-side={side} data-align={align}>
      {children}
    </span>
  )
}
