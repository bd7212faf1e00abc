// Owns which page is on screen: matches the address, asks who is here, and lets in or sends to the door. The server
// decides again on every request; this only spares people a page of refusals.

import { type ReactNode, Suspense, useEffect } from 'react'
import type { MeView } from '../../shared/model.ts'
import { useSession } from '../live/session.ts'
import { Redirect, useAddress } from '../ui/address.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { lazy } from '../ui/lazy.ts'
import { Page } from '../ui/page.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Door } from './door.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { detourOf, homeOf } from './home-of.ts'
import { routeAt, type RouteLine } from './routes.tsx'
import { useProfileLanguage } from './use-language.ts'

const loadShell = () => import('./shell.tsx')
const Shell = lazy(async () => ({ default: (await loadShell()).Shell }))
const NotFoundPage = lazy(async () => ({ default: (await import('./not-found-page.tsx')).NotFoundPage }))

/** Scripts and the answer to "who is here" travel at the same time. A failure shows when the page is drawn. */
function useAhead(): void {
  const { pathname } = useAddress()
  useEffect(() => {
    const line = routeAt(pathname)
    line?.load().catch(() => undefined)
    if (line?.frame === 'shell') loadShell().catch(() => undefined)
  }, [pathname])
}

function Framed({ line, me, children }: { line: RouteLine; me: MeView; children: ReactNode }) {
  const { pathname, search } = useAddress()
  const detour = detourOf(line.who, me, pathname + search)
  if (detour) return <Redirect to={detour} />
  const mayNot = line.who === 'admin' && !me.roles.includes('admin')
  const page = mayNot ? (
    <ErrorState refusal={{ kind: 'forbidden', reason: 'not-admin', message: 'only admins' }} />
  ) : (
    children
  )
  return <InFrame frame={line.frame}>{page}</InFrame>
}

function InFrame({ frame, children }: { frame: RouteLine['frame']; children: ReactNode }) {
  const { pathname } = useAddress()
  const waiting =
    frame === 'bare' ? null : (
      <Page width="narrow">
        <Skeletons />
      </Page>
    )
  const page = (
    <ErrorBoundary key={pathname}>
      <Suspense fallback={waiting}>{children}</Suspense>
    </ErrorBoundary>
  )
  if (frame === 'bare') return page
  if (frame === 'door') return <Door>{page}</Door>
  return (
    <Suspense fallback={waiting}>
      <Shell>{page}</Shell>
    </Suspense>
  )
}

export function Pages() {
  const session = useSession()
  const { pathname } = useAddress()
  useProfileLanguage()
  useAhead()
  if (session.status === 'loading') {
    return (
      <Page width="narrow">
        <Skeletons />
      </Page>
    )
  }
  if (session.status === 'unreachable') {
    return <ErrorState refusal={{ kind: 'retry', reason: 'offline', message: 'unreachable' }} onRetry={session.retry} />
  }
  const { me } = session
  if (pathname === '/') return <Redirect to={homeOf(me)} />
  const line = routeAt(pathname)
  if (line) {
    return (
      <Framed line={line} me={me}>
        {line.page(pathname)}
      </Framed>
    )
  }
  return (
    <InFrame frame={me.user ? 'shell' : 'door'}>
      <NotFoundPage />
    </InFrame>
  )
}
