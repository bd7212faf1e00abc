// Owns what surrounds every page: look, cache, address, and the net under it all. Rooms meet in routes.tsx.

import { QueryClientProvider } from '@tanstack/react-query'
import { queryClient } from '../live/api.ts'
import { AddressProvider } from '../ui/address.tsx'
import { KiemProvider } from '../ui/kiem-provider.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Pages } from './pages.tsx'

export function App() {
  return (
    <KiemProvider>
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <AddressProvider>
            <Pages />
          </AddressProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </KiemProvider>
  )
}
