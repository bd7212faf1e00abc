// Owns joining as a route: with a code in the address or without, and on to the board. A script of its own: a phone that
// scanned the code loads this before anything else, and neither passwords nor accounts.

import { navigate } from '../live/address.ts'
import { useMe } from '../live/session.ts'
import { JoinPage } from '../people/join-page.tsx'

export function JoinRoute({ code = '' }: { code?: string }) {
  const { user } = useMe()
  return <JoinPage key={code} code={code} user={user} onDone={(boardId) => navigate(`/b/${boardId}`)} />
}
