// Owns the one cast that React's types need for CSS variables in a style attribute.

import type { CSSProperties } from 'react'

export function cssVariables(variables: Record<`--${string}`, string | number>): CSSProperties {
  return variables
}
