// Owns: the four tiers of tests, each with its own folder and its own patience (see test/support for what they stand on).
// `npm run check` runs `unit` alone; `npm test` runs all of them.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './test/support/long-first.ts'

// Numbers are patience for a busy two-core machine, never a promise about speed.
const tier = (
  name: string,
  order: number,
  include: string[],
  testTimeoutMs: number,
  { retry = 0, isolate = true } = {},
) => ({
  plugins: [react()],
  test: {
    name,
    include,
    testTimeout: testTimeoutMs,
    retry,
    isolate,
    // A hook may start PostgreSQL, make a template or build the app.
    hookTimeout: Math.max(testTimeoutMs, 120_000),
    environment: 'node' as const,
    // One tier after the other: the cheap ones fail first, and a browser never competes with a kill test.
    sequence: { groupOrder: order },
  },
})

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Processes, not threads: sockets and signals of one file cannot reach another (in the unit tier each closes its own).
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      // Two hundred small files share what they import: loading it anew for each took longer than testing it.
      tier('unit', 0, ['test/architecture.test.ts', 'test/{shared,server,client}/**/*.test.{ts,tsx}'], 15_000, {
        isolate: false,
      }),
      tier('flows', 1, ['test/flows/**/*.test.ts'], 60_000),
      tier('faults', 2, ['test/faults/**/*.test.ts'], 300_000),
      // Several Chromiums on two cores: one more try in CI, and the run names the test that needed it.
      tier('browser', 3, ['test/browser/**/*.test.ts'], 180_000, { retry: process.env.CI ? 1 : 0 }),
    ],
  },
})
