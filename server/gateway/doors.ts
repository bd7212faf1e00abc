// Owns the open port: one HTTP server with its three doors (HTTP, Socket.IO, live documents), in which order they open
// and in which they close (FAULTS R13): no new connections, answers to what was asked, documents stored, sockets closed.

import { createServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import type { Config } from '../config.ts'
import type { Lifecycle } from '../platform/lifecycle.ts'
import type { Redis } from '../platform/redis.ts'
import { type Broadcast, createBroadcast } from './broadcast.ts'
import { createHttp, type HttpDeps } from './http.ts'
import { createInFlight } from './in-flight.ts'
import { createSocketServer, type SocketDeps } from './socket.ts'
import { serveUpgrades, type UpgradeDeps } from './upgrade.ts'

export interface DoorsDeps extends HttpDeps, SocketDeps, Omit<UpgradeDeps, 'onError'> {
  host: Config['host']
  port: Config['port']
  redis: Redis | null
  lifecycle: Lifecycle
  /** Stores what is waiting and closes the documents' sockets. */
  drainDocuments(): Promise<void>
}

export interface Doors {
  broadcast: Broadcast
  listen(): Promise<{ port: number; url: string }>
}

export function createDoors(deps: DoorsDeps): Doors {
  const { lifecycle } = deps
  const inFlight = createInFlight()
  const dispatch = inFlight.track(deps.dispatch)
  const http = createServer(createHttp({ ...deps, dispatch }))
  const io = createSocketServer(http, { ...deps, dispatch })
  if (deps.redis) io.adapter(createAdapter(deps.redis.publisher, deps.redis.subscriber))
  const upgrades = serveUpgrades(http, { ...deps, onError: (error) => void deps.refusalOf(error, 'upgrade') })

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
    broadcast: createBroadcast(io),
    async listen() {
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject)
        http.listen(deps.port, deps.host, () => {
          http.off('error', reject)
          resolve()
        })
      })
      const address = http.address()
      const port = typeof address === 'object' && address ? address.port : deps.port
      return { port, url: deps.publicUrl ?? `http://localhost:${port}` }
    },
  }
}
