// Owns the end of the process: what was started last stops first, within a deadline (FAULTS R13). And what must not
// end it: a rejection nobody handled is logged and counted, and the process lives (F16).

import type { Log } from './log.ts'

/** Docker and Kubernetes send SIGKILL ten or thirty seconds after SIGTERM: be gone before the first of them. */
const STOP_DEADLINE_MS = 9_000

export interface Lifecycle {
  /** Call right after starting a part; parts stop in reverse order. */
  onStop(name: string, stop: () => unknown): void
  /** Stops everything once, however often it is called. True when every part stopped well and in time. */
  stop(reason: string): Promise<boolean>
  readonly stopping: boolean
}

export function createLifecycle({ log, deadlineMs = STOP_DEADLINE_MS }: { log: Log; deadlineMs?: number }): Lifecycle {
  const parts: { name: string; stop: () => unknown }[] = []
  let stopped: Promise<boolean> | null = null

  async function stopAll(reason: string): Promise<boolean> {
    const endsAt = performance.now() + deadlineMs
    log.info({ reason }, 'stopping')
    let well = true
    for (const part of parts.toReversed()) {
      const outcome = await within(endsAt - performance.now(), part.stop)
      if (outcome.ended === 'failed') log.error({ err: outcome.error, part: part.name }, 'did not stop well')
      if (outcome.ended === 'late') log.error({ part: part.name, deadlineMs }, 'did not stop in time')
      well &&= outcome.ended === 'well'
    }
    log.info({ well }, 'stopped')
    return well
  }

  return {
    onStop: (name, stop) => void parts.push({ name, stop }),
    stop: (reason) => (stopped ??= stopAll(reason)),
    get stopping() {
      return stopped !== null
    },
  }
}

type Ended = { ended: 'well' } | { ended: 'late' } | { ended: 'failed'; error: unknown }

/** A part that comes when time is up still gets one turn to begin: closing a lock file takes no time at all. */
function within(leftMs: number, stop: () => unknown): Promise<Ended> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ ended: 'late' }), Math.max(0, leftMs))
    Promise.resolve()
      .then(stop)
      .then(
        () => resolve({ ended: 'well' }),
        (error: unknown) => resolve({ ended: 'failed', error }),
      )
      .finally(() => clearTimeout(timer))
  })
}

type Watched = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>

/** Signals begin the stop, a second one ends it at once. Returns how to stop watching. */
export function watchProcess(options: {
  lifecycle: Lifecycle
  log: Log
  onUnhandled?: (kind: 'rejection' | 'exception') => void
  process?: Watched
}): () => void {
  const { lifecycle, log, onUnhandled } = options
  const watched = options.process ?? process

  function onSignal(signal: NodeJS.Signals): void {
    if (lifecycle.stopping) {
      log.warn({ signal }, 'stopping at once')
      watched.exit(1)
      return
    }
    void lifecycle.stop(signal).then((well) => watched.exit(well ? 0 : 1))
  }

  function onRejection(error: unknown): void {
    onUnhandled?.('rejection')
    log.error({ err: error }, 'a rejection was not handled')
  }

  // After an exception that nobody caught, memory may be half changed: stop in order and let the supervisor start anew.
  function onException(thrown: unknown): void {
    onUnhandled?.('exception')
    log.fatal({ err: thrown }, 'an exception was not handled')
    void lifecycle.stop('uncaught exception').then(() => watched.exit(1))
  }

  watched.on('SIGTERM', onSignal)
  watched.on('SIGINT', onSignal)
  watched.on('unhandledRejection', onRejection)
  watched.on('uncaughtException', onException)
  return () => {
    watched.off('SIGTERM', onSignal)
    watched.off('SIGINT', onSignal)
    watched.off('unhandledRejection', onRejection)
    watched.off('uncaughtException', onException)
  }
}
