// Owns putting the inbox together: the news, and above it the way to the desk for whom something waits there.

import { Suspense } from 'react'
import { alsoWords } from '../i18n/i18n.ts'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { lazy } from '../ui/lazy.ts'

const DeskLink = lazy(async () => {
  const [room] = await Promise.all([import('../escalations/desk-link.tsx'), alsoWords('case')])
  return { default: room.DeskLink }
})

export function InboxRoute() {
  return (
    <InboxPage
      desk={
        <Suspense>
          <DeskLink />
        </Suspense>
      }
    />
  )
}
