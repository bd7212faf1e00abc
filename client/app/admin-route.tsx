// Owns putting the admin's page together: people and roles, and the cards that were reported on any board they may open.

import { OrganisationLink } from '../organisation/links.tsx'
import { AdminPage } from '../people/admin-page.tsx'
import { ReportedBoards } from '../sessions/reported-boards.tsx'
import { WebhooksLink } from '../webhooks/webhooks-link.tsx'

export function AdminRoute() {
  return (
    <AdminPage
      reports={
        <>
          <OrganisationLink />
          <WebhooksLink />
          <ReportedBoards />
        </>
      }
    />
  )
}
