// Owns what can be counted about a running process, in Prometheus' words. Must never label by person, board or idea:
// a label's values are few, known beforehand, and tell nothing about anyone.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DatabaseState } from './database/state.ts'

/** Around the promise of FAULTS T3: p50 25 ms, p95 75 ms, p99 250 ms; with room below and above. */
const DURATION_BUCKETS_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export type Metrics = ReturnType<typeof createMetrics>

/** @param own process-wide figures (memory, event loop, garbage collection): once per process, not per app in a test */
export function createMetrics({ own = false }: { own?: boolean } = {}) {
  const register = new Registry()
  const registers = [register]
  if (own) collectDefaultMetrics({ register, prefix: 'kiem_' })

  const databaseReady = new Gauge({
    name: 'kiem_database_ready',
    help: '1 ready, 0.5 read-only because storage is full, 0 away',
    registers,
  })

  return {
    register,
    commands: new Counter({
      name: 'kiem_commands_total',
      help: 'Commands by name and what they were answered: done, or the kind of refusal',
      labelNames: ['command', 'answer'] as const,
      registers,
    }),
    commandSeconds: new Histogram({
      name: 'kiem_command_seconds',
      help: 'From a command arriving to its answer',
      labelNames: ['command'] as const,
      buckets: DURATION_BUCKETS_S,
      registers,
    }),
    failures: new Counter({
      name: 'kiem_failures_total',
      help: 'Throws by the door they reached; away: the database was not there, damaged: a document was, bug: everything else',
      labelNames: ['where', 'what'] as const,
      registers,
    }),
    unhandled: new Counter({
      name: 'kiem_unhandled_total',
      help: 'Rejections and exceptions that reached the process',
      labelNames: ['kind'] as const,
      registers,
    }),
    outboxDelivered: new Counter({
      name: 'kiem_outbox_delivered_total',
      help: 'Outbox rows delivered, by subscriber',
      labelNames: ['subscriber'] as const,
      registers,
    }),
    outboxFailed: new Counter({
      name: 'kiem_outbox_failed_total',
      help: 'Outbox deliveries that failed and will be repeated, by subscriber',
      labelNames: ['subscriber'] as const,
      registers,
    }),
    sockets: new Gauge({
      name: 'kiem_sockets',
      help: 'Open live connections by kind: events, sync',
      labelNames: ['kind'] as const,
      registers,
    }),
    nodes: new Gauge({
      name: 'kiem_nodes',
      help: 'Between nodes, in total: sent, received, dropped, forged, foreign, repeated, catch_ups (questions), caught_up (documents); now: others, joined',
      labelNames: ['what'] as const,
      registers,
    }),
    syncDamaged: new Gauge({
      name: 'kiem_sync_damaged_documents',
      help: 'Documents open here whose log is damaged: shown as far as they go, to read only. More than 0 is an alarm',
      registers,
    }),
    syncUpdates: new Counter({
      name: 'kiem_sync_updates_total',
      help: 'Document edits by what became of them: committed, refused',
      labelNames: ['result'] as const,
      registers,
    }),
    syncAckSeconds: new Histogram({
      name: 'kiem_sync_ack_seconds',
      help: 'From an edit arriving to its acknowledgement, on disk',
      buckets: DURATION_BUCKETS_S,
      registers,
    }),
    databaseState({ status }: DatabaseState): void {
      databaseReady.set({ ready: 1, 'read-only': 0.5, down: 0 }[status])
    },
  }
}
