import { defineConfig } from 'vitest/config'

// Four tiers (see README "How to work on it"): each has its own folder and its own patience.
// Only `unit` runs in `npm run check`; all of them run in `npm test`.
const tier = (name: string, include: string[], testTimeout: number, extra: object = {}) => ({
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: Math.max(testTimeout, 60_000),
    environment: 'node' as const,
    ...extra,
  },
})

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    projects: [
      tier('unit', ['test/architecture.test.ts', 'test/{shared,server,client}/**/*.test.{ts,tsx}'], 15_000),
      tier('flows', ['test/flows/**/*.test.ts'], 60_000),
      tier('faults', ['test/faults/**/*.test.ts'], 300_000),
      tier('browser', ['test/browser/**/*.test.ts'], 180_000),
    ],
  },
})
