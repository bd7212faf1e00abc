// Owns putting the desk on its own page.

export { DeskPage as DeskRoute } from '../escalations/desk-page.tsx'
