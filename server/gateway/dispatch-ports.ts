// Owns what dispatch needs of the process around it: the clock, turns by person, hashes nobody can undo, and figures.

import { createHmac } from 'node:crypto'
import { COMMANDS_MAX_PER_USER_PER_10_S } from '../../shared/limits.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { DispatchDeps } from './dispatch.ts'
import type { BucketMaker } from './rate-limit.ts'

const TEN_SECONDS_MS = 10_000

export function dispatchPorts(from: {
  now(): Date
  secret: string
  metrics: Pick<Metrics, 'commands' | 'commandSeconds'>
  buckets: BucketMaker
}): Pick<DispatchDeps, 'now' | 'turn' | 'hash' | 'onAnswer'> {
  const { now, secret, metrics } = from
  const turns = from.buckets(COMMANDS_MAX_PER_USER_PER_10_S, TEN_SECONDS_MS)
  // A key of its own, so that what is stored matches nothing else made with the secret.
  const key = createHmac('sha256', secret).update('idempotency').digest()
  return {
    now,
    turn: (userId) => turns.take(userId),
    hash: (text) => createHmac('sha256', key).update(text).digest('base64url'),
    onAnswer(command, answer, tookMs) {
      metrics.commands.inc({ command, answer })
      metrics.commandSeconds.observe({ command }, tookMs / 1000)
    },
  }
}
