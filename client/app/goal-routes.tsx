// Owns the pages of goals, loaded together: from the tree one goes to a goal, and back; and on to what was promised and answered.

import { GoalPage } from '../goals/goal-page.tsx'
import { GoalsPage } from '../goals/goals-page.tsx'
import { AnsweringLink } from '../organisation/links.tsx'
import { OutcomesLink } from '../outcomes/all-link.tsx'

export const GoalRoute = GoalPage

export function GoalsRoute() {
  return (
    <GoalsPage
      ways={
        <>
          <OutcomesLink />
          <AnsweringLink />
        </>
      }
    />
  )
}
