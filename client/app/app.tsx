// Owns what surrounds every page: look, cache, address, and the net under it all. Rooms meet in routes.tsx.

import { QueryClientProvider } from '@tanstack/react-query'
import { BrowserRouter } from 'react-router'
import { queryClient } from '../live/api.ts'
import { KiemProvider } from '../ui/kiem-provider.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Pages } from './pages.tsx'

export function App() {
  return (
    <KiemProvider>
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <Pages />
          </BrowserRouter>
        </QueryClientProvider>
      </ErrorBoundary>
    </KiemProvider>
  )
}
