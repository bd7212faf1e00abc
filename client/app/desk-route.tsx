// Owns putting the desk on its own page, with the ways on from it: being away, and how answering goes.

import { DeskPage } from '../escalations/desk-page.tsx'
import { AnsweringLink, AwayLink } from '../organisation/links.tsx'

export function DeskRoute() {
  return (
    <DeskPage
      ways={
        <>
          <AwayLink />
          <AnsweringLink />
        </>
      }
    />
  )
}
