// Owns putting the desk on its own page, with what is due beside the answers owed, and the ways on from it: being away, and how
// answering goes.

import { DeskPage } from '../escalations/desk-page.tsx'
import { DueList } from '../outcomes/due-list.tsx'
import { AnsweringLink, AwayLink } from '../organisation/links.tsx'

export function DeskRoute() {
  return (
    <DeskPage
      due={(items) => <DueList items={items} />}
      ways={
        <>
          <AwayLink />
          <AnsweringLink />
        </>
      }
    />
  )
}
