// Owns what surrounds every page: look, address, and the net under it all. Rooms meet in routes.tsx.

import { AddressProvider } from '../ui/address.tsx'
import { KiemProvider } from '../ui/kiem-provider.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Pages } from './pages.tsx'

export function App() {
  return (
    <KiemProvider>
      <ErrorBoundary>
        <AddressProvider>
          <Pages />
        </AddressProvider>
      </ErrorBoundary>
    </KiemProvider>
  )
}
