// Owns the open port: one HTTP server with its three doors (HTTP, Socket.IO, live documents), in which order they open
// and in which they close (FAULTS R13): no new connections, answers to what was asked, documents stored, sockets closed.

import { createServer } from 'node:http'
import { refuse } from '../../shared/outcome.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../platform/clock.ts'
import type { Lifecycle } from '../platform/lifecycle.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Schedule } from '../platform/schedule.ts'
import { type Broadcast, type BroadcastDeps, createBroadcast } from './broadcast.ts'
import { createHttp, type HttpDeps } from './http.ts'
import { createInFlight } from './in-flight.ts'
import { createOriginChecks } from './origin.ts'
import { lookAtSessions, SESSIONS_LOOKED_AT_EVERY_MS } from './session-watch.ts'
import { createSocketServer, type SocketDeps } from './socket.ts'
import { builtClient } from './static.ts'
import { serveUpgrades, type UpgradeDeps } from './upgrade.ts'

type FromGround =
  | 'publicUrl'
  | 'syncSocketsPerDocument'
  | 'trustProxyHops'
  | 'metricsToken'
  | 'metrics'
  | 'notReady'
  | 'origins'
  | 'clientDir'

export interface DoorsDeps
  extends Omit<HttpDeps, FromGround>,
    SocketParts,
    Omit<UpgradeDeps, FromDoors>,
    Omit<BroadcastDeps, 'clock'> {
  ground: {
    config: Config
    clock: Clock
    schedule: Pick<Schedule, 'every'>
    lifecycle: Lifecycle
    metrics: Pick<Metrics, 'register' | 'sockets' | 'nodes' | 'syncDamaged'>
    /** Null when everything needed is there, else what is missing. */
    missing(): Promise<string | null>
  }
  clientDir?: string | undefined
  /** Stores what is waiting and closes the documents' sockets. */
  drainDocuments(): Promise<void>
}

type FromDoors = 'onError' | 'origins' | 'trustProxyHops'
type SocketParts = Omit<SocketDeps, 'origins'>

export interface Doors {
  broadcast: Broadcast
  listen(): Promise<{ port: number; url: string }>
}

/** Whoever dribbles a request byte by byte holds a connection no longer than this (F97); a photo on a thin line has minutes. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 300_000, connectionsCheckingInterval: 1_000 }

/** Another node takes it at once; a single one is back in about a second. */
const BACK_AFTER_MS = 500

/** Longer than proxies and browsers keep a quiet connection: who closes first loses the request that was on its way. */
const KEEP_ALIVE_MS = 75_000

export function createDoors(deps: DoorsDeps): Doors {
  const { config, lifecycle, clock, schedule, metrics, missing } = deps.ground
  const origins = createOriginChecks(config)
  const inFlight = createInFlight()
  const dispatch = inFlight.track(deps.dispatch, () =>
    refuse('retry', 'restarting', 'this server is restarting: send it again', { retryAfterMs: BACK_AFTER_MS }),
  )
  const app = createHttp({
    ...deps,
    ...config,
    origins,
    dispatch,
    clientDir: deps.clientDir ?? builtClient(),
    notReady: missing,
    async metrics() {
      metrics.sockets.set({ kind: 'events' }, io.engine.clientsCount)
      const { seats, damagedDocuments, bus, counters } = deps.sync.stats()
      metrics.sockets.set({ kind: 'sync' }, seats)
      metrics.syncDamaged.set(damagedDocuments)
      const { catch_ups = 0, caught_up = 0 } = counters
      const between = bus === null ? {} : { ...bus, catch_ups, caught_up }
      for (const [what, value] of Object.entries(between)) metrics.nodes.set({ what }, Number(value))
      return { type: metrics.register.contentType, text: await metrics.register.metrics() }
    },
  })
  const http = createServer({ ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS }, app)
  const io = createSocketServer(http, { ...deps, origins, dispatch })
  const broadcast = createBroadcast(io, { ...deps, clock })
  schedule.every('look at sessions', SESSIONS_LOOKED_AT_EVERY_MS, () => lookAtSessions(io, { ...deps, ...broadcast }))
  const { trustProxyHops } = config
  const upgrades = serveUpgrades(http, {
    ...deps,
    origins,
    trustProxyHops,
    onError: (error) => void deps.refusalOf(error, 'upgrade'),
  })

  // Parts stop in reverse order: this one last.
  lifecycle.onStop('sockets', async () => {
    const closed = io.close()
    http.closeAllConnections()
    await closed
  })
  lifecycle.onStop('documents', () => deps.drainDocuments())
  lifecycle.onStop('port', async () => {
    upgrades.close()
    if (http.listening) http.close()
    http.closeIdleConnections()
    await inFlight.settled()
  })

  return {
    broadcast,
    async listen() {
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject)
        http.listen(config.port, config.host, () => {
          http.off('error', reject)
          resolve()
        })
      })
      const address = http.address()
      const port = typeof address === 'object' && address ? address.port : config.port
      return { port, url: config.publicUrl ?? `http://localhost:${port}` }
    },
  }
}
