// Owns the look of the wall: stronger contrast and type that grows with the screen, 1.8× at 1080p, so that nothing is
// smaller than 24 px there. It changes the whole page while it is shown, menus included.

import { useComputedColorScheme } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { TONES, variablesOf } from './theme.ts'

/** 16 px × 1.8 on a wall of 1920 × 1080, and the same share of any other wall. */
const ROOT_SIZE = 'clamp(16px, min(1.5vw, 2.667vh), 57.6px)'

/** Library sizes that would fall under 24 px at 1080p. */
const FLOOR = { '--mantine-font-size-xs': '0.85rem', '--mantine-font-size-sm': '0.9375rem' }

export function ProjectorTheme({ children }: { children: ReactNode }) {
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const page = document.documentElement
    const before = page.getAttribute('style')
    page.dataset.kiemTheme = 'projector'
    page.style.fontSize = ROOT_SIZE
    const variables = { ...variablesOf(scheme, TONES[`projector-${scheme}`]), ...FLOOR }
    for (const [name, value] of Object.entries(variables)) page.style.setProperty(name, value)
    return () => {
      delete page.dataset.kiemTheme
      if (before === null) page.removeAttribute('style')
      else page.setAttribute('style', before)
    }
  }, [scheme])
  return children
}
