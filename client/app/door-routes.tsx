// Owns the ways in as routes: where somebody goes after getting in. The pages themselves are in people/.

import { useState } from 'react'
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router'
import { useMe } from '../live/session.ts'
import { JoinPage } from '../people/join-page.tsx'
import { SignInPage } from '../people/sign-in-page.tsx'
import { SignUpPage } from '../people/sign-up-page.tsx'
import { safeNext } from './safe-next.ts'

export function SignInRoute() {
  const [search] = useSearchParams()
  const { user, firstRun } = useMe()
  const next = safeNext(search.get('next'))
  if (firstRun) return <Navigate to="/sign-up" replace />
  // A guest may be on the way to an account; whoever has one is in already.
  if (user && !user.isGuest) return <Navigate to={next} replace />
  return <SignInPage next={next} />
}

export function SignUpRoute() {
  const [search] = useSearchParams()
  const { user, firstRun } = useMe()
  const [wasFirst] = useState(firstRun)
  const next = safeNext(search.get('next'))
  if (user && !user.isGuest) return <Navigate to={wasFirst ? '/welcome' : next} replace />
  return <SignUpPage next={next} first={wasFirst} />
}

export function JoinRoute() {
  const { code } = useParams()
  const navigate = useNavigate()
  const { user } = useMe()
  return <JoinPage key={code} code={code ?? ''} user={user} onDone={(boardId) => void navigate(`/b/${boardId}`)} />
}
