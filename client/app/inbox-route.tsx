// Owns putting the inbox together: the news, and for a sponsor the desk above it.

import { Desk } from '../escalations/desk.tsx'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { useRoles } from '../live/session.ts'

export function InboxRoute() {
  return <InboxPage desk={useRoles().has('sponsor') ? <Desk /> : undefined} />
}
