// Owns the page for an address that leads nowhere.

import { ErrorState } from '../ui/states.tsx'

export function NotFoundPage() {
  return <ErrorState refusal={{ kind: 'not-found', reason: 'no-page', message: 'no such page' }} />
}
