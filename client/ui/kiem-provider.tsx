// Owns putting the look on a page: the component library's provider with our theme, and the page-wide pieces every
// screen needs (spoken announcements, notices).

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { LiveRegion } from './live-region.tsx'
import { Notices } from './notices.tsx'
import { cssVariables, theme } from './theme.ts'

/** public/scheme.js reads the same key before anything is drawn. */
export const SCHEME_KEY = 'kiem.scheme'

const schemeManager = localStorageColorSchemeManager({ key: SCHEME_KEY })

export function KiemProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      {children}
      <Notices />
      <LiveRegion />
    </MantineProvider>
  )
}
