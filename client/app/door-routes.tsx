// Owns signing in and up as routes: where somebody goes after getting in. The pages themselves are in people/.

import { useState } from 'react'
import { useMe } from '../live/session.ts'
import { SignInPage } from '../people/sign-in-page.tsx'
import { SignUpPage } from '../people/sign-up-page.tsx'
import { Redirect, useSearch } from '../ui/address.tsx'
import { safeNext } from './safe-next.ts'

export function SignInRoute() {
  const search = useSearch()
  const { user, firstRun } = useMe()
  const next = safeNext(search.get('next'))
  if (firstRun) return <Redirect to="/sign-up" />
  // A guest may be on the way to an account; whoever has one is in already.
  if (user && !user.isGuest) return <Redirect to={next} />
  return <SignInPage next={next} />
}

export function SignUpRoute() {
  const search = useSearch()
  const { user, firstRun } = useMe()
  const [wasFirst] = useState(firstRun)
  const next = safeNext(search.get('next'))
  if (user && !user.isGuest) return <Redirect to={wasFirst ? '/welcome' : next} />
  return <SignUpPage next={next} first={wasFirst} />
}
