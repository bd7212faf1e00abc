// Owns: the start and the end of a test run. Vitest calls it once per run, in its main process.
// It starts nothing but the coordinator; services come to life when a test first asks (see services.ts).
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startCoordinator } from './coordinator.ts'
import { jobs } from './jobs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test workers ask for what exists once per run, and where pictures and logs of failures go. */
    run: { socketPath: string; folder: string; artifacts: string }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const coordinator = await startCoordinator(jobs)
  project.provide('run', {
    socketPath: coordinator.socketPath,
    folder: coordinator.folder,
    artifacts: artifactsFolder(),
  })
  return () => coordinator.close()
}

/** Outside the repository, so a test run leaves the working tree as it was. Made by whoever puts the first thing in it. */
function artifactsFolder(): string {
  return path.resolve(process.env.KIEM_ARTIFACTS ?? path.join(tmpdir(), `kiem-artifacts-${process.pid}-${Date.now()}`))
}
