// Owns the pages of goals, loaded together: from the tree one goes to a goal, and back.

import { GoalPage } from '../goals/goal-page.tsx'
import { GoalsPage } from '../goals/goals-page.tsx'

export const GoalsRoute = GoalsPage
export const GoalRoute = GoalPage
