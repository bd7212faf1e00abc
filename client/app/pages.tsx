// Owns which page is on screen: matches the address, asks who is here, and lets in or sends to the door. The server
// decides again on every request; this only spares people a page of refusals.

import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Navigate, Route, Routes, useLocation } from 'react-router'
import type { MeView } from '../../shared/model.ts'
import { useSession } from '../live/session.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { Page } from '../ui/page.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Door } from './door.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { detourOf, homeOf } from './home-of.ts'
import { ROUTES, routeAt, type RouteLine } from './routes.tsx'
import { useProfileLanguage } from './use-language.ts'

const loadShell = () => import('./shell.tsx')
const Shell = lazy(async () => ({ default: (await loadShell()).Shell }))
const NotFoundPage = lazy(async () => ({ default: (await import('./not-found-page.tsx')).NotFoundPage }))

/** Scripts and the answer to "who is here" travel at the same time. A failure shows when the page is drawn. */
function useAhead(): void {
  const { pathname } = useLocation()
  useEffect(() => {
    const line = routeAt(pathname)
    line?.load().catch(() => undefined)
    if (line?.frame === 'shell') loadShell().catch(() => undefined)
  }, [pathname])
}

function Framed({ line, me }: { line: RouteLine; me: MeView }) {
  const { pathname, search } = useLocation()
  const detour = detourOf(line.who, me, pathname + search)
  if (detour) return <Navigate to={detour} replace />
  const mayNot = line.who === 'admin' && !me.roles.includes('admin')
  const page = mayNot ? (
    <ErrorState refusal={{ kind: 'forbidden', reason: 'not-admin', message: 'only admins' }} />
  ) : (
    <line.Page />
  )
  return <InFrame frame={line.frame}>{page}</InFrame>
}

function InFrame({ frame, children }: { frame: RouteLine['frame']; children: ReactNode }) {
  const { pathname } = useLocation()
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
  return (
    <Routes>
      <Route path="/" element={<Navigate to={homeOf(me)} replace />} />
      {ROUTES.map((line) => (
        <Route key={line.path} path={line.path} element={<Framed line={line} me={me} />} />
      ))}
      <Route
        path="*"
        element={
          <InFrame frame={me.user ? 'shell' : 'door'}>
            <NotFoundPage />
          </InFrame>
        }
      />
    </Routes>
  )
}
